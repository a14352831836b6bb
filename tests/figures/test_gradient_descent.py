"""Clouds of points, and the descents that start from them."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure

from cnn_docs.figures import gradient_descent, point_clouds

CLOUD = np.random.default_rng(0).normal((3, 40), (1, 9), size=(50, 2))
TARGET = np.sign(CLOUD[:, 0] - 3)


def test_descent_reaches_the_minimum_of_a_round_valley_and_never_overshoots() -> None:
    descent = gradient_descent.descent
    np.testing.assert_allclose(descent(3 * np.eye(2), np.array([1.0, 2.0]), 1)[-1], [1, 2])
    away = np.abs(descent(np.diag([1.0, 100.0]), np.array([1.0, 1.0]), 50) - 1)
    assert (np.diff(away, axis=0) <= 0).all()
    assert away[-1] == pytest.approx([0.99**50, 0])


def test_a_drawn_descent_starts_at_zero_and_goes_to_the_minimum() -> None:
    standard = (CLOUD - CLOUD.mean(0)) / CLOUD.std(0)
    axes = gradient_descent.descents({"standardised": (standard, TARGET)}, steps=60).axes[0]
    path = np.asarray(axes.lines[0].get_xydata())
    best = np.linalg.lstsq(standard, TARGET, rcond=None)[0]
    np.testing.assert_array_equal(path[0], [0, 0])
    np.testing.assert_allclose(path[-1], best, atol=1e-6)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: point_clouds.clouds({"raw": CLOUD[:9]}, TARGET, labels=["a", "b"]),
            "`points['raw']` must have shape",
        ),
        (
            lambda: gradient_descent.descents({"raw": (CLOUD[:, :1], TARGET)}, steps=1),
            "`problems['raw']` must have shape",
        ),
    ],
)
def test_bad_input_is_refused_by_name(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()
