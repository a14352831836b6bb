"""Are there 32 best filters: does training find the same ones from another start?"""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from cnn_docs.experiments import fitting, networks, writers
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import (
    RATES,
    Contrast,
    Experiment,
    Measured,
    OneSeed,
    Settings,
    less,
)

WIDTHS = ("1", "8", "32", "64")
TWICE = "32, from two starts"
#: The second start of a seed; far from all others.
OTHER_START = 10_000


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train the digit network with some filters, or compare the filters that two starts lead to."""
    seed = new_seed(new_seed(seed))  # it was measured twice before
    sample = writers.digits(seed)

    def trained(filters: int, start: int) -> tuple[keras.Sequential, NDArray[np.float32], Measured]:
        fitting.fresh(start)
        model = networks.digit_network((filters, filters))
        random = np.array(model.layers[0].kernel)
        fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
        wrong = {"error": fitting.misread(model, sample.test)}
        return model, random, Measured(wrong=wrong, fits=[fit])

    if condition != TWICE:
        return trained(int(condition), seed)[2]
    first, _, found = trained(32, seed)
    second, random, found_again = trained(32, OTHER_START + seed)
    works, works_too = (_works(model, sample.learn.images) for model in (first, second))
    kernel = np.array(first.layers[0].kernel)[..., works]
    other = np.array(second.layers[0].kernel)[..., works_too]
    return Measured(
        values={
            "filters that work": int(works.sum()),
            "likeness of trained filters": _likeness(kernel, other),
            "likeness to random filters": _likeness(kernel, random[..., works_too]),
        },
        fits=[*found.fits, *found_again.fits],
    )


def _works(model: keras.Sequential, images: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which filters of the first layer give more than 0 anywhere on some image.

    Those that do not find no feature. Large steps make many of them, and their weights, nearly all
    negative, are all alike.
    """
    first = keras.Model(model.inputs, model.layers[0].output)
    works: NDArray[np.bool_] = fitting.outputs_of(first, images).max(axis=(0, 1, 2)) > 0
    return works


def _likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Mean cosine between the 3×3 filters of two layers, each paired with the one that fits it.

    Where one layer has more of them, those that fit worst have no partner.
    """
    unit = [k.reshape(9, -1) / np.linalg.norm(k.reshape(9, -1), axis=0) for k in (one, other)]
    cosines = unit[0].T @ unit[1]
    return float(cosines[linear_sum_assignment(cosines, maximize=True)].mean())


def _found_again(seed: OneSeed) -> float:
    """How far another start leads from random filters (0 %) to the same ones (100 %), less 50."""
    likeness = seed[TWICE]
    random = likeness["likeness to random filters"]
    return 100 * (likeness["likeness of trained filters"] - random) / (1 - random) - 50


EXPERIMENT = Experiment(
    name="width",
    lesson="lessons/flatten",
    claim="In the end the 32 filters are learned that grasp the features of 0 to 9 best",
    source="the notes below Flatten",
    done=(
        "The digit network learned the small digits with 32 filters from two random starts, and "
        "each filter of one network was paired with the most similar one of the other; the same "
        "was done with random filters. Filters that give 0 everywhere do not count: they find no "
        "feature, and are all alike. If there were 32 best ones both starts would lead to them, "
        "or most of the way there. Beside it stands the error with 1, 8, 32 and 64 filters."
    ),
    data="digits",
    seeds=20,
    conditions=(*WIDTHS, TWICE),
    measure=measure,
    tuned=dict.fromkeys((*WIDTHS, TWICE), RATES),
    decisive=(
        Contrast(
            "the same filters from another start", _found_again, "% of the way, beyond half", 10.0
        ),
    ),
    # One point is about 14 of the 1,437 digits that are tested in all.
    context=(
        less("error", "1", "8", "8 filters against 1", 1.0),
        less("error", "8", "32", "32 filters against 8", 1.0),
        less("error", "32", "64", "64 filters against 32", 1.0),
    ),
)
