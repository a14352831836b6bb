"""What a cell sees of the image: traced back through a stack of layers, or by its centre."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from cnn_docs.figures._drawing.arguments import Window, one_each, picture, window_inside
from cnn_docs.figures._drawing.grids import draw_panels, outline
from cnn_docs.figures._drawing.panels import Panel, shared_scale
from cnn_docs.figures._drawing.style import SECOND, house_style


@house_style
def traced(
    maps: Sequence[ArrayLike], windows: Sequence[Window], *, titles: Sequence[str]
) -> Figure:
    """Draw an image and the maps that layers make of it, with one window framed on each.

    All cells are equally large, so the windows can be compared by eye. Each picture has a scale of
    its own, because a map's numbers are of another size than the image's: red and blue where there
    are negative ones, else grey.

    Args:
        maps: the image and the maps that follow it, each of shape (height, width).
        windows: what to frame on each of them, as (row, column, height, width) from zero.
        titles: one text above each picture.

    Raises:
        ValueError: if there is nothing to draw, a picture has not one window and one title, or a
            window leaves its picture.

    >>> from cnn_docs.figures import receptive_fields
    >>> figure = receptive_fields.traced(
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
    scales = ["diverging" if array.min() < 0 else "gray" for array in arrays]
    panels = [
        Panel(array, scale, shared_scale([array], scale), name, lines=True)
        for array, scale, name in zip(arrays, scales, names, strict=True)
    ]
    figure, [axes] = draw_panels([panels])
    for place, array, window in zip(axes, arrays, windows, strict=True):
        outline(place, window_inside(window, array.shape))
    return figure


@house_style
def centres(
    inputs: Sequence[ArrayLike],
    places: Sequence[ArrayLike],
    boxes: Sequence[Window],
    *,
    titles: Sequence[str],
) -> Figure:
    """Draw where on the input the receptive fields of a map's units have their centres.

    The dots are the centres, the frame is a window that matters, such as the box of the digit.

    Args:
        inputs: pictures of shape (height, width).
        places: for each picture the rows, which are also the columns, of the centres, in pixels.
            Pixel 0 has its middle at 0.0.
        boxes: for each picture what to frame, as (row, column, height, width) from zero.
        titles: one text above each picture.

    Raises:
        ValueError: if the four do not belong together, or a centre or a box leaves its picture.

    >>> from cnn_docs.figures import receptive_fields
    >>> figure = receptive_fields.centres([np.eye(6)], [[1.5, 3.5]], [(1, 1, 4, 4)], titles=["6×6"])
    >>> len(figure.axes[0].collections[0].get_offsets())
    4
    """
    arrays = [picture(f"inputs[{index}]", image) for index, image in enumerate(inputs)]
    names = one_each("titles", titles, len(arrays))
    for name, given in (("places", places), ("boxes", boxes)):
        if len(given) != len(arrays) or not arrays:
            raise ValueError(
                f"`{name}` must hold one entry for each picture, got {len(given)} for "
                f"{len(arrays)} pictures."
            )
    scale = shared_scale(arrays, "gray")
    figure, [axes] = draw_panels(
        [[Panel(a, "gray", scale, name) for a, name in zip(arrays, names, strict=True)]]
    )
    for index, (place, array) in enumerate(zip(axes, arrays, strict=True)):
        along = np.asarray(places[index], dtype=np.float64)
        if along.ndim != 1 or not (along.min() >= 0 and along.max() <= min(array.shape) - 1):
            raise ValueError(
                f"`places[{index}]` must be a row of positions inside {array.shape}, got {along}."
            )
        across, down = np.meshgrid(along, along)
        place.scatter(across, down, s=9, color=SECOND, linewidths=0)
        outline(place, window_inside(boxes[index], array.shape))
    return figure
