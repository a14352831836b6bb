"""A linear reader of fixed features: logistic regression, solved until it has converged."""

from __future__ import annotations

import math
import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from cnn_docs.experiments.experiment import Fit
from cnn_docs.experiments.samples import Part, Sample
from cnn_docs.experiments.searching import search

#: The inverse strengths of the penalty to choose from, on the held-out images.
PENALTIES = tuple(10.0**exponent for exponent in range(-6, 5))
#: More steps of the solver than any of these problems needs.
LONGEST = 5_000


class Reading(NamedTuple):
    """What came of a reader.

    Attributes:
        wrong: For each test image, whether it was misread.
        fit: How the solver ended.
    """

    wrong: NDArray[np.bool_]
    fit: Fit


def read(features: Sample, *, quick: bool, longest: int = LONGEST) -> Reading:
    """Fit the reader with the penalty that serves the held-out images best, and test it.

    Args:
        features: What stands in place of the images: any float32 array with one row an image.
        quick: Whether to try one penalty alone, for a few steps.
        longest: After how many steps of the solver it has not converged.
    """
    flat = features.map(lambda rows: rows.reshape(len(rows), -1))
    solved: dict[float, Pipeline] = {}

    def score(settings: dict[str, float]) -> float:
        strength = settings["C"]
        solver = LogisticRegression(C=strength, tol=1e-5, max_iter=5 if quick else longest)
        reader = make_pipeline(StandardScaler(), solver)
        with warnings.catch_warnings():
            # Said by `Fit.converged`, which keeps the result from being recorded.
            warnings.simplefilter("ignore", ConvergenceWarning)
            solved[strength] = reader.fit(*flat.learn)
        return _loss(reader, flat.held_out)

    grid = {"C": PENALTIES[4:5] if quick else PENALTIES}
    best = solved[search(grid, score)[0].settings["C"]]
    steps = int(max(best[-1].n_iter_))
    fit = Fit(
        quick or steps < longest,
        steps,
        _loss(best, flat.learn),
        _error(best, flat.learn),
        _loss(best, flat.held_out),
        _error(best, flat.held_out),
    )
    return Reading(best.predict(flat.test.images) != flat.test.labels, fit)


def _loss(reader: Pipeline, part: Part) -> float:
    loss = log_loss(part.labels, reader.predict_proba(part.images), labels=reader[-1].classes_)
    return float(loss) if math.isfinite(loss) else math.inf


def _error(reader: Pipeline, part: Part) -> float:
    return 100 * float(np.mean(reader.predict(part.images) != part.labels))
