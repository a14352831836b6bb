"""Does a ReLU between the layers make a network better?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment

STEPS = 1000


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train two convolutions and a dense layer, with ReLUs or with nothing between them."""
    import keras

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    activation = "relu" if condition == "ReLU" else None
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(32, 3, activation=activation),
            keras.layers.Conv2D(32, 3, activation=activation),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
    steps = 20 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {
        "error": fitting.error(model, parts.x_test, parts.y_test),
        "training error": fitting.error(model, parts.x_train, parts.y_train),
    }


EXPERIMENT = Experiment(
    name="relu",
    claim="Convolution is linear; a non-linear activation makes richer combinations possible",
    source="the notes on Conv2D and on Activation",
    done=(
        "Two convolutions of 32 filters and a dense layer learned the small digits, with a ReLU "
        "behind each convolution and without; without, the whole network is one linear map. "
        "Split, start and order of the pictures were the same for both."
    ),
    data="digits",
    seeds=20,
    conditions=("ReLU", "linear"),
    measure=measure,
    contrasts=(
        Contrast(
            "the ReLU against a linear stack",
            lambda seed: seed["linear"]["error"] - seed["ReLU"]["error"],
            "points of error",
            0.5,  # about three of the 540 test images
        ),
    ),
)
