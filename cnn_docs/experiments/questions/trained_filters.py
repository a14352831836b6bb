"""Do trained filters serve better than random ones that stay as they are?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = 2000
WIDTHS = {"4 trained": 4, "4 frozen": 4, "32 trained": 32, "32 frozen": 32}


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train two convolutions with a dense layer, or the dense layer alone behind random filters."""
    import keras

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    filters, trainable = WIDTHS[condition], condition.endswith("trained")
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(filters, 3, activation="relu", trainable=trainable),
            keras.layers.Conv2D(filters, 3, activation="relu", trainable=trainable),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
    steps = 20 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {"error": fitting.error(model, parts.x_test, parts.y_test)}


def _saved(filters: int) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed[f"{filters} frozen"]["error"] - seed[f"{filters} trained"]["error"]

    name = f"{filters} trained filters against {filters} random ones"
    return Contrast(name, effect, "points of error", 0.5)  # about three of the 540 test images


EXPERIMENT = Experiment(
    name="trained_filters",
    claim="By learning, the filters come to show the features best",
    source="the notes on the second Conv2D",
    done=(
        "Two convolutions and a dense layer learned the small digits; in the control the same "
        "random filters stayed as they were and the dense layer alone learned. Once with 4 "
        "filters in each convolution, once with 32."
    ),
    data="digits",
    seeds=10,
    conditions=tuple(WIDTHS),
    measure=measure,
    contrasts=(_saved(4), _saved(32)),
)
