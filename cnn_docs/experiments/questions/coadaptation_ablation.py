"""Does dropout make units that help by themselves, more than another regulariser does?"""

from __future__ import annotations

from functools import partial

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs.experiments import fitting, networks, readers, writers
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import (
    DECAYS,
    RATES,
    Contrast,
    Experiment,
    Measured,
    Settings,
    less,
)
from cnn_docs.experiments.samples import Part

HIDDEN = 64
PAIRS = 300
#: So many units are read by themselves, in so many draws.
FEW, DRAWS = 8, 5
#: In % of what units give one by one. Without a regulariser the need is some three of them.
SMALLEST_NEED = 0.5
CONDITIONS = ("neither", "weight decay", "dropout")


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train two hidden layers, then take units of the first away, or read few of them alone."""
    seed = new_seed(new_seed(seed))  # it was measured twice before
    fitting.fresh(seed)
    sample = writers.digits(seed)
    rate = 0.5 if condition == "dropout" else 0.0
    model = networks.dense_network((HIDDEN, HIDDEN), size=8, dropout=rate)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    hidden = keras.Model(model.inputs, dense[0].output)
    activity = sample.map(lambda images: fitting.outputs_of(hidden, images))

    # A unit that gives 0 for every digit is nobody's partner, and tells a reader nothing.
    working = np.flatnonzero(activity.learn.images.max(axis=0) > 0)
    rng = np.random.default_rng(seed)
    readings = []
    for _ in range(1 if quick else DRAWS):
        few = partial(_some, rng.choice(working, min(FEW, len(working)), replace=False))
        readings.append(readers.read(activity.map(few), quick=quick))
    pairs = [rng.choice(working, 2, replace=False) for _ in range(10 if quick else PAIRS)]
    return Measured(
        values={
            "units that work": len(working),
            "need of each other": _need(activity.test, dense[1:], pairs),
            "error of a reader of 8 units": 100 * float(np.mean([one.wrong for one in readings])),
        },
        wrong={"error": fitting.misread(model, sample.test)},
        fits=[fit, *(one.fit for one in readings)],
        score=fit.held_out_loss,
    )


def _some(units: NDArray[np.intp], rows: NDArray[np.float32]) -> NDArray[np.float32]:
    return rows[:, units]


def _need(activity: Part, later: list[keras.layers.Dense], pairs: list[NDArray[np.intp]]) -> float:
    """How much two units need each other, in % of what they give one by one.

    A unit gives the mean margin that is lost without it: the right score less the best wrong one.
    Two that need each other lose less together than the sum of both, for without the one the other
    is of no use. Margins scale with the scores, so that the share does not.
    """
    weights = [[np.array(one, dtype=np.float64) for one in layer.get_weights()] for layer in later]

    def margin(without: NDArray[np.intp]) -> float:
        hidden = activity.images.astype(np.float64)
        hidden[:, without] = 0
        hidden = np.maximum(hidden @ weights[0][0] + weights[0][1], 0)
        scores = hidden @ weights[1][0] + weights[1][1]
        rows = np.arange(len(scores))
        right = scores[rows, activity.labels]
        scores[rows, activity.labels] = -np.inf
        return float(np.mean(right - scores.max(axis=1)))

    whole = margin(np.array([], dtype=np.intp))
    alone = np.array([whole - margin(np.array([unit])) for unit in range(HIDDEN)])
    lacking = [alone[pair].sum() - (whole - margin(pair)) for pair in pairs]
    single = sum(np.abs(alone[pair]).sum() for pair in pairs)
    return 100 * float(np.maximum(lacking, 0).sum() / single)


EXPERIMENT = Experiment(
    name="coadaptation_ablation",
    lesson="lessons/co-adaptation",
    claim="Dropping nodes at random in training reduces co-adaptation",
    source="the notes on Dropout; Hinton et al. 2012 on what co-adaptation is",
    done=(
        "A network with two hidden layers of 64 ReLUs learned the small digits: with half of its "
        "units dropped at each step, with weight decay of a strength chosen on held-out digits, or "
        "with neither. Co-adapted units help only together. So 300 pairs of units were taken away, "
        "to see how much two need each other; and a logistic regression, solved to its end, read 8 "
        "units by themselves, a task that none of the networks was trained for. Units that give 0 "
        "for every digit were not drawn. Dropout must be better than weight decay in both."
    ),
    data="digits",
    seeds=20,
    conditions=CONDITIONS,
    measure=measure,
    tuned={
        **dict.fromkeys(CONDITIONS, RATES),
        "weight decay": {**RATES, **DECAYS},
    },
    decisive=(
        Contrast(
            "less need of each other than with weight decay",
            lambda seed: (
                seed["weight decay"]["need of each other"] - seed["dropout"]["need of each other"]
            ),
            "% of what units give one by one",
            SMALLEST_NEED,
        ),
        less(
            "error of a reader of 8 units",
            "weight decay",
            "dropout",
            "8 units read by themselves, against weight decay",
            1.0,
        ),
    ),
    context=(
        Contrast(
            "less need of each other than with neither",
            lambda seed: (
                seed["neither"]["need of each other"] - seed["dropout"]["need of each other"]
            ),
            "% of what units give one by one",
            SMALLEST_NEED,
        ),
        less(
            "error of a reader of 8 units",
            "neither",
            "dropout",
            "8 units read by themselves, against neither",
            1.0,
        ),
        less("error", "weight decay", "dropout", "the error against weight decay", 1.0),
    ),
)
