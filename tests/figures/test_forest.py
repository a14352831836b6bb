"""The forest plot shows each effect where it lies, and says where it lies beyond the edge."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from cnn_docs.figures.forest import EDGE, Row, forest

ROWS = [
    Row("ReLU", "far beyond", (500.0, 400.0, 600.0), "supported", False),
    Row("ReLU", "against", (-3.0, -4.0, -2.0), "refuted", False),
    Row("pooling", "a count", (0.5, 0.5, 0.5), "no effect worth calling one", True),
]


def _marks(axes: Axes) -> list[Line2D]:
    """The mark of each row, from the top; the legend's have no place."""
    return [line for line in axes.get_lines() if np.size(line.get_xdata()) == 1]


def _intervals(axes: Axes) -> list[tuple[float, float]]:
    ends = [np.asarray(line.get_xdata()) for line in axes.get_lines()]
    return [
        (float(low), float(high)) for low, high in (e for e in ends if len(e) == 2) if low or high
    ]


def test_each_effect_stands_at_its_mean_with_its_interval() -> None:
    (axes,) = forest(ROWS).axes
    assert [float(np.asarray(mark.get_xdata())[0]) for mark in _marks(axes)] == [EDGE, -3.0, 0.5]
    assert _intervals(axes) == [(EDGE, EDGE), (-4.0, -2.0)]  # a count has none


def test_marks_tell_the_verdicts_apart_without_colour() -> None:
    (axes,) = forest(ROWS).axes
    assert [mark.get_marker() for mark in _marks(axes)] == [">", "s", "D"]


def test_groups_are_headed_once_and_stand_in_order() -> None:
    (axes,) = forest(ROWS).axes
    words = [text.get_text() for text in axes.texts]
    assert sorted(words, key=words.index) == ["ReLU", "pooling", "far beyond", "against", "a count"]
    heights = {text.get_text(): text.xy[1] for text in axes.texts}  # type: ignore[attr-defined]
    order = ["ReLU", "far beyond", "against", "pooling", "a count"]
    assert sorted(heights, key=heights.__getitem__) == order


def test_no_effects_are_refused() -> None:
    with pytest.raises(ValueError, match="`rows` must hold at least one effect"):
        forest([])


def test_a_group_in_two_pieces_is_refused() -> None:
    with pytest.raises(ValueError, match=r"torn: ReLU"):
        forest([ROWS[0], ROWS[2], ROWS[1]])
