"""Do larger pictures cost more computation, and do they need more data?"""

from __future__ import annotations

import math
from typing import NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from cnn_docs.experiments import fitting, samples
from cnn_docs.experiments.experiment import (
    RATES,
    Contrast,
    Experiment,
    Fit,
    Measured,
    OneSeed,
    Settings,
)
from cnn_docs.experiments.samples import Sample
from cnn_docs.experiments.searching import search
from cnn_docs.ledger import ledger

COUNTS = (50, 100, 200, 400)
SIZES = (8, 16, 32)
#: The error at which the numbers of images are compared, in points: each size comes down to it
#: somewhere between the fewest images and the most.
TARGET = 20.0
#: What a support vector machine chooses from, on held-out images. γ is in units of one over the
#: number of pixels times their variance.
GRID = {"C": (0.1, 1.0, 10.0, 100.0, 1000.0), "gamma": (0.1, 0.3, 1.0, 3.0, 10.0)}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Find how many images of one size it takes to reach the target, by the better reader."""
    size = int(condition.partition("×")[0])
    found: dict[str, float] = {}
    fits: list[Fit] = []
    errors = []
    for count in COUNTS:
        sample = samples.mnist(seed, count).map(lambda images: _resized(images, size))
        fitting.fresh(seed)
        model = _network(size)
        fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
        fits.append(fit)
        network = 100 * float(np.mean(fitting.misread(model, sample.test)))
        machine = _support_vectors(sample, quick)
        # Which of the two answers is decided on held-out images.
        better = network if fit.held_out_error <= machine.held_out_error else machine.error
        found |= {
            f"error, network, {count}": network,
            f"error, support vectors, {count}": machine.error,
        }
        errors.append(better)
    # Errors fall along a line when both axes are logarithmic; np.interp wants them rising.
    needed = np.interp(-math.log(TARGET), -np.log(errors), np.log(COUNTS))
    macs = float(ledger(_network(size)).macs)
    return Measured(
        values=found | {"images needed": math.exp(needed), "multiplications": macs}, fits=fits
    )


def _resized(images: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Pad 28×28 to 32×32 with paper, then take the mean of square blocks."""
    return samples.shrunk(np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0))), 32 // size)


def _network(size: int) -> keras.Sequential:
    """Convolutions of 3×3, each halved by max pooling, until 2×2 to 4×4 places are left."""
    layers = keras.layers
    model = keras.Sequential([keras.Input((size, size, 1))])
    side, filters = size, 16
    while side > 4:
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.MaxPooling2D())
        side, filters = side // 2, 2 * filters
    model.add(layers.Flatten())
    model.add(layers.Dense(10))
    return model


class _Machine(NamedTuple):
    error: float
    held_out_error: float


def _support_vectors(sample: Sample, quick: bool) -> _Machine:
    """A support vector machine with radial kernels, its settings chosen on the held-out images."""
    flat = sample.map(lambda images: images.reshape(len(images), -1))
    unit = 1 / (flat.learn.images.shape[1] * float(flat.learn.images.var()))

    def machine(settings: dict[str, float]) -> SVC:
        return SVC(C=settings["C"], gamma=settings["gamma"] * unit).fit(*flat.learn)

    def error(settings: dict[str, float]) -> float:
        return 100 * float(
            np.mean(
                machine(settings).predict(flat.held_out.images[:500]) != flat.held_out.labels[:500]
            )
        )

    grid = {name: values[2:3] for name, values in GRID.items()} if quick else GRID
    best = search(grid, error)[0]
    answers = machine(dict(best.settings)).predict(flat.test.images)
    return _Machine(100 * float(np.mean(answers != flat.test.labels)), best.score)


def _doublings(measurement: str, small: int, large: int, smallest: float) -> Contrast:
    def effect(seed: OneSeed) -> float:
        one, other = (seed[f"{size}×{size}"][measurement] for size in (small, large))
        return math.log2(other / one)

    return Contrast(
        f"{measurement}, {large}×{large} against {small}×{small}",
        effect,
        f"doublings of the {measurement.removesuffix(' needed')}",
        smallest,
        exact=measurement == "multiplications",
    )


EXPERIMENT = Experiment(
    name="image_size",
    lesson="lenet5/trade-offs",
    claim="The larger the picture, the more there is to compute, and the more data are needed",
    source="the notes on LeNet-5",
    done=(
        "MNIST's digits were padded to 32×32 and averaged down to 16×16 and 8×8. For each size a "
        "convolutional network, halved until 4×4 places are left, and a support vector machine "
        "learned 50, 100, 200 and 400 digits; the better of the two on held-out digits answered. "
        "The multiplications were counted, and the number of digits that it takes to come down to "
        "20 points of error found between the four. The claim needs both halves."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(f"{size}×{size}" for size in SIZES),
    measure=measure,
    tuned={f"{size}×{size}": RATES for size in SIZES},
    decisive=(
        _doublings("multiplications", 8, 32, 1.0),
        # A quarter of a doubling is a fifth more images.
        _doublings("images needed", 8, 32, 0.25),
    ),
    context=(
        _doublings("images needed", 8, 16, 0.25),
        _doublings("images needed", 16, 32, 0.25),
    ),
)
