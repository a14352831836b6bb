"""Do more layers help at equal parameters, and do they without a ReLU?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = 600
#: Filters for each depth, so that all networks have between 3,110 and 3,226 parameters.
FILTERS = {1: 62, 2: 16, 3: 12}


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train one, two or three convolutions with a small head."""
    import keras

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    depth = int(condition[0])
    activation = "relu" if condition.endswith("ReLU") else None
    model = keras.Sequential([keras.Input((8, 8, 1))])
    for _ in range(depth):
        model.add(keras.layers.Conv2D(FILTERS[depth], 3, padding="same", activation=activation))
    # Four numbers a map, so that the convolutions and not the head hold most of the parameters.
    model.add(keras.layers.AveragePooling2D(4))
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
        "One, two or three convolutions of 3×3 learned the small digits, narrower where there were "
        "more of them, so that all have about 3,150 parameters. All of them sum over channels; if "
        "the sum by itself gave the hierarchy, more layers would help without a ReLU too."
    ),
    data="digits",
    seeds=20,
    conditions=("1, ReLU", "2, ReLU", "3, ReLU", "1, linear", "2, linear"),
    measure=measure,
    contrasts=(
        _saved(1, 2, "ReLU", "with ReLUs"),
        _saved(2, 3, "ReLU", "with ReLUs"),
        _saved(1, 2, "linear", "without ReLUs"),
    ),
)
