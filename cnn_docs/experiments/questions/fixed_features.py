"""Is a network better that learns its features too, end to end?"""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs.experiments import fitting, networks, readers, writers
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import DECAYS, RATES, Experiment, Measured, Settings, less

#: One point is about 14 of the 1,437 digits that are tested in all.
SMALLEST = 1.0
LEARNED = ("end to end", "end to end, the digit network")
CONDITIONS = ("pixels", "hand-made features", *LEARNED)


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Read pixels or features, made by hand or learned with a classifier, with the same solver."""
    seed = new_seed(seed)
    fitting.fresh(seed)
    sample = writers.digits(seed)
    if condition == "pixels":
        reading = readers.read(sample, quick=quick)
        return Measured(wrong={"error": reading.wrong}, fits=[reading.fit])
    layers = keras.layers
    if condition == "end to end, the digit network":
        model = networks.digit_network()
    else:
        filters = layers.Conv2D(16, 3, padding="same", activation="relu")
        pooling = layers.AveragePooling2D(2)
        model = keras.Sequential(
            [keras.Input((8, 8, 1)), filters, pooling, layers.Flatten(), layers.Dense(10)]
        )
        if condition == "hand-made features":
            filters.set_weights([_edges(), np.zeros(16)])
    fits = []
    own = {}
    if condition in LEARNED:
        fits.append(fitting.fit(model, sample, settings, seed=seed, quick=quick))
        own = {"error of its own last layer": fitting.misread(model, sample.test)}
    features = networks.before(model, model.layers[-1])
    reading = readers.read(
        sample.map(lambda images: fitting.outputs_of(features, images)), quick=quick
    )
    return Measured(
        wrong={"error": reading.wrong, **own},
        fits=[*fits, reading.fit],
        score=reading.fit.held_out_loss,
    )


def _edges() -> NDArray[np.float32]:
    """16 kernels, float32 of shape (3, 3, 1, 16): edges that rise in each of 16 directions.

    Each is a plane through the middle, tilted in its direction; with the ReLU behind it and the
    average over 2×2 this is a histogram of oriented gradients in small (Dalal and Triggs 2005).
    """
    row, column = np.mgrid[-1:2, -1:2]
    angles = 2 * np.pi * np.arange(16) / 16
    tilted = row[..., np.newaxis] * np.sin(angles) + column[..., np.newaxis] * np.cos(angles)
    return (tilted / 3)[:, :, np.newaxis].astype(np.float32)


EXPERIMENT = Experiment(
    name="fixed_features",
    lesson="lenet5/trade-offs",
    claim="Features used to be made for the classifier; joined to it, end to end, they are better",
    source="the notes on LeNet-5",
    done=(
        "A logistic regression, solved to its end, read 16 maps of edges made by hand (by "
        "direction, as in a histogram of oriented gradients) of the small digits. Against it, 16 "
        "filters in the same place were learned together with a classifier. Then the same logistic "
        "regression read their maps too, because it does better than the classifier that was "
        "learned with them. Beside them stand the pixels and the features of the digit network."
    ),
    data="digits",
    seeds=20,
    conditions=CONDITIONS,
    measure=measure,
    # The solver chooses a penalty, so what is trained end to end chooses one too.
    tuned={one: {"rate": (*RATES["rate"], 1.0), **DECAYS} for one in LEARNED},
    decisive=(
        less(
            "error",
            "hand-made features",
            "end to end",
            "end to end against hand-made features",
            SMALLEST,
        ),
    ),
    context=(
        less("error", "pixels", "end to end", "end to end against pixels", SMALLEST),
        less(
            "error",
            "hand-made features",
            "end to end, the digit network",
            "the digit network, end to end, against hand-made features",
            SMALLEST,
        ),
    ),
)
