"""Are 32 maps 32 different views of a digit: what is lost with half of them?"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from cnn_docs.experiments import fitting, networks, readers, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.diversity import effective_number
from cnn_docs.experiments.experiment import RATES, Contrast, Experiment, Measured, Settings

IMAGES = 5_000
FILTERS = 32
ONLY = "one network"


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train the digit network; read all its pooled maps, and a random part of them, anew."""
    seed = new_seed(seed)
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    model = networks.digit_network(size=14)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    pooled = networks.before(model, model.get_layer(index=-2))  # what Flatten reads
    maps = sample.map(lambda images: fitting.outputs_of(pooled, images))
    order = np.random.default_rng(seed).permutation(FILTERS)
    readings = {
        count: readers.read(maps.map(partial(_some, order[:count])), quick=quick)
        for count in (FILTERS, FILTERS // 2, FILTERS // 4)
    }
    return Measured(
        values={"different maps": effective_number(maps.test.images)},
        wrong={f"error, {count} maps": reading.wrong for count, reading in readings.items()},
        fits=[fit, *(reading.fit for reading in readings.values())],
        score=fit.held_out_loss,
    )


def _some(chosen: NDArray[np.intp], maps: NDArray[np.float32]) -> NDArray[np.float32]:
    return maps[..., chosen]


def _lost(fewer: int, name: str) -> Contrast:
    return Contrast(
        name,
        lambda seed: seed[ONLY][f"error, {fewer} maps"] - seed[ONLY][f"error, {FILTERS} maps"],
        "points of error",
        0.5,  # 50 of the 10,000 test images
    )


EXPERIMENT = Experiment(
    name="views",
    lesson="lessons/pooling",
    claim="The 32 maps interpret the digit from 32 different points of view",
    source="the notes on MaxPooling2D",
    done=(
        "The digit network learned 5,000 digits of MNIST at 14×14. A logistic regression, solved "
        "to its end, then read all 32 pooled maps, a random half of them and a random quarter. If "
        "each map shows something that the others do not, half of them must make more mistakes. "
        "And how many maps are different in effect was counted from their correlations: if it is "
        "not even half of 32, there are not 32 views. The claim needs both."
    ),
    data="mnist",
    seeds=8,
    conditions=(ONLY,),
    measure=measure,
    tuned={ONLY: RATES},
    decisive=(
        _lost(16, "what leaving out half of the maps costs"),
        Contrast(
            "different maps, beyond half of the 32",
            lambda seed: seed[ONLY]["different maps"] - FILTERS / 2,
            "maps",
            2.0,
        ),
    ),
    context=(_lost(8, "what leaving out three quarters of the maps costs"),),
)
