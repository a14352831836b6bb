"""Images, kernels and feature maps as grids of cells, with their numbers written in.

Pictures beside each other are drawn to one scale: a 6×6 map is smaller than its 8×8 image. Numbers
are written only where they can be read: a grid too wide for its numbers is refused, not shrunk.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from cnn_docs._integer_checks import positive_integer
from cnn_docs.figures.arguments import (
    Window,
    colour_map,
    one_each,
    picture,
    pictures,
    window_inside,
)
from cnn_docs.figures.cells import Panel, draw_panels, how_many_fit, number, outline, shared_scale
from cnn_docs.figures.style import ACCENT, SECOND, house_style

MOST_COLUMNS = 8
"""Small multiples stand at most this many abreast, so that a phone still shows them."""


@house_style
def pixels(
    image: ArrayLike,
    *,
    values: bool = True,
    decimals: int | None = None,
    cmap: str = "gray",
    windows: Sequence[Window] = (),
) -> Figure:
    """Draw one image, with its numbers in its cells and, if you like, windows outlined on it.

    Args:
        image: array of shape (height, width).
        values: whether to write the numbers.
        decimals: how many decimals to write, by default two. Whole numbers are written whole.
        cmap: `"gray"` (small is black), `"binary"` (small is white) or `"diverging"` (zero is
            white, negative red, positive blue).
        windows: outlines to draw, each as (row, column, height, width) counted from zero.

    Raises:
        ValueError: if an argument is out of range, or the numbers do not fit their cells.

    >>> from cnn_docs.figures import images
    >>> figure = images.pixels([[0, 5], [13, 9]], windows=[(0, 0, 1, 2)])
    >>> float(figure.get_figwidth())
    6.0
    """
    array = picture("image", image)
    figure, [[axes]] = draw_panels([_panels([array], cmap, values, decimals)])
    for window in windows:
        outline(axes, window_inside(window, array.shape))
    return figure


@house_style
def convolution_step(image: ArrayLike, kernel: ArrayLike, row: int, column: int) -> Figure:
    """Draw one step of a convolution: a window of the image, the kernel, and the cell they give.

    The cell holds the sum of window × kernel, cell by cell: cross-correlation, as in Keras, with
    no padding, a stride of 1 and no bias.

    Args:
        image: array of shape (height, width).
        kernel: array of shape (kernel height, kernel width), no larger than the image.
        row: the window's first row, and the output cell's row.
        column: the window's first column, and the output cell's column.

    Raises:
        ValueError: if the kernel is larger than the image, the window leaves the image, or the
            numbers do not fit their cells.

    >>> from cnn_docs.figures import images
    >>> figure = images.convolution_step(np.eye(4), np.ones((2, 2)), 0, 2)
    >>> [axes.get_title() for axes in figure.axes]
    ['image 4×4', 'kernel 2×2', 'output 3×3']
    """
    pixel, weight = picture("image", image), picture("kernel", kernel)
    height, width = weight.shape
    if height > pixel.shape[0] or width > pixel.shape[1]:
        raise ValueError(
            f"`kernel` must be no larger than the image of {_size(pixel)} cells, "
            f"got {_size(weight)}."
        )
    window = window_inside((row, column, height, width), pixel.shape)

    sums = np.einsum("ijkl,kl->ij", sliding_window_view(pixel, weight.shape), weight)
    only = np.full_like(sums, np.nan)
    only[row, column] = sums[row, column]

    [left] = _panels([pixel], "gray", True, None, [f"image {_size(pixel)}"])
    [middle] = _panels([weight], "diverging", True, 2, [f"kernel {_size(weight)}"])
    # The number stands under the output: its cells are as small as the image's.
    scale = shared_scale([sums], "diverging")
    right = Panel(only, "diverging", scale, f"output {_size(sums)}", cell=left.cell, lines=True)

    figure, [axes] = draw_panels([[left, middle, right]], below=22)
    captions = [f"window: {weight.size} pixels", f"{weight.size} weights"]
    captions.append(f"sum: {number(sums[row, column], 2)}")
    outline(axes[0], window)
    outline(axes[1], (0, 0, height, width), rim=False)
    outline(axes[2], (row, column, 1, 1), rim=False)
    for place, caption in zip(axes, captions, strict=True):
        place.set_xlabel(caption, color=ACCENT, labelpad=5)
    return figure


@house_style
def kernels(
    kernels: ArrayLike | Sequence[ArrayLike],
    *,
    titles: Sequence[str] | None = None,
    values: bool = True,
) -> Figure:
    """Draw kernels side by side with their weights, on one scale: zero white, negative red.

    Args:
        kernels: array of shape (height, width, kernels), such as `weights[:, :, 0]` of a layer
            on one channel, or a list of arrays of shape (height, width).
        titles: one text above each kernel.
        values: whether to write the weights, with two decimals.

    Raises:
        ValueError: if an argument has the wrong shape, or the numbers do not fit their cells.

    >>> from cnn_docs.figures import images
    >>> figure = images.kernels(np.ones((3, 3, 32)), values=False)
    >>> len(figure.axes)
    32
    """
    panels = _panels(pictures("kernels", kernels), "diverging", values, 2, titles)
    return draw_panels(_abreast(panels))[0]


@house_style
def feature_maps(
    maps: ArrayLike | Sequence[ArrayLike],
    *,
    titles: Sequence[str] | None = None,
    cmap: str | Sequence[str] = "gray",
    values: bool = False,
    decimals: int | None = None,
) -> Figure:
    """Draw maps, or any images, side by side.

    Maps drawn with the same colour map share one scale, so that their shades can be compared.

    Args:
        maps: array of shape (height, width, maps), as a layer gives for one picture, or a list of
            arrays of shape (height, width), which may differ in size.
        titles: one text above each map.
        cmap: `"gray"`, `"binary"` or `"diverging"` for all maps, or a list with one for each.
        values: whether to write the numbers.
        decimals: how many decimals to write, by default two. Whole numbers are written whole.

    Raises:
        ValueError: if an argument has the wrong shape, or the numbers do not fit their cells.

    >>> from cnn_docs.figures import images
    >>> ramp = np.arange(36).reshape(6, 6)
    >>> figure = images.feature_maps([ramp, ramp], cmap=["gray", "binary"])
    >>> len(figure.axes)
    2
    """
    arrays = pictures("maps", maps)
    return draw_panels(_abreast(_panels(arrays, cmap, values, decimals, titles)))[0]


@house_style
def before_after(
    before: ArrayLike,
    after: ArrayLike,
    *,
    labels: Sequence[str] = ("before", "after"),
    cmap: str = "diverging",
    values: bool = False,
    decimals: int | None = None,
) -> Figure:
    """Draw maps before and after a layer, on one scale.

    Args:
        before: one map of shape (height, width), or at most eight of shape (height, width, maps).
        after: as many maps. One pair stands side by side, several in two rows.
        labels: what to call the two sides.
        cmap: `"gray"`, `"binary"` or `"diverging"`.
        values: whether to write the numbers.
        decimals: how many decimals to write, by default two. Whole numbers are written whole.

    Raises:
        ValueError: if the two sides do not match, or the numbers do not fit their cells.

    >>> from cnn_docs.figures import images
    >>> maps = np.linspace(-1, 1, 6 * 6 * 4).reshape(6, 6, 4)
    >>> figure = images.before_after(maps, np.maximum(maps, 0))
    >>> len(figure.axes)
    8
    """
    sides = [np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)]
    if sides[0].ndim == 2:
        sides = [side[..., np.newaxis] if side.ndim == 2 else side for side in sides]
    first, second = pictures("before", sides[0]), pictures("after", sides[1])
    if len(first) != len(second) or len(first) > MOST_COLUMNS:
        raise ValueError(
            f"`before` and `after` must hold the same number of maps, at most {MOST_COLUMNS}, "
            f"got {len(first)} and {len(second)}."
        )
    names = one_each("labels", labels, 2)
    if len(first) == 1:
        pair = _panels(first + second, cmap, values, decimals, names)
        return draw_panels([pair])[0]
    panels = _panels(first + second, cmap, values, decimals)
    return draw_panels([panels[: len(first)], panels[len(first) :]], row_labels=names)[0]


@house_style
def pooling(
    image: ArrayLike,
    pooled: ArrayLike,
    *,
    pool_size: int = 2,
    winners: bool = True,
    decimals: int | None = None,
) -> Figure:
    """Draw a map cut into pooling windows, beside the map that pooling makes of it.

    Args:
        image: array of shape (height, width).
        pooled: array of shape (height // pool_size, width // pool_size).
        pool_size: side of the windows, which do not overlap.
        winners: whether to frame the largest cell of each window, the first one of equals. Leave
            it out for average pooling, where no cell wins.
        decimals: how many decimals to write, by default two. Whole numbers are written whole.

    Raises:
        ValueError: if the shapes do not belong together, or the numbers do not fit their cells.

    >>> from cnn_docs.figures import images
    >>> figure = images.pooling([[0, 5], [13, 9]], [[13]])
    >>> [axes.get_title() for axes in figure.axes]
    ['2×2', '1×1']
    """
    positive_integer(pool_size, "pool_size")
    array, result = picture("image", image), picture("pooled", pooled)
    expected = (array.shape[0] // pool_size, array.shape[1] // pool_size)
    if result.shape != expected:
        raise ValueError(
            f"`pooled` must have shape {expected}, one cell for each {pool_size}×{pool_size} "
            f"window of the image, got shape {result.shape}."
        )
    titles = [_size(array), _size(result)]
    figure, [[axes, _]] = draw_panels([_panels([array, result], "gray", True, decimals, titles)])
    for row, column in np.ndindex(expected):
        top, left = row * pool_size, column * pool_size
        outline(axes, (top, left, pool_size, pool_size))
        if winners:
            window = array[top : top + pool_size, left : left + pool_size]
            down, right = divmod(int(window.argmax()), pool_size)
            outline(axes, (top + down, left + right, 1, 1), colour=SECOND, inset=0.1)
    return figure


def _panels(
    arrays: list[NDArray[np.float64]],
    cmap: str | Sequence[str],
    values: bool,
    decimals: int | None,
    titles: Sequence[str] | None = None,
) -> list[Panel]:
    """Turn checked pictures into panels with cells of one size and one scale a colour map."""
    count = len(arrays)
    chosen = [cmap] * count if isinstance(cmap, str) else one_each("cmap", cmap, count)
    names = [colour_map(name) for name in chosen]
    texts = [""] * count if titles is None else one_each("titles", titles, count)
    scales = {
        name: shared_scale([a for a, n in zip(arrays, names, strict=True) if n == name], name)
        for name in names
    }
    panels = [
        Panel(array, name, scales[name], text, _decimals(array, decimals) if values else None)
        for array, name, text in zip(arrays, names, texts, strict=True)
    ]
    cell = max(panel.cell for panel in panels)
    return [dataclasses.replace(panel, cell=cell) for panel in panels]


def _decimals(array: NDArray[np.float64], decimals: int | None) -> int:
    """None for a picture of whole numbers; else those that were asked for, or two."""
    if np.array_equal(array, np.round(array)):
        return 0
    return 2 if decimals is None else decimals


def _abreast(panels: list[Panel]) -> list[list[Panel]]:
    """Break panels into rows of equal length, as few as the page and their numbers allow."""
    most = MOST_COLUMNS
    if any(panel.decimals is not None for panel in panels):
        most = min(most, how_many_fit(panels))
    rows = -(-len(panels) // most)
    columns = -(-len(panels) // rows)
    return [panels[start : start + columns] for start in range(0, len(panels), columns)]


def _size(array: NDArray[np.float64]) -> str:
    return f"{array.shape[0]}×{array.shape[1]}"
