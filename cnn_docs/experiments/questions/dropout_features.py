"""Does dropout lead to features that mean more, to whatever reads them?"""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs.experiments import fitting, networks, readers, samples
from cnn_docs.experiments.experiment import RATES, Contrast, Experiment, Measured, Settings, less
from cnn_docs.experiments.samples import Part, Sample

IMAGES = 10_000
#: The network learns the digits below this one; its features are read for the others.
FIRST_NEW = 5
#: How many images of the new digits the reader learns from.
READ = 500
RATE = 0.5
HIDDEN = 64
CONDITIONS = ("no dropout", "dropout", "autoencoder", "autoencoder, dropout")


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train the digit network on five digits and read its features for the other five."""
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    rate = RATE if condition.endswith("dropout") and condition != "no dropout" else 0.0
    if condition.startswith("autoencoder"):
        return _autoencoder(sample, rate, seed, settings, quick)
    model = networks.digit_network(size=14, dropout=rate)
    old, new = (Sample(*(_some(part, novel) for part in sample)) for novel in (False, True))
    fit = fitting.fit(model, old, settings, seed=seed, quick=quick)
    # What Flatten puts out; dropout, where there is any, comes after it.
    flatten = next(one for one in model.layers if isinstance(one, keras.layers.Flatten))
    features = keras.Model(model.inputs, flatten.output)
    few = new._replace(learn=Part(new.learn.images[:READ], new.learn.labels[:READ]))
    reading = readers.read(
        few.map(lambda images: fitting.outputs_of(features, images)), quick=quick
    )
    return Measured(
        values={"sparsity of the activity": _hoyer(fitting.outputs_of(features, old.test.images))},
        wrong={
            "error on new digits": reading.wrong,
            "error on its own digits": fitting.misread(model, old.test),
        },
        fits=[fit, reading.fit],
        score=fit.held_out_loss,
    )


def _some(part: Part, novel: bool) -> Part:
    chosen = (part.labels >= FIRST_NEW) == novel
    return Part(part.images[chosen], part.labels[chosen])


def _autoencoder(
    sample: Sample, rate: float, seed: int, settings: Settings, quick: bool
) -> Measured:
    """Learn to draw the picture again from 64 units (Srivastava et al. 2014, section 7.1)."""
    pixels = Sample(*(Part(part.images, part.images.reshape(-1, 196)) for part in sample))
    layers = keras.layers
    hidden = layers.Dense(HIDDEN, activation="relu")
    drop = [layers.Dropout(rate)] if rate else []
    model = keras.Sequential(
        [keras.Input((14, 14, 1)), layers.Flatten(), hidden, *drop, layers.Dense(196)]
    )
    fit = fitting.fit(model, pixels, settings, seed=seed, quick=quick, loss=fitting.squared_error)
    encoder = keras.Model(model.inputs, hidden.output)
    return Measured(
        values={
            "sparsity of the activity": _hoyer(fitting.outputs_of(encoder, sample.test.images)),
            "sparsity of the filters": _hoyer(np.array(hidden.kernel).T),
        },
        fits=[fit],
    )


def _hoyer(rows: NDArray[np.float32]) -> float:
    """Mean sparsity of rows: 0 if all numbers are equal, 1 if all but one are zero (Hoyer 2004).

    A row of zeros shows nothing and is left out.
    """
    rows = rows[np.abs(rows).sum(axis=1) > 0]
    root = np.sqrt(rows.shape[1])
    ratio = np.abs(rows).sum(axis=1) / np.linalg.norm(rows, axis=1)
    return float(((root - ratio) / (root - 1)).mean())


def _sparser(measurement: str, without: str, name: str) -> Contrast:
    dropped = "dropout" if without == "no dropout" else f"{without}, dropout"
    return Contrast(
        name,
        lambda seed: seed[dropped][measurement] - seed[without][measurement],
        "of Hoyer's sparsity",
        0.05,  # of a scale from 0 to 1
    )


EXPERIMENT = Experiment(
    name="dropout_features",
    lesson="lessons/dropout",
    claim="With dropout more meaningful features are extracted",
    source="the notes on Dropout; Srivastava et al. 2014, sections 7.1 and 7.2",
    done=(
        "Features that mean more should serve a task that they were not learned for. The digit "
        "network learned the digits 0 to 4 of MNIST at 14×14, with half of its features dropped at "
        "each step and without. Then a logistic regression, solved to its end, read the features "
        "of 500 images of the digits 5 to 9. Beside it stands what the paper looked at: how sparse "
        "the activity and the filters of an autoencoder are."
    ),
    data="mnist",
    seeds=8,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(CONDITIONS, RATES),
    decisive=(
        # 0.3 points are about 15 of the 4,861 test images of the new digits.
        less("error on new digits", "no dropout", "dropout", "features read for new digits", 0.3),
    ),
    context=(
        less("error on its own digits", "no dropout", "dropout", "its own digits", 0.2),
        _sparser("sparsity of the activity", "no dropout", "sparser activity, digit network"),
        _sparser("sparsity of the activity", "autoencoder", "sparser activity, autoencoder"),
        _sparser("sparsity of the filters", "autoencoder", "sparser filters, autoencoder"),
    ),
)
