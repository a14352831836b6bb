"""Does a non-linear activation make a network better than any linear one?"""

from __future__ import annotations

import keras

from cnn_docs.experiments import fitting, readers, samples
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings, less

IMAGES = 5_000
#: Half a point is 50 of the 10,000 test images.
SMALLEST = 0.5


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train two convolutions with or without ReLUs, or solve for the best linear classifier."""
    sample = samples.mnist(seed, IMAGES, 14)
    if condition == "logistic regression":
        reading = readers.read(sample, quick=quick)
        return Measured(wrong={"error": reading.wrong}, fits=[reading.fit])
    fitting.fresh(seed)
    activation = "relu" if condition == "ReLU" else None
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((14, 14, 1)),
            layers.Conv2D(16, 3, activation=activation),
            layers.Conv2D(16, 3, activation=activation),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])


EXPERIMENT = Experiment(
    name="relu",
    lesson="lessons/relu",
    claim="Convolution is linear; a non-linear activation makes richer combinations possible",
    source="the notes on Conv2D and on Activation",
    done=(
        "Two convolutions of 16 filters and a dense layer learned 5,000 digits of MNIST at 14×14, "
        "with a ReLU after each convolution and without. Without, the whole network is one linear "
        "map, so a logistic regression, solved to its end, shows the best that such a map can do."
    ),
    data="mnist",
    seeds=8,
    conditions=("ReLU", "linear stack", "logistic regression"),
    measure=measure,
    tuned={"ReLU": RATES, "linear stack": RATES},
    decisive=(
        less("error", "linear stack", "ReLU", "the ReLU against a linear stack", SMALLEST),
        less(
            "error", "logistic regression", "ReLU", "the ReLU against logistic regression", SMALLEST
        ),
    ),
)
