"""The windows that a layer reads: along one axis, and on a picture beside what they give."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from cnn_docs._integer_checks import positive_integer
from cnn_docs.arithmetic import padding_amounts, window_starts
from cnn_docs.figures._drawing.arguments import picture, window_inside
from cnn_docs.figures._drawing.grids import draw_panels, outline
from cnn_docs.figures._drawing.panels import Panel, comparable_panels, shared_scale
from cnn_docs.figures._drawing.style import ACCENT, INK, MUTED, SECOND, WIDTH, house_style
from cnn_docs.figures._drawing.text import number

ROW = 15 / 72
"""Height of one window's row, in inches."""


@house_style
def along_axis(size: int, kernel_size: int, settings: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw every window along one axis, one below the other, for several settings.

    The top row of each drawing is the axis itself: pixels numbered from 0, padding dashed. Each
    row below is one window, and so one cell of the output: the pixels that it reads are filled,
    its first one most strongly.

    Args:
        size: pixels of the axis.
        kernel_size: taps of the kernel.
        settings: what to draw, each a mapping with any of the keys `"stride"`, `"padding"` and
            `"dilation"` that `cnn_docs.arithmetic.window_starts` takes. Two stand abreast.

    Raises:
        ValueError: if `settings` is empty, or one of them is impossible for this size.

    >>> from cnn_docs.figures import windows
    >>> figure = windows.along_axis(8, 3, [{"padding": "valid"}, {"stride": 2}])
    >>> [axes.get_title() for axes in figure.axes]
    ['padding valid: 6 windows', 'stride 2: 3 windows']
    """
    if not settings:
        raise ValueError("`settings` must hold at least one setting, got none.")
    starts = [window_starts(size, kernel_size, **setting) for setting in settings]
    pads = [padding_amounts(size, kernel_size, **setting) for setting in settings]
    columns = min(len(settings), 2)
    tallest = [max(map(len, starts[i : i + columns])) for i in range(0, len(settings), columns)]
    figure, grid = plt.subplots(
        len(tallest),
        columns,
        squeeze=False,
        figsize=(WIDTH, sum(tallest) * ROW + 0.75 * len(tallest)),
        height_ratios=[rows + 1.5 for rows in tallest],
    )
    for axes in grid.flat[len(settings) :]:
        axes.remove()
    widest = (max(before for before, _ in pads), max(after for _, after in pads))
    for axes, setting, first, pad in zip(grid.flat, settings, starts, pads, strict=False):
        _draw_axis(axes, size, pad)
        _draw_windows(axes, first, kernel_size, setting.get("dilation", 1))
        said = ", ".join(f"{name} {value}" for name, value in setting.items())
        axes.set_title(f"{said}: {len(first)} windows", loc="center")
        rows = tallest[list(grid.flat).index(axes) // columns]
        axes.set(xlim=(-widest[0] - 0.6, size - 0.4 + widest[1]), ylim=(rows + 0.7, -0.6))
        axes.axis("off")
    return figure


@house_style
def on_a_grid(size: int, kernel_size: int, settings: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw where the windows of a square kernel lie on a square picture, for several settings.

    Filled cells are the pixels that the first window reads, framed ones those of the next window
    to its right. A dot marks the middle of every window, and so stands for a cell of the output.
    Padding is dotted.

    Args:
        size: pixels along each side of the picture.
        kernel_size: taps along each side of the kernel.
        settings: what to draw, as for `along_axis`. All stand abreast.

    Raises:
        ValueError: if `settings` is empty, or one of them is impossible for this size.

    >>> from cnn_docs.figures import windows
    >>> figure = windows.on_a_grid(8, 3, [{"padding": "valid"}, {"stride": 2}])
    >>> [axes.get_title() for axes in figure.axes]
    ['padding valid\\n6×6 windows', 'stride 2\\n3×3 windows']
    """
    if not settings:
        raise ValueError("`settings` must hold at least one setting, got none.")
    starts = [window_starts(size, kernel_size, **setting) for setting in settings]
    pads = [padding_amounts(size, kernel_size, **setting) for setting in settings]
    # All drawings get the room of the one with the most padding, so that pixels are equally large.
    low, high = -max(before for before, _ in pads), size + max(after for _, after in pads)
    figure, [row] = plt.subplots(1, len(settings), squeeze=False, figsize=(WIDTH, 2.05))
    for axes, setting, first, pad in zip(row, settings, starts, pads, strict=True):
        dilation = setting.get("dilation", 1)
        for cell in np.ndindex(size + sum(pad), size + sum(pad)):
            down, across = (index - pad[0] for index in cell)
            inside = 0 <= down < size and 0 <= across < size
            _cell(axes, down, across, edgecolor=MUTED, linestyle="-" if inside else ":")
        taps = [dilation * tap for tap in range(kernel_size)]
        for down, across in itertools.product(taps, taps):
            _cell(axes, first[0] + down, first[0] + across, facecolor=ACCENT, alpha=0.45)
            if len(first) > 1:
                _cell(axes, first[0] + down, first[1] + across, edgecolor=SECOND, linewidth=1.6)
        middles = [start + taps[-1] / 2 for start in first]
        across, down = np.meshgrid(middles, middles)
        axes.scatter(across, down, s=5, color=INK, linewidths=0, zorder=3)
        said = ", ".join(f"{name} {value}" for name, value in setting.items())
        axes.set_title(f"{said}\n{len(first)}×{len(first)} windows", loc="center")
        axes.set(xlim=(low - 0.6, high - 0.4), ylim=(high - 0.4, low - 0.6), aspect="equal")
        axes.axis("off")
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

    >>> from cnn_docs.figures import windows
    >>> figure = windows.convolution_step(np.eye(4), np.ones((2, 2)), 0, 2)
    >>> [axes.get_title() for axes in figure.axes]
    ['image 4×4', 'kernel 2×2', 'output 3×3']
    """
    return _draw_step(
        picture("image", image),
        ("kernel", picture("kernel", kernel)),
        "output",
        (row, column),
        captions=("window: {} pixels", "{} weights"),
    )


@house_style
def gradient_step(image: ArrayLike, errors: ArrayLike, row: int, column: int) -> Figure:
    """Draw how one weight of a kernel gets its slope: the pixels that it met, and their errors.

    The cell holds the sum of window × errors, cell by cell. The window has the size of the error
    map, since a weight meets one pixel for each cell of the output.

    Args:
        image: array of shape (height, width), the convolution's input.
        errors: array of shape (output height, output width), what each output has too much.
        row: the weight's row in its kernel.
        column: the weight's column in its kernel.

    Raises:
        ValueError: as for `convolution_step`.

    >>> from cnn_docs.figures import windows
    >>> figure = windows.gradient_step(np.eye(3), [[2, -1], [0, 1]], 0, 0)
    >>> [axes.get_title() for axes in figure.axes]
    ['image 3×3', 'errors 2×2', 'sums 2×2']
    """
    return _draw_step(
        picture("image", image),
        ("errors", picture("errors", errors)),
        "sums",
        (row, column),
        captions=("this weight met {} pixels", "{} errors"),
    )


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

    >>> from cnn_docs.figures import windows
    >>> figure = windows.pooling([[0, 5], [13, 9]], [[13]])
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
    panels = comparable_panels([array, result], "gray", decimals=decimals, titles=titles)
    figure, [[axes, _]] = draw_panels([panels])
    for row, column in np.ndindex(expected):
        top, left = row * pool_size, column * pool_size
        outline(axes, (top, left, pool_size, pool_size))
        if winners:
            window = array[top : top + pool_size, left : left + pool_size]
            down, right = divmod(int(window.argmax()), pool_size)
            outline(axes, (top + down, left + right, 1, 1), colour=SECOND, inset=0.1)
    return figure


def _draw_step(
    pixels: NDArray[np.float64],
    factors: tuple[str, NDArray[np.float64]],
    result: str,
    place: tuple[int, int],
    *,
    captions: tuple[str, str],
) -> Figure:
    """One window of the image, the named numbers that it is multiplied by, and the sum."""
    (name, weights), (row, column) = factors, place
    height, width = weights.shape
    if height > pixels.shape[0] or width > pixels.shape[1]:
        raise ValueError(
            f"`{name}` must be no larger than the image of {_size(pixels)} cells, "
            f"got {_size(weights)}."
        )
    window = window_inside((row, column, height, width), pixels.shape)

    sums = np.einsum("ijkl,kl->ij", sliding_window_view(pixels, weights.shape), weights)
    only = np.full_like(sums, np.nan)
    only[row, column] = sums[row, column]

    [left] = comparable_panels([pixels], "gray", titles=[f"image {_size(pixels)}"])
    [middle] = comparable_panels([weights], "diverging", titles=[f"{name} {_size(weights)}"])
    # The number stands under the output: its cells are as small as the image's.
    scale = shared_scale([sums], "diverging")
    right = Panel(only, "diverging", scale, f"{result} {_size(sums)}", cell=left.cell, lines=True)

    figure, [axes] = draw_panels([[left, middle, right]], below=22)
    below = [caption.format(weights.size) for caption in captions]
    below.append(f"sum: {number(sums[row, column], 2)}")
    outline(axes[0], window)
    outline(axes[1], (0, 0, height, width), rim=False)
    outline(axes[2], (row, column, 1, 1), rim=False)
    for one, caption in zip(axes, below, strict=True):
        one.set_xlabel(caption, color=ACCENT, labelpad=5)
    return figure


def _draw_axis(axes: Axes, size: int, pad: tuple[int, int]) -> None:
    """The pixels of the axis with their numbers, and the padding on either side."""
    for pixel in range(-pad[0], size + pad[1]):
        inside = 0 <= pixel < size
        cell = Rectangle((pixel - 0.5, -0.5), 1, 1, fill=False, edgecolor=MUTED, linewidth=0.8)
        cell.set_linestyle("-" if inside else ":")
        axes.add_patch(cell)
        if inside:
            axes.text(pixel, 0, str(pixel), color=INK, ha="center", va="center_baseline")


def _draw_windows(axes: Axes, starts: Sequence[int], kernel_size: int, dilation: int) -> None:
    """One row for each window, with the pixels that it reads and lines across gaps."""
    for row, start in enumerate(starts, start=1):
        for tap in range(kernel_size):
            pixel = start + dilation * tap
            if tap and dilation > 1:
                ends = [pixel - dilation + 0.42, pixel - 0.42]
                axes.plot(ends, [row + 0.2] * 2, color=MUTED, solid_capstyle="butt")
            place = (pixel - 0.42, row - 0.15)
            cell = Rectangle(place, 0.84, 0.7, facecolor=ACCENT, linewidth=0)
            cell.set_alpha(1.0 if tap == 0 else 0.45)
            axes.add_patch(cell)


def _cell(axes: Axes, row: int, column: int, **style: Any) -> None:
    """One pixel of a grid: its edge, or filled where the style names a face."""
    style = {"linewidth": 0.8 if "edgecolor" in style else 0, **style}
    filled = "facecolor" in style
    axes.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=filled, **style))


def _size(array: NDArray[np.float64]) -> str:
    return f"{array.shape[0]}×{array.shape[1]}"
