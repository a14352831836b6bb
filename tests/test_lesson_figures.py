"""The figures of single lessons: colour channels, galleries, clouds and descents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from cnn_docs.figures import colour, scaling
from cnn_docs.figures.gallery import gallery

RANDOM = np.random.default_rng(0)
CLOUD = RANDOM.normal((3, 40), (1, 9), size=(50, 2))
TARGET = np.sign(CLOUD[:, 0] - 3)

FIGURES: dict[str, Callable[[], Figure]] = {
    "channels": lambda: colour.channels(RANDOM.random((8, 8, 3))),
    "gallery": lambda: gallery(
        {"faces": RANDOM.random((6, 9, 9)), "rearranged": RANDOM.random((6, 9, 9))},
        captions={"faces": list("abcdef")},
    ),
    "clouds": lambda: scaling.clouds(
        {"raw": CLOUD, "standardised": (CLOUD - CLOUD.mean(0)) / CLOUD.std(0), "c": CLOUD / 40},
        TARGET > 0,
        labels=["alcohol, %", "magnesium, mg/l"],
    ),
    "descents": lambda: scaling.descents({"raw": (CLOUD, TARGET)}, steps=5),
}


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())
def test_a_figure_can_be_read_on_a_phone(draw: Callable[[], Figure]) -> None:
    figure = draw()
    assert figure.get_figwidth() == pytest.approx(6)
    figure.draw_without_rendering()
    assert min(text.get_fontsize() for text in figure.findobj(Text)) >= 11
    drawn, page = figure.get_tightbbox(), figure.bbox_inches
    assert drawn.x0 >= page.x0 - 0.02 and drawn.x1 <= page.x1 + 0.02
    assert drawn.y0 >= page.y0 - 0.02 and drawn.y1 <= page.y1 + 0.02


def test_channels_show_the_numbers_of_each_channel_on_one_scale() -> None:
    image = RANDOM.random((8, 8, 3))
    _, *greys = colour.channels(image).axes
    for index, axes in enumerate(greys):
        (shown,) = axes.get_images()
        np.testing.assert_array_equal(shown.get_array(), image[..., index])
        assert shown.get_clim() == (0, 1)


def test_descent_reaches_the_minimum_of_a_round_valley_and_never_overshoots() -> None:
    np.testing.assert_allclose(scaling.descent(3 * np.eye(2), np.array([1.0, 2.0]), 1)[-1], [1, 2])
    hessian = np.diag([1.0, 100.0])
    away = np.abs(scaling.descent(hessian, np.array([1.0, 1.0]), 50) - 1)
    assert (np.diff(away, axis=0) <= 0).all()
    assert away[-1] == pytest.approx([0.99**50, 0])


def test_a_drawn_descent_starts_at_zero_and_goes_to_the_minimum() -> None:
    standard = (CLOUD - CLOUD.mean(0)) / CLOUD.std(0)
    axes = scaling.descents({"standardised": (standard, TARGET)}, steps=60).axes[0]
    path = axes.lines[0].get_xydata()
    best = np.linalg.lstsq(standard, TARGET, rcond=None)[0]
    np.testing.assert_array_equal(path[0], [0, 0])
    np.testing.assert_allclose(path[-1], best, atol=1e-6)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: colour.channels(np.zeros((8, 8))), "`image` must have shape"),
        (lambda: colour.channels(np.full((8, 8, 3), 255)), "`image` must lie between 0 and 1"),
        (lambda: gallery({}), "`rows` must hold at least one"),
        (lambda: gallery({"a": np.zeros((9, 4, 4))}), "`rows['a']` must hold at most 8"),
        (
            lambda: gallery({"a": np.zeros((2, 4, 4))}, captions={"a": ["one"]}),
            "`captions['a']` must give one text",
        ),
        (
            lambda: gallery({"a": np.zeros((2, 4, 4))}, captions={"b": ["one", "two"]}),
            "`captions` must name kinds",
        ),
        (
            lambda: scaling.clouds({"raw": CLOUD[:9]}, TARGET, labels=["a", "b"]),
            "`points['raw']` must have shape",
        ),
        (
            lambda: scaling.descents({"raw": (CLOUD[:, :1], TARGET)}, steps=1),
            "`problems['raw']` must have shape",
        ),
    ],
)
def test_bad_input_is_refused_by_name(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()
