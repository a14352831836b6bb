"""Charts count every value, and refuse numbers that do not belong together."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnn_docs.figures import charts


def test_histogram_counts_every_value_even_beyond_the_limits() -> None:
    axes = charts.histogram([-3.0, 0.0, 0.5, 1.0], limits=(-1, 1), bins=4).axes[0]
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert [bar.get_height() for bar in bars] == [1, 0, 0, 3]


def test_learning_curves_mark_the_epoch_with_the_lowest_test_loss() -> None:
    figure = charts.learning_curves([3, 2, 1, 0], [3, 2, 1, 2], [9, 1, 0, 5], [9, 3, 2, 7])
    for axes, ends in zip(figure.axes, ([0, 2], [5, 7]), strict=True):
        mark, *lines = axes.get_lines()
        assert np.unique(mark.get_xdata()).tolist() == [2]
        assert [np.asarray(line.get_ydata())[-1] for line in lines] == ends
        assert [line.get_label() for line in lines] == ["training set", "test set"]


def test_sizes_by_layer_share_one_scale_of_tens() -> None:
    left, right = charts.sizes_by_layer({"a": [1, 10, 100]}, {"a": [100, 10, 1]}).axes
    assert left.get_yscale() == right.get_yscale() == "log"
    assert left.get_ylim() == right.get_ylim()
    assert np.asarray(right.get_lines()[0].get_ydata()).tolist() == [100, 10, 1]


def test_bars_reach_their_values_and_intervals_both_their_ends() -> None:
    values, intervals = {"a": 3.0, "b": -1.0}, {"a": (2.0, 5.0), "b": (-4.0, -0.5)}
    axes = charts.bars(values, intervals=intervals, xlabel="x").axes[0]
    reached = [one.get_width() for one in axes.patches if isinstance(one, Rectangle)]
    assert reached == list(values.values())
    spans = [np.asarray(line.get_xdata()) for line in axes.get_lines() if line.get_marker() == "|"]
    np.testing.assert_array_equal(spans, list(intervals.values()))


def test_a_band_lies_around_its_curve_from_end_to_end() -> None:
    low, high = [0.0, 1.0], [2.0, 5.0]
    bands = {"a": (low, high)}
    axes = charts.curves([1, 2], {"a": [1, 3]}, intervals=bands, xlabel="x", ylabel="y").axes[0]
    (band,) = axes.collections
    corners = np.unique(np.asarray(band.get_paths()[0].vertices), axis=0)
    assert corners.tolist() == [[1, 0], [1, 2], [2, 1], [2, 5]]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: charts.sizes_by_layer({"a": [1, 0]}, {"a": [1, 1]}), "must be positive"),
        (lambda: charts.sizes_by_layer({"a": [1]}, {"b": [1]}), "must have the same names"),
        (lambda: charts.histogram([]), "`values` must hold finite numbers"),
        (lambda: charts.histogram([1], limits=(2, 1)), "`limits` must be"),
        (
            lambda: charts.curves([1, 2], {"a": [1]}, xlabel="x", ylabel="y"),
            "must have one number for each",
        ),
        (
            lambda: charts.learning_curves([2, 1], [2, 1], [9, 1], [9]),
            "`test_error` must have one number for each",
        ),
        (
            lambda: charts.bars({"a": 1}, intervals={"b": (0, 1)}, xlabel="x"),
            "`intervals` must name what is drawn",
        ),
    ],
)
def test_bad_input_is_refused_by_name(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()
