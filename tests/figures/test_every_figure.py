"""Every figure function draws what can be read, suits both themes, and comes out the same twice.

The functions are found, not listed: each is drawn by the example in its docstring. What is harder
to draw than an example stands in HARD.
"""

from __future__ import annotations

import doctest
import inspect
import io
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import get_type_hints

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.text import Text

from cnn_docs import figures
from cnn_docs.figures import (
    charts,
    diagrams,
    gallery,
    gradient_descent,
    images,
    point_clouds,
    windows,
)

RANDOM = np.random.default_rng(0)
DIGIT = RANDOM.integers(0, 17, (8, 8))
MAPS = RANDOM.normal(scale=9, size=(6, 6, 9))
FACES = RANDOM.random((6, 9, 9))
CLOUD = RANDOM.normal((3, 40), (1, 9), size=(50, 2))
SIGNS = np.sign(CLOUD[:, 0] - 3)

HARD: dict[str, Callable[[], Figure]] = {
    "one picture with numbers": lambda: images.pixels(DIGIT, windows=[(0, 0, 3, 3)]),
    "kernels in two rows": lambda: images.kernels(MAPS[:3, :3, :4] / 99, titles=list("abcd")),
    "nine maps": lambda: images.feature_maps(MAPS, titles=[str(i) for i in range(9)]),
    "image and map": lambda: images.feature_maps(
        [DIGIT, MAPS[..., 0]], cmap=["gray", "diverging"], values=True, decimals=0
    ),
    "rows with labels": lambda: images.before_after(MAPS[..., :8], np.maximum(MAPS[..., :8], 0)),
    "captions over some rows": lambda: gallery.gallery(
        {"faces": FACES, "rearranged": FACES[::-1]}, captions={"faces": list("abcdef")}
    ),
    "one step": lambda: windows.convolution_step(DIGIT, -MAPS[:3, :3, 0] / 99, 2, 4),
    "winners": lambda: windows.pooling(DIGIT, DIGIT.reshape(4, 2, 4, 2).max((1, 3))),
    "three settings": lambda: windows.along_axis(
        8, 3, [{"padding": "same"}, {"stride": 2}, {"dilation": 2}]
    ),
    "maps and units": lambda: diagrams.network(
        [("Input", (8, 8, 1)), ("Conv2D", (6, 6, 32)), ("Flatten", (1152,)), ("Dense", (10,))]
    ),
    "values beyond the limits": lambda: charts.histogram(MAPS, limits=(-3, 3)),
    "logarithmic axis": lambda: charts.curves(
        [100, 1000],
        {"one": [3, 1], "two": [2, 1]},
        intervals={"one": ([2, 0.5], [4, 1.5])},
        xlabel="pictures",
        ylabel="error in %",
        xscale="log",
    ),
    "negative bar": lambda: charts.bars(
        {"shared": 320, "lost": -5000}, intervals={"lost": (-6000, -4000)}, xlabel="parameters"
    ),
    "three clouds": lambda: point_clouds.clouds(
        {"raw": CLOUD, "standardised": (CLOUD - CLOUD.mean(0)) / CLOUD.std(0), "c": CLOUD / 40},
        SIGNS > 0,
        labels=["alcohol, %", "magnesium, mg/l"],
    ),
    "narrow valley": lambda: gradient_descent.descents({"raw": (CLOUD, SIGNS)}, steps=5),
}


def figure_functions() -> Iterator[Callable[..., Figure]]:
    """Every public function of the figures' public modules that returns a figure."""
    for found in pkgutil.iter_modules(figures.__path__):
        if found.name.startswith("_"):
            continue
        module = import_module(f"{figures.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = function.__module__ == module.__name__ and not name.startswith("_")
            if is_own and get_type_hints(function).get("return") is Figure:
                yield function


def draw_example(function: Callable[..., Figure]) -> Figure:
    """Run the example in the docstring of a figure function, and return what it draws."""
    names = dict(inspect.unwrap(function).__globals__)
    for example in doctest.DocTestParser().get_examples(function.__doc__ or ""):
        exec(example.source, names)
    drawn = plt.get_fignums()
    assert drawn, f"{function.__name__} must have an example in its docstring that draws a figure"
    return plt.figure(drawn[-1])


EVERY = {
    f"{function.__module__.rpartition('.')[2]}.{function.__name__}": partial(draw_example, function)
    for function in figure_functions()
} | HARD
# The site's mark has a size and colours of its own.
IN_HOUSE_STYLE = {name: draw for name, draw in EVERY.items() if not name.startswith("logo.")}

every_figure = pytest.mark.parametrize("draw", EVERY.values(), ids=EVERY)
every_house_figure = pytest.mark.parametrize("draw", IN_HOUSE_STYLE.values(), ids=IN_HOUSE_STYLE)


def svg(figure: Figure) -> str:
    buffer = io.StringIO()
    with plt.rc_context({"svg.hashsalt": "test", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


@every_house_figure
def test_a_figure_is_as_wide_as_the_page_and_transparent(draw: Callable[[], Figure]) -> None:
    figure = draw()
    assert figure.get_figwidth() == pytest.approx(6)
    assert to_rgba(figure.get_facecolor())[3] == 0
    assert all(to_rgba(axes.get_facecolor())[3] == 0 for axes in figure.axes)
    assert figure is plt.gcf()


@every_house_figure
def test_text_can_be_read_on_a_phone_and_stays_inside_the_figure(
    draw: Callable[[], Figure],
) -> None:
    figure = draw()
    figure.draw_without_rendering()
    drawn, page = figure.get_tightbbox(), figure.bbox_inches
    assert drawn.x0 >= -0.01 and drawn.x1 <= page.width + 0.01
    assert drawn.y0 >= -0.01 and drawn.y1 <= page.height + 0.01
    assert all(float(text.get_fontsize()) >= 11 for text in figure.findobj(Text) if text.get_text())


@every_house_figure
def test_only_colours_that_suit_both_themes_are_drawn(draw: Callable[[], Figure]) -> None:
    theme = {to_hex(name) for name in ("black", "gray", "lightgray", "C0", "C1", "C2", "C3")}
    fixed = {"#111111", "#ffffff"}
    assert set(re.findall(r"#[0-9a-f]{6}\b", svg(draw()))) <= theme | fixed


@every_figure
def test_the_same_input_gives_the_same_bytes(draw: Callable[[], Figure]) -> None:
    assert svg(draw()) == svg(draw())


@every_figure
def test_drawing_leaves_the_readers_settings_alone(draw: Callable[[], Figure]) -> None:
    with mpl.rc_context({"font.size": 7, "axes.facecolor": "pink"}):
        before = dict(mpl.rcParams)
        draw()
        assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    "name", ["one picture with numbers", "kernels in two rows", "image and map", "winners"]
)
def test_numbers_fit_their_cells(name: str) -> None:
    figure = HARD[name]()
    figure.draw_without_rendering()
    for axes in figure.axes:
        (grid,) = axes.get_images()
        numbers = grid.get_array()
        assert numbers is not None
        rows, columns = numbers.shape
        assert len(axes.texts) == rows * columns
        cell = axes.get_window_extent().width / columns
        assert max(text.get_window_extent().width for text in axes.texts) < cell
