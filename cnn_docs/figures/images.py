"""Images, their channels, kernels and feature maps as grids of cells, with their numbers in them.

Pictures beside each other are drawn to one scale: a 6×6 map is smaller than its 8×8 image. Numbers
are written only where they can be read: a grid too wide for its numbers is refused, not shrunk.
"""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from cnn_docs.figures._drawing.arguments import Window, one_each, picture, pictures, window_inside
from cnn_docs.figures._drawing.grids import draw_panels, outline
from cnn_docs.figures._drawing.layout import MOST_COLUMNS, abreast
from cnn_docs.figures._drawing.panels import comparable_panels
from cnn_docs.figures._drawing.style import GRID, WIDTH, house_style


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
    panels = comparable_panels([array], cmap, values=values, decimals=decimals)
    figure, [[axes]] = draw_panels([panels])
    for window in windows:
        outline(axes, window_inside(window, array.shape))
    return figure


@house_style
def channels(image: ArrayLike, *, names: tuple[str, str, str] = ("red", "green", "blue")) -> Figure:
    """Draw a colour picture, and each of its three channels as a grey picture.

    All three greys run from 0 in black to 1 in white, so that their shades can be compared.

    Args:
        image: array of shape (height, width, 3) with values from 0 to 1.
        names: what the channels are called.

    Raises:
        ValueError: if the array has another shape, or values that are not between 0 and 1.

    >>> from cnn_docs.figures import images
    >>> figure = images.channels(np.zeros((4, 4, 3)))
    >>> [axes.get_title() for axes in figure.axes]
    ['picture', 'red', 'green', 'blue']
    """
    array = np.asarray(image, dtype=np.float64)
    if array.ndim != 3 or array.shape[-1] != 3:
        raise ValueError(f"`image` must have shape (height, width, 3), got {array.shape}.")
    if not ((array >= 0) & (array <= 1)).all():
        raise ValueError(
            f"`image` must lie between 0 and 1, got {array.min():g} to {array.max():g}; "
            "divide a uint8 picture by 255."
        )
    height, width, _ = array.shape
    figure, row = plt.subplots(1, 4, figsize=(WIDTH, 0.35 + WIDTH / 4 * height / width))
    drawn = [array, *np.moveaxis(array, -1, 0)]
    for axes, colours, name in zip(row, drawn, ("picture", *names), strict=True):
        axes.imshow(colours, cmap="gray", vmin=0, vmax=1, interpolation="none")
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=GRID)
        axes.set_title(name, loc="center", pad=5)
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
    arrays = pictures("kernels", kernels)
    panels = comparable_panels(arrays, "diverging", values=values, decimals=2, titles=titles)
    return draw_panels(abreast(panels))[0]


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
    panels = comparable_panels(arrays, cmap, values=values, decimals=decimals, titles=titles)
    return draw_panels(abreast(panels))[0]


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
    one_pair = len(first) == 1
    panels = comparable_panels(
        first + second, cmap, values=values, decimals=decimals, titles=names if one_pair else None
    )
    if one_pair:
        return draw_panels([panels])[0]
    return draw_panels([panels[: len(first)], panels[len(first) :]], row_labels=names)[0]
