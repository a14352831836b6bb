"""The ladder from LeNet-5 of 1998 to today's: its rungs, how they are measured and compared.

Each change is made alone to the network of 1998, and taken back alone from today's.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from cnn_docs.experiments import fitting, rung_settings, rung_training, rungs
from cnn_docs.experiments.experiment import Contrast, Experiment, Measured, Settings
from cnn_docs.experiments.rung_training import Ladder, Trained
from cnn_docs.experiments.rungs import OF_1998, OF_TODAY
from cnn_docs.experiments.searching import middle
from cnn_docs.lenet5.paper_kinds import PAPER_KINDS

#: Earlier measurements had the seeds from 100, 200, 300, 500, 600, 700 and, for choosing, 400.
FIRST_SEED = 800
#: With a training error of so many points a network has come to nothing.
NOTHING = 50.0
#: Such a network begins again, at most so often, each time from other weights and other digits.
BEGINNINGS = 3
_FURTHER = 1_000
#: In percent of the mistakes. LeNet-5 made 0.95 % where LeNet-4 had made 1.1, and 0.8 with
#: distortions: the paper's own steps are of 14 and 16 %.
SMALLEST = 15.0

RUNGS = {
    "1998": OF_1998,
    "1998, dense C3": OF_1998._replace(c3="dense"),
    "1998, average pooling": OF_1998._replace(subsampling="average"),
    "1998, max pooling": OF_1998._replace(subsampling="max"),
    "1998, ReLU": OF_1998._replace(squash="relu"),
    "1998, random codes": OF_1998._replace(output="random codes"),
    "1998, softmax": OF_1998._replace(output="softmax"),
    "1998, Glorot": OF_1998._replace(start="Glorot"),
    "today, sparse C3": OF_TODAY._replace(c3="sparse"),
    "today, trained subsampling": OF_TODAY._replace(subsampling="trained"),
    "today, average pooling": OF_TODAY._replace(subsampling="average"),
    "today, tanh": OF_TODAY._replace(squash="tanh"),
    "today, bitmap codes": OF_TODAY._replace(output="bitmaps"),
    "today, random codes": OF_TODAY._replace(output="random codes"),
    "today, fan-in": OF_TODAY._replace(start="fan-in"),
    "today": OF_TODAY,
}

CHANGES = {
    "C3 dense": (("1998", "1998, dense C3"), ("today, sparse C3", "today")),
    "average pooling in place of trained subsampling": (
        ("1998", "1998, average pooling"),
        ("today, trained subsampling", "today, average pooling"),
    ),
    "max in place of average pooling": (
        ("1998, average pooling", "1998, max pooling"),
        ("today, average pooling", "today"),
    ),
    "ReLU in place of tanh": (("1998", "1998, ReLU"), ("today, tanh", "today")),
    "random codes in place of bitmaps": (
        ("1998", "1998, random codes"),
        ("today, bitmap codes", "today, random codes"),
    ),
    "softmax in place of distances": (("1998", "1998, softmax"), ("today, bitmap codes", "today")),
    "Glorot's start in place of fan-in": (("1998", "1998, Glorot"), ("today, fan-in", "today")),
}
"""For each change the rungs before and after it: in the network of 1998, and in today's."""


LADDERS = {
    "ladder": Ladder(RUNGS, passes=60),
    # The two ends alone, for with distorted digits training takes several times as long.
    "ladder_distorted": Ladder(
        {name: RUNGS[name] for name in ("1998", "today")},
        passes=240,
        distortions=PAPER_KINDS,
    ),
}
"""What is trained in each of the experiments, by their names."""


def experiment(name: str, *, claim: str, done: str) -> Experiment:
    """The ladder as an experiment.

    Args:
        name: The name of its module, in `LADDERS`.
        claim: What is put to the test, in one sentence.
        done: What was done.
    """
    ladder, chosen = LADDERS[name], rung_settings.are_chosen(name)
    settings = {
        network: rung_settings.chosen(name, network) if chosen else middle(rung_settings.GRID)
        for network in ladder.rungs
    }
    return Experiment(
        name=name,
        lesson="lenet5/ladder",
        claim=claim,
        source="the pages on LeNet-5",
        done=done,
        data="mnist",
        seeds=8,
        conditions=tuple(ladder.rungs),
        measure=partial(_measure, name),
        decisive=(_fewer("1998", "today", "all changes together"),),
        context=tuple(
            _fewer(before, after, f"{change}, the rest as {place}")
            for change, places in CHANGES.items()
            for place, (before, after) in zip(("in 1998", "today"), places, strict=True)
            if {before, after} <= set(ladder.rungs)
        ),
        tuned={
            network: {setting: (value,) for setting, value in its.items()}
            for network, its in settings.items()
        },
        reads=(rung_settings.file(name),) if chosen else (),
    )


def _fewer(before: str, after: str, name: str) -> Contrast:
    """The contrast that one rung makes fewer mistakes than another."""
    return Contrast(
        name,
        lambda seed: 100 * (1 - seed[after]["error"] / seed[before]["error"]),
        "% fewer mistakes",
        SMALLEST,
    )


def _measure(name: str, condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train one rung to its end, and read the test images."""
    ladder = LADDERS[name]
    if not quick:
        rung_settings.kept(name)  # without chosen settings it says what to do
    trained, again = _trained(ladder, condition, FIRST_SEED + seed, settings, quick)
    model = trained.model
    return Measured(
        values={
            "parameters": sum(int(np.prod(one.shape)) for one in model.trainable_weights),
            "multiplications": rungs.macs(ladder.rungs[condition]),
            "seconds a pass": trained.seconds,
            "begun again": again,
        },
        wrong={"error": fitting.misread(model, trained.sample.test)},
        fits=[trained.fit],
    )


def _trained(
    ladder: Ladder, condition: str, seed: int, settings: Settings, quick: bool
) -> tuple[Trained, int]:
    """One rung at its end, and how often it had to begin again, as whoever trains it would."""
    for again in range(BEGINNINGS + 1):
        trained = rung_training.train(
            ladder, condition, seed + _FURTHER * again, settings, quick=quick
        )
        if quick or trained.fit.training_error < NOTHING:
            break
    return trained, again
