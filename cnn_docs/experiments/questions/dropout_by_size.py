"""With how much data does dropout help?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

#: The steps of the two networks for each number of images; the dense one is cheap and gets more.
STEPS = {
    "dense": {100: 300, 1_000: 900, 10_000: 2_400},
    "convolutional": {100: 150, 1_000: 350, 10_000: 750},
}
#: The smallest difference worth calling one, in points of error: roughly a tenth of the mistakes.
SMALLEST = {100: 1.0, 1_000: 0.5, 10_000: 0.2}
RATE = 0.5


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train a dense or a convolutional network, with or without dropout, on some images."""
    import keras

    from cnn_docs.experiments import fitting, networks, samples

    kind, dropped, count = condition.split("; ")
    number, rate = int(count.replace(",", "")), RATE if dropped == "dropout" else 0.0
    fitting.fresh(seed)
    parts = samples.mnist(seed, number)
    if kind == "convolutional":
        model = networks.two_convolutions((6, 16), dropout=rate)
    else:
        model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()])
        for _ in range(2):
            model.add(keras.layers.Dense(256, activation="relu"))
            model.add(keras.layers.Dropout(rate))
        model.add(keras.layers.Dense(10))
    steps = 5 if quick else STEPS[kind][number]
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {
        "error": fitting.error(model, parts.x_test, parts.y_test),
        "training error": fitting.error(model, parts.x_train, parts.y_train),
    }


def _saved(kind: str, count: int) -> Contrast:
    def effect(seed: OneSeed) -> float:
        without, with_it = (seed[f"{kind}; {word}; {count:,}"] for word in ("none", "dropout"))
        return without["error"] - with_it["error"]

    name = f"a {kind} network with {count:,} images"
    return Contrast(name, effect, "points of error", SMALLEST[count])


EXPERIMENT = Experiment(
    name="dropout_by_size",
    claim="With dropout the network draws more meaningful features from the data",
    source="the notes on Dropout; Srivastava et al. 2014, §7, on the size of the data",
    done=(
        "Features that mean more should make fewer mistakes on new pictures. Two dense layers of "
        "256 units, and two convolutions with a dense layer, learned 100, 1,000 or 10,000 digits "
        "of MNIST, without dropout and with half of the units dropped (of the convolutional "
        "network those before the dense layer); 4,000 test images, the same for all, were read."
    ),
    data="mnist",
    seeds=5,
    conditions=tuple(
        f"{kind}; {word}; {count:,}"
        for kind, steps in STEPS.items()
        for count in steps
        for word in ("none", "dropout")
    ),
    measure=measure,
    contrasts=tuple(_saved(kind, count) for kind, steps in STEPS.items() for count in steps),
)
