"""Do larger pictures cost more computation, and do they need more data?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from cnn_docs.experiments import fitting, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import (
    RATES,
    Contrast,
    Experiment,
    Measured,
    OneSeed,
    Settings,
)
from cnn_docs.experiments.samples import Part, Sample
from cnn_docs.experiments.searching import search
from cnn_docs.ledger import ledger

COUNTS = (50, 100, 200, 400)
SIZES = (8, 16, 32)
CONDITIONS = tuple(f"{size}×{size}, {count}" for size in SIZES for count in COUNTS)
#: The error at which the numbers of images are compared, in points: each size comes down to it
#: somewhere between the fewest images and the most.
TARGET = 20.0
#: What a support vector machine chooses from, on held-out images. γ is in units of one over the
#: number of pixels times their variance.
GRID = {"C": (0.1, 1.0, 10.0, 100.0, 1000.0), "gamma": (0.1, 0.3, 1.0, 3.0, 10.0)}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Learn some images of one size, by a network and by a support vector machine."""
    seed = new_seed(seed)
    size, count = _size_and_count(condition)
    sample = _sample(seed, size, count)
    fitting.fresh(seed)
    model = _network(size)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    network = fitting.misread(model, sample.test)
    machine = _support_vectors(seed, size, count, quick)
    return Measured(
        values={"multiplications": float(ledger(model).macs)},
        wrong={
            # Which of the two answers is decided on held-out images.
            "error": network if fit.held_out_error <= machine.held_out_error else machine.wrong,
            "error, network": network,
            "error, support vectors": machine.wrong,
        },
        fits=[fit],
    )


def _size_and_count(condition: str) -> tuple[int, int]:
    size, count = condition.split(", ")
    return int(size.partition("×")[0]), int(count)


def _named(size: int, count: int) -> str:
    return f"{size}×{size}, {count}"


def _sample(seed: int, size: int, count: int) -> Sample:
    return samples.mnist(seed, count).map(lambda images: _resized(images, size))


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
    wrong: NDArray[np.bool_]
    held_out_error: float


@lru_cache(maxsize=1)  # the network beside it is trained at several rates
def _support_vectors(seed: int, size: int, count: int, quick: bool) -> _Machine:
    """A support vector machine with radial kernels, its settings chosen on the held-out images."""
    flat = _sample(seed, size, count).map(lambda images: images.reshape(len(images), -1))
    unit = 1 / (flat.learn.images.shape[1] * float(flat.learn.images.var()))

    def wrong(settings: Mapping[str, float], part: Part) -> NDArray[np.bool_]:
        machine = SVC(C=settings["C"], gamma=settings["gamma"] * unit).fit(*flat.learn)
        misread: NDArray[np.bool_] = machine.predict(part.images) != part.labels
        return misread

    grid = {name: values[2:3] for name, values in GRID.items()} if quick else GRID
    best = search(grid, lambda settings: 100 * float(np.mean(wrong(settings, flat.held_out))))[0]
    return _Machine(wrong(best.settings, flat.test), best.score)


def _images_needed(seed: OneSeed, size: int) -> float:
    """How many images it takes to come down to the target, as a logarithm to base 2."""
    errors = [seed[_named(size, count)]["error"] for count in COUNTS]
    # Errors fall along a line when both axes are logarithmic; np.interp wants them rising.
    return float(np.interp(-math.log(TARGET), -np.log(errors), np.log2(COUNTS)))


def _more_images(small: int, large: int) -> Contrast:
    return Contrast(
        f"images needed, {large}×{large} against {small}×{small}",
        lambda seed: _images_needed(seed, large) - _images_needed(seed, small),
        "doublings of the images",
        0.25,  # a fifth more images
    )


EXPERIMENT = Experiment(
    name="image_size",
    lesson="lenet5/trade-offs",
    claim="The larger the picture, the more there is to compute, and the more data are needed",
    source="the notes on LeNet-5",
    done=(
        "MNIST's digits were padded to 32×32 and averaged down to 16×16 and 8×8. For each size a "
        "convolutional network, halved until 4×4 places are left, and a support vector machine "
        "learned 50, 100, 200 and 400 digits, each with settings of its own; the better of the two "
        "on held-out digits answered. "
        "The multiplications were counted, and the number of digits that it takes to come down to "
        "20 points of error found between the four. The claim needs both halves."
    ),
    data="mnist",
    seeds=12,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(CONDITIONS, RATES),
    decisive=(
        Contrast(
            "multiplications, 32×32 against 8×8",
            lambda seed: math.log2(
                seed[_named(32, 50)]["multiplications"] / seed[_named(8, 50)]["multiplications"]
            ),
            "doublings of the multiplications",
            1.0,
            exact=True,
        ),
        _more_images(8, 32),
    ),
    context=(_more_images(8, 16), _more_images(16, 32)),
)
