"""One step of a convolution over a picture of several channels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from cnn_docs.figures._drawing.arguments import one_each, window_inside
from cnn_docs.figures._drawing.grids import draw_panels, outline
from cnn_docs.figures._drawing.panels import comparable_panels
from cnn_docs.figures._drawing.style import ACCENT, house_style
from cnn_docs.figures._drawing.text import number


@house_style
def channel_step(
    image: ArrayLike,
    kernel: ArrayLike,
    row: int,
    column: int,
    *,
    names: Sequence[str] = ("red", "green", "blue"),
) -> Figure:
    """Draw how one number of a map comes from all channels: one column for each channel.

    A column shows the channel with the window on it, the slice of the kernel that lies on it, and
    the sum of their products. Below stands the sum of these sums: the number in the map (no bias).

    Args:
        image: array of shape (height, width, channels).
        kernel: array of shape (kernel height, kernel width, channels).
        row: the window's first row.
        column: the window's first column.
        names: what the channels are called.

    Raises:
        ValueError: if the kernel does not have a slice for each channel, the window leaves the
            image, there is not one name for each channel, or the numbers do not fit their cells.

    >>> from cnn_docs.figures.channel_step import channel_step
    >>> figure = channel_step(np.ones((4, 4, 3)), np.ones((2, 2, 3)), 0, 2)
    >>> figure.axes[-2].get_xlabel()
    '4.00 + 4.00 + 4.00 = 12.00'
    """
    pixels, weights = _deep("image", image), _deep("kernel", kernel)
    if weights.shape[2] != pixels.shape[2]:
        raise ValueError(
            f"`kernel` must have one slice for each of the {pixels.shape[2]} channels of the "
            f"image, got {weights.shape[2]}."
        )
    titles = one_each("names", names, pixels.shape[2])
    height, width, _ = weights.shape
    window = window_inside((row, column, height, width), pixels.shape)
    sums = (pixels[row : row + height, column : column + width] * weights).sum(axis=(0, 1))

    rows = [
        comparable_panels([*np.moveaxis(pixels, -1, 0)], "gray", decimals=1, titles=titles),
        comparable_panels([*np.moveaxis(weights, -1, 0)], "diverging", decimals=1),
        comparable_panels([*sums.reshape(-1, 1, 1)], "diverging", decimals=2),
    ]
    figure, axes = draw_panels(rows, row_labels=["image", "kernel", "sum"], below=22)
    for place in axes[0]:
        outline(place, window)
    for place in axes[1]:
        outline(place, (0, 0, height, width), rim=False)
    added = " + ".join(number(s, 2) for s in sums).replace("+ −", "− ")
    middle = axes[2][len(sums) // 2]
    middle.set_xlabel(f"{added} = {number(sums.sum(), 2)}", color=ACCENT, labelpad=5)
    return figure


def _deep(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 3:
        raise ValueError(
            f"`{name}` must have shape (height, width, channels), got shape {array.shape}."
        )
    return array
