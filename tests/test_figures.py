"""The figures: what they show is right, can be read, and follows the house style."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from scipy.signal import correlate2d

from cnn_docs.figures import images, measurements, networks
from cnn_docs.figures.logo import COLOURS, KERNEL, TILE, logo
from cnn_docs.figures.style import ACCENT, SECOND, text_on
from cnn_docs.figures.windows import windows

RANDOM = np.random.default_rng(0)
DIGIT = RANDOM.integers(0, 17, (8, 8))
MAPS = RANDOM.normal(scale=9, size=(6, 6, 9))
STAGES = [("Input", (8, 8, 1)), ("Conv2D", (6, 6, 32)), ("Flatten", (1152,)), ("Dense", (10,))]

FIGURES: dict[str, Callable[[], Figure]] = {
    "pixels": lambda: images.pixels(DIGIT, windows=[(0, 0, 3, 3)]),
    "convolution_step": lambda: images.convolution_step(DIGIT, -MAPS[:3, :3, 0] / 99, 2, 4),
    "kernels": lambda: images.kernels(MAPS[:3, :3, :4] / 99, titles=list("abcd")),
    "feature_maps": lambda: images.feature_maps(MAPS, titles=[str(i) for i in range(9)]),
    "image and map": lambda: images.feature_maps(
        [DIGIT, MAPS[..., 0]], cmap=["gray", "diverging"], values=True, decimals=0
    ),
    "before_after": lambda: images.before_after(MAPS[..., :8], np.maximum(MAPS[..., :8], 0)),
    "pooling": lambda: images.pooling(DIGIT, DIGIT.reshape(4, 2, 4, 2).max((1, 3))),
    "windows": lambda: windows(8, 3, [{"padding": "same"}, {"stride": 2}, {"dilation": 2}]),
    "network": lambda: networks.network(STAGES),
    "histogram": lambda: measurements.histogram(MAPS, limits=(-30, 30)),
    "curves": lambda: measurements.curves(
        [100, 1000],
        {"one": [3, 1], "two": [2, 1]},
        intervals={"one": ([2, 0.5], [4, 1.5])},
        xlabel="pictures",
        ylabel="error in %",
        xscale="log",
    ),
    "bars": lambda: measurements.bars(
        {"shared": 320, "lost": -5000}, intervals={"lost": (-6000, -4000)}, xlabel="parameters"
    ),
}
every_figure = pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES.keys())


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def svg(figure: Figure) -> str:
    buffer = io.StringIO()
    with plt.rc_context({"svg.hashsalt": "test", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def frames(axes: plt.Axes, colour: str) -> set[tuple[float, ...]]:
    """The framed windows of one colour as (row, column, height, width), insets undone."""
    return {
        tuple(round(v) for v in (p.get_y() + 0.5, p.get_x() + 0.5, p.get_height(), p.get_width()))
        for p in axes.patches
        if isinstance(p, Rectangle) and to_hex(p.get_edgecolor()) == to_hex(colour)
    }


@every_figure
def test_a_figure_is_as_wide_as_the_page_and_transparent(draw: Callable[[], Figure]) -> None:
    figure = draw()
    assert figure.get_figwidth() == pytest.approx(6)
    assert figure.get_facecolor()[3] == 0
    assert all(axes.get_facecolor()[3] == 0 for axes in figure.axes)
    assert figure is plt.gcf()


@every_figure
def test_text_can_be_read_on_a_phone_and_stays_inside_the_figure(
    draw: Callable[[], Figure],
) -> None:
    figure = draw()
    figure.draw_without_rendering()
    drawn, page = figure.get_tightbbox(), figure.bbox_inches
    assert drawn.x0 >= -0.01 and drawn.x1 <= page.width + 0.01
    assert drawn.y0 >= -0.01 and drawn.y1 <= page.height + 0.01
    sizes = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text()]
    assert sizes and min(sizes) >= 11


@every_figure
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


@pytest.mark.parametrize("name", ["pixels", "kernels", "image and map", "pooling"])
def test_numbers_fit_their_cells(name: str) -> None:
    figure = FIGURES[name]()
    figure.draw_without_rendering()
    for axes in figure.axes:
        (grid,) = axes.get_images()
        rows, columns = grid.get_array().shape
        assert len(axes.texts) == rows * columns
        cell = axes.get_window_extent().width / columns
        assert max(text.get_window_extent().width for text in axes.texts) < cell


def test_text_on_every_grey_is_legible() -> None:
    def luminance(colour: str) -> float:
        (level, _, _) = to_rgb(colour)
        return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4

    for level in range(256):
        cell = to_hex((level / 255,) * 3)
        dark, light = sorted((luminance(cell), luminance(text_on(cell))))
        assert (light + 0.05) / (dark + 0.05) > 4.3


@pytest.mark.parametrize(("row", "column"), [(0, 0), (2, 4), (5, 5)])
def test_a_convolution_step_shows_what_scipy_computes(row: int, column: int) -> None:
    kernel = RANDOM.normal(size=(3, 3))
    figure = images.convolution_step(DIGIT, kernel, row, column)
    expected = correlate2d(DIGIT, kernel, mode="valid")[row, column]
    image, _, output = figure.axes
    assert output.get_xlabel() == f"sum: {expected:.2f}".replace("-", "−")
    cells = output.get_images()[0].get_array()
    assert cells.compressed().tolist() == [pytest.approx(expected)]
    assert not cells.mask[row, column]
    assert frames(image, ACCENT) == {(row, column, 3, 3)}


def test_binary_is_grey_turned_over_and_keeps_all_its_shades() -> None:
    ramp = np.arange(36.0).reshape(6, 6)
    figure = images.feature_maps([ramp, ramp], cmap=["gray", "binary"])
    gray, binary = (axes.get_images()[0].to_rgba(ramp)[..., :3] for axes in figure.axes)
    np.testing.assert_allclose(binary, 1 - gray, atol=1 / 255)
    assert len(np.unique(binary)) == 36


def test_maps_of_one_colour_map_share_their_scale_and_others_do_not() -> None:
    figure = images.feature_maps(
        [[[0, 1]], [[-2, 4]], [[0, 9]]], cmap=["gray", "diverging", "gray"]
    )
    limits = [axes.get_images()[0].get_clim() for axes in figure.axes]
    assert limits == [(0, 9), (-4, 4), (0, 9)]


def test_pictures_beside_each_other_have_cells_of_one_size() -> None:
    figure = FIGURES["image and map"]()
    image, feature_map = (axes.get_position() for axes in figure.axes)
    assert image.width / 8 == pytest.approx(feature_map.width / 6)


def test_kernels_with_their_weights_take_as_many_rows_as_they_need() -> None:
    tops = [round(axes.get_position().y1, 6) for axes in images.kernels(MAPS[:3, :3, :4] / 99).axes]
    assert len(set(tops)) == 2


def test_the_winner_of_each_pooling_window_is_framed_once() -> None:
    pooled = DIGIT.reshape(4, 2, 4, 2).max((1, 3))
    axes = images.pooling(DIGIT, pooled).axes[0]
    winners = frames(axes, SECOND)
    assert {(row // 2, column // 2) for row, column, _, _ in winners} == set(np.ndindex(4, 4))
    assert all(DIGIT[r, c] == pooled[r // 2, c // 2] for r, c, _, _ in winners)
    assert len(winners) == 16


def test_average_pooling_has_no_winner() -> None:
    pooled = DIGIT.reshape(4, 2, 4, 2).mean((1, 3))
    axes = images.pooling(DIGIT, pooled, winners=False, decimals=1).axes[0]
    assert len(frames(axes, ACCENT)) == 16
    assert not frames(axes, SECOND)


def test_windows_are_drawn_where_they_read() -> None:
    axes = windows(8, 3, [{"padding": "same", "stride": 2}]).axes[0]
    assert axes.get_title() == "padding same, stride 2: 4 windows"
    filled = [p for p in axes.patches if p.get_fill()]
    assert [round(p.get_x() + 0.42) for p in filled] == [0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8]


def test_a_network_joins_layers_that_keep_the_shape_but_not_the_input() -> None:
    same = [("Input", (8, 8, 1)), ("Conv2D", (8, 8, 1)), ("ReLU", (8, 8, 1)), ("Dense", (10,))]
    labels = [text.get_text() for text in networks.network(same).axes[0].texts][::2]
    assert labels == ["Input", "Conv2D → ReLU", "Dense"]


def test_histogram_counts_every_value_even_beyond_the_limits() -> None:
    axes = measurements.histogram([-3.0, 0.0, 0.5, 1.0], limits=(-1, 1), bins=4).axes[0]
    assert [bar.get_height() for bar in axes.patches] == [1, 0, 0, 3]


def test_the_logo_falls_on_whole_pixels_in_a_browser_tab() -> None:
    buffer = io.BytesIO()
    logo().savefig(buffer, format="png", dpi=16)
    buffer.seek(0)
    seen = plt.imread(buffer)[..., :3]
    for row, weights in enumerate(KERNEL):
        for column, weight in enumerate(weights):
            y, x = 1 + 5 * row, 1 + 5 * column
            inner = seen[y + 1 : y + 3, x + 1 : x + 3].reshape(-1, 3)
            np.testing.assert_allclose(inner, [to_rgb(COLOURS[weight])] * 4, atol=1 / 255)
    gaps = np.concatenate([seen[5, 3:13], seen[10, 3:13], seen[3:13, 5], seen[3:13, 10]])
    np.testing.assert_allclose(gaps, [to_rgb(TILE)] * len(gaps), atol=1 / 255)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: images.pixels(DIGIT[np.newaxis]), "`image` must be one picture"),
        (lambda: images.pixels([[np.nan]]), "`image` must hold finite numbers"),
        (lambda: images.pixels(DIGIT, cmap="jet"), "`cmap` must be one of"),
        (lambda: images.pixels(DIGIT, windows=[(6, 6, 3, 3)]), "`window` must lie inside"),
        (lambda: images.pixels(np.full((28, 28), 255)), "`values` do not fit"),
        (lambda: images.kernels(np.full((13, 13, 1), -0.5)), "`values` do not fit"),
        (lambda: images.convolution_step(DIGIT, np.ones((9, 9)), 0, 0), "`kernel` must be no"),
        (lambda: images.convolution_step(DIGIT, np.ones((3, 3)), 6, 0), "`window` must lie"),
        (lambda: images.feature_maps(DIGIT), "`maps` must be an array of shape"),
        (lambda: images.feature_maps([]), "`maps` must hold at least one"),
        (lambda: images.feature_maps(MAPS, titles=["one"]), "`titles` must give one text"),
        (lambda: images.before_after(MAPS[..., :2], MAPS[..., :3]), "`before` and `after`"),
        (lambda: images.pooling(DIGIT, np.ones((3, 3))), "`pooled` must have shape"),
        (lambda: images.pooling(DIGIT, DIGIT, pool_size=0), "`pool_size` must be"),
        (lambda: windows(8, 3, []), "`settings` must hold"),
        (lambda: networks.network([]), "`model` must have at least one stage"),
        (lambda: networks.network([("Input", (8, 8))]), "`model` must give shapes"),
        (lambda: networks.network(STAGES, image=DIGIT), "`image` needs a model"),
        (lambda: measurements.histogram([]), "`values` must hold finite numbers"),
        (lambda: measurements.histogram([1], limits=(2, 1)), "`limits` must be"),
        (
            lambda: measurements.curves([1, 2], {"a": [1]}, xlabel="x", ylabel="y"),
            "must have one number for each",
        ),
        (
            lambda: measurements.bars({"a": 1}, intervals={"b": (0, 1)}, xlabel="x"),
            "`intervals` must name what is drawn",
        ),
    ],
)
def test_bad_input_is_refused_by_name(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()
