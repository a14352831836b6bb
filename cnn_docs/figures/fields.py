"""Which pixels stand behind one cell, traced back through a stack of layers."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from cnn_docs.figures.arguments import Window, one_each, picture, window_inside
from cnn_docs.figures.cells import Panel, draw_panels, outline, shared_scale
from cnn_docs.figures.style import house_style


@house_style
def traced(
    maps: Sequence[ArrayLike], windows: Sequence[Window], *, titles: Sequence[str]
) -> Figure:
    """Draw an image and the maps that layers make of it, with one window framed on each.

    All cells are equally large, so the windows can be compared by eye. Each picture has a grey
    scale of its own, because a map's numbers are of another size than the image's.

    Args:
        maps: the image and the maps that follow it, each of shape (height, width).
        windows: what to frame on each of them, as (row, column, height, width) from zero.
        titles: one text above each picture.

    Raises:
        ValueError: if there is nothing to draw, a picture has not one window and one title, or a
            window leaves its picture.

    >>> import numpy as np
    >>> from cnn_docs.figures import fields
    >>> figure = fields.traced(
    ...     [np.eye(4), np.eye(2)], [(0, 0, 3, 3), (0, 0, 1, 1)], titles=["image", "map"])
    >>> [axes.get_title() for axes in figure.axes]
    ['image', 'map']
    """
    arrays = [picture(f"maps[{index}]", map_) for index, map_ in enumerate(maps)]
    if not arrays:
        raise ValueError("`maps` must hold at least one picture, got none.")
    names = one_each("titles", titles, len(arrays))
    if len(windows) != len(arrays):
        raise ValueError(
            f"`windows` must hold one window for each of the {len(arrays)} pictures, "
            f"got {len(windows)}."
        )
    panels = [
        Panel(array, "gray", shared_scale([array], "gray"), name, lines=True)
        for array, name in zip(arrays, names, strict=True)
    ]
    figure, [axes] = draw_panels([panels])
    for place, array, window in zip(axes, arrays, windows, strict=True):
        outline(place, window_inside(window, array.shape))
    return figure
