"""Where the windows of a convolution lie along one axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnn_docs.arithmetic import padding_amounts, window_starts
from cnn_docs.figures.style import ACCENT, INK, MUTED, WIDTH, house_style

ROW = 15 / 72
"""Height of one window's row, in inches."""


@house_style
def windows(size: int, kernel_size: int, settings: Sequence[Mapping[str, Any]]) -> Figure:
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
    >>> figure = windows.windows(8, 3, [{"padding": "valid"}, {"stride": 2}])
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
