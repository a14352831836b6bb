"""Windows: drawn where they read, beside what they give."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from scipy.signal import correlate2d

from cnn_docs.figures import windows
from cnn_docs.figures._drawing.style import ACCENT, SECOND
from tests.figures.frames import frames

RANDOM = np.random.default_rng(0)
DIGIT = RANDOM.integers(0, 17, (8, 8))


def test_windows_are_drawn_where_they_read() -> None:
    axes = windows.along_axis(8, 3, [{"padding": "same", "stride": 2}]).axes[0]
    assert axes.get_title() == "padding same, stride 2: 4 windows"
    filled = [p for p in axes.patches if isinstance(p, Rectangle) and p.get_fill()]
    assert [round(p.get_x() + 0.42) for p in filled] == [0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8]


def test_a_grid_has_a_dot_for_each_cell_of_the_output() -> None:
    figure = windows.on_a_grid(8, 3, [{"padding": "same", "stride": 2}, {"dilation": 2}])
    strided, dilated = (np.asarray(axes.collections[0].get_offsets()) for axes in figure.axes)
    assert sorted({x for x, _ in strided.tolist()}) == [1, 3, 5, 7]
    assert sorted({x for x, _ in dilated.tolist()}) == [2, 3, 4, 5]
    assert (len(strided), len(dilated)) == (16, 16)


@pytest.mark.parametrize(("row", "column"), [(0, 0), (2, 4), (5, 5)])
def test_a_convolution_step_shows_what_scipy_computes(row: int, column: int) -> None:
    kernel = RANDOM.normal(size=(3, 3))
    figure = windows.convolution_step(DIGIT, kernel, row, column)
    expected = correlate2d(DIGIT, kernel, mode="valid")[row, column]
    image, _, output = figure.axes
    assert output.get_xlabel() == f"sum: {expected:.2f}".replace("-", "−")
    cells = output.get_images()[0].get_array()
    assert isinstance(cells, np.ma.MaskedArray)
    assert cells.compressed().tolist() == [pytest.approx(expected)]
    assert not np.ma.getmaskarray(cells)[row, column]
    assert frames(image, ACCENT) == {(row, column, 3, 3)}


def test_a_gradient_step_shows_the_pixels_that_one_weight_met() -> None:
    errors = RANDOM.normal(size=(2, 2))
    image, _, sums = windows.gradient_step(DIGIT, errors, row=1, column=2).axes
    expected = correlate2d(DIGIT, errors, mode="valid")[1, 2]
    assert sums.get_xlabel() == f"sum: {expected:.2f}".replace("-", "−")
    assert frames(image, ACCENT) == {(1, 2, 2, 2)}


def test_the_winner_of_each_pooling_window_is_framed_once() -> None:
    pooled = DIGIT.reshape(4, 2, 4, 2).max((1, 3))
    axes = windows.pooling(DIGIT, pooled).axes[0]
    winners = frames(axes, SECOND)
    assert {(row // 2, column // 2) for row, column, _, _ in winners} == set(np.ndindex(4, 4))
    assert all(DIGIT[r, c] == pooled[r // 2, c // 2] for r, c, _, _ in winners)
    assert len(winners) == 16


def test_average_pooling_has_no_winner() -> None:
    pooled = DIGIT.reshape(4, 2, 4, 2).mean((1, 3))
    axes = windows.pooling(DIGIT, pooled, winners=False, decimals=1).axes[0]
    assert len(frames(axes, ACCENT)) == 16
    assert not frames(axes, SECOND)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: windows.along_axis(8, 3, []), "`settings` must hold"),
        (lambda: windows.on_a_grid(8, 3, []), "`settings` must hold"),
        (lambda: windows.convolution_step(DIGIT, np.ones((9, 9)), 0, 0), "`kernel` must be no"),
        (lambda: windows.gradient_step(DIGIT, np.ones((9, 9)), 0, 0), "`errors` must be no"),
        (lambda: windows.convolution_step(DIGIT, np.ones((3, 3)), 6, 0), "`window` must lie"),
        (lambda: windows.pooling(DIGIT, np.ones((3, 3))), "`pooled` must have shape"),
        (lambda: windows.pooling(DIGIT, DIGIT, pool_size=0), "`pool_size` must be"),
    ],
)
def test_bad_input_is_refused_by_name(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()
