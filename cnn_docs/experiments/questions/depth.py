"""Do more layers help at equal parameters, and do they without a ReLU?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = 1000
#: Filters for each depth, so that all networks have about as many: 5,930, 6,004, 6,096 parameters.
FILTERS = {1: 16, 2: 18, 3: 17}


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train one, two or three convolutions and a dense layer."""
    import keras

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    depth = int(condition[0])
    activation = "relu" if condition.endswith("ReLU") else None
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for _ in range(depth):
        model.add(keras.layers.Conv2D(FILTERS[depth], 3, activation=activation))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(10))
    steps = 20 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {
        "error": fitting.error(model, parts.x_test, parts.y_test),
        "parameters": model.count_params(),
    }


def _saved(fewer: int, more: int, activation: str, word: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed[f"{fewer}, {activation}"]["error"] - seed[f"{more}, {activation}"]["error"]

    name = f"{more} layers against {fewer}, {word}"
    return Contrast(name, effect, "points of error", 0.5)  # about three of the 540 test images


EXPERIMENT = Experiment(
    name="depth",
    claim="Summing over channels lets the network learn a hierarchy of features",
    source="the notes on why convolutions are summed",
    done=(
        "One, two or three convolutions of 3×3 and a dense layer learned the small digits, with "
        "filters to give each network about 6,000 parameters. All of them sum over channels; if "
        "the sum by itself gave the hierarchy, more layers would help without a ReLU too."
    ),
    data="digits",
    seeds=10,
    conditions=("1, ReLU", "2, ReLU", "3, ReLU", "1, linear", "2, linear"),
    measure=measure,
    contrasts=(
        _saved(1, 2, "ReLU", "with ReLUs"),
        _saved(2, 3, "ReLU", "with ReLUs"),
        _saved(1, 2, "linear", "without ReLUs"),
    ),
)
