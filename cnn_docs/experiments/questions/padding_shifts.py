"""Does it help to have the digit in the exact middle of 32×32?"""

from __future__ import annotations

import numpy as np

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings, less
from cnn_docs.experiments.samples import Part
from cnn_docs.experiments.shifts import shifted

IMAGES = 5_000
SHIFT = 2
#: Empty pixels before and after, along both sides.
PADDING = {"32×32, middle": (2, 2), "32×32, corner": (0, 4), "28×28": (0, 0)}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train on digits with one kind of rim, and test on digits in their place and beside it."""
    fitting.fresh(seed)
    rim = ((0, 0), PADDING[condition], PADDING[condition], (0, 0))
    plain = samples.mnist(seed, IMAGES)
    sample = plain.map(lambda images: np.pad(images, rim))
    moved = np.pad(shifted(plain.test.images, SHIFT, seed=seed), rim)
    model = networks.subsampled_network((6, 16), size=sample.learn.images.shape[1], kernel=5)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(
        wrong={
            "error": fitting.misread(model, sample.test),
            "error, moved": fitting.misread(model, Part(moved, sample.test.labels)),
        },
        fits=[fit],
    )


EXPERIMENT = Experiment(
    name="padding_shifts",
    lesson="lenet5/architecture",
    claim="With 32×32 pixels the digit stands in the exact middle, which is what they are for",
    source="the notes on LeNet-5; the paper gives another reason, section II-B",
    done=(
        "Why the authors chose 32×32 is settled by their own words. What can be measured is "
        "whether the middle matters: two convolutions of 5×5 with max pooling and a dense layer "
        "learned 5,000 digits of MNIST in the middle of 32×32, or in a corner of it, where the rim "
        "is all on two sides. If the middle is what matters the corner must do worse. Beside them "
        "stands 28×28, without a rim, and digits that are moved by two pixels."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(PADDING),
    measure=measure,
    tuned=dict.fromkeys(PADDING, RATES),
    # A fifth of a point is 20 of the 10,000 test images; digits that moved are missed more often.
    decisive=(less("error", "32×32, corner", "32×32, middle", "the middle against a corner", 0.2),),
    context=(
        less("error", "28×28", "32×32, middle", "32×32 against 28×28", 0.2),
        less("error, moved", "28×28", "32×32, middle", "32×32 against 28×28, moved digits", 1.0),
    ),
)
