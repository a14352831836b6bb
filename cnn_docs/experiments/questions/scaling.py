"""Does min-max scaling make learning faster and the result more exact?"""

from __future__ import annotations

import keras
import numpy as np

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.experiment import (
    RATES,
    Contrast,
    Experiment,
    Measured,
    OneSeed,
    Settings,
    less,
)
from cnn_docs.experiments.samples import Sample

IMAGES = 5_000
SCALINGS = ("raw", "min-max", "standardised")
EXACT, FAST = "to the end", "to 10 %"
CONDITIONS = tuple(f"{scaling}, {aim}" for aim in (EXACT, FAST) for scaling in SCALINGS)
#: Plain gradient descent's steps to choose from.
STEPS = {"rate": tuple(10 ** (power / 2) for power in range(-10, 3))}
LONGEST = 4_000


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train on pixels of one scaling: until nothing is gained, or until few are misread."""
    fitting.fresh(seed)
    scaling, _, aim = condition.partition(", ")
    sample = _scaled(scaling, samples.mnist(seed, IMAGES, 14))
    model = networks.subsampled_network((16, 16))
    if aim == EXACT:
        fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
        return Measured(wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])
    needed = fitting.steps_until(
        model,
        sample,
        optimizer=keras.optimizers.SGD(settings["rate"]),
        enough=10.0,
        seed=seed,
        quick=quick,
        longest=LONGEST,
    )
    score = needed
    if needed == LONGEST:  # so that the search sees which of two failures is nearer to the goal
        score += float(np.mean(fitting.misread(model, sample.held_out))) * LONGEST
    return Measured(values={"steps": needed}, score=score)


def _scaled(scaling: str, sample: Sample) -> Sample:
    """Scale all pixels alike, by what they are on the images that are learned from."""
    learn = sample.learn.images
    if scaling == "raw":
        return sample.map(lambda images: 255 * images)
    if scaling == "min-max":
        return sample  # 0 to 1, as MNIST's pixels go from 0 to 255
    mean, deviation = float(learn.mean()), float(learn.std())
    return sample.map(lambda images: (images - mean) / deviation)


def _faster(other: str, name: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return 100 * (1 - seed[f"min-max, {FAST}"]["steps"] / seed[f"{other}, {FAST}"]["steps"])

    return Contrast(name, effect, "% of the steps", 20.0)


EXPERIMENT = Experiment(
    name="scaling",
    lesson="lessons/scaling",
    claim="Min-max scaling puts the data into a square: learning is faster and more exact",
    source="the notes on initial values",
    done=(
        "Two convolutions of 16 filters with max pooling and a dense layer learned 5,000 digits of "
        "MNIST at 14×14, with raw pixels from 0 to 255, scaled to 0 to 1, or standardised. For "
        "exactness Adam trained each to its end. For speed the steps of plain gradient descent "
        "were counted until at most 10 % of the held-out digits were misread. Each had the rate "
        "that served it best."
    ),
    data="mnist",
    seeds=8,
    conditions=CONDITIONS,
    measure=measure,
    tuned={
        **{f"{scaling}, {EXACT}": RATES for scaling in SCALINGS},
        **{f"{scaling}, {FAST}": STEPS for scaling in SCALINGS},
    },
    decisive=(
        _faster("raw", "speed against raw pixels"),
        less("error", f"raw, {EXACT}", f"min-max, {EXACT}", "exactness against raw pixels", 0.2),
    ),
    context=(
        _faster("standardised", "speed against standardising"),
        less(
            "error",
            f"standardised, {EXACT}",
            f"min-max, {EXACT}",
            "exactness against standardising",
            0.2,
        ),
    ),
)
