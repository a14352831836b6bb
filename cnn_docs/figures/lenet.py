"""Two pictures of LeNet-5: who listens to whom in C3, and where its units look."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from cnn_docs.figures.arguments import Window, one_each, picture, window_inside
from cnn_docs.figures.cells import Panel, draw_panels, outline, shared_scale
from cnn_docs.figures.style import ACCENT, GRID, SECOND, WIDTH, house_style


@house_style
def connections(links: ArrayLike, *, sources: str, targets: str) -> Figure:
    """Draw which maps of one layer feed which maps of the next: a filled square for each link.

    Args:
        links: bool array of shape (source maps, target maps), True where there is a link.
        sources: what the rows are.
        targets: what the columns are.

    Raises:
        ValueError: if `links` is not a table of True and False.

    >>> from cnn_docs.figures import lenet
    >>> figure = lenet.connections([[True, False], [True, True]], sources="S2", targets="C3")
    >>> sum(patch.get_facecolor()[3] > 0 for patch in figure.axes[0].patches)
    3
    """
    table = np.asarray(links)
    if table.ndim != 2 or table.dtype != np.bool_ or not table.size:
        raise ValueError(
            "`links` must be a bool array of shape (source maps, target maps), got "
            f"{table.dtype} of shape {table.shape}."
        )
    rows, columns = table.shape
    cell = (WIDTH - 0.8) / max(columns, rows)
    figure, axes = plt.subplots(figsize=(WIDTH, cell * rows + 0.8))
    axes.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5), aspect="equal")
    axes.hlines(np.arange(-0.5, rows), -0.5, columns - 0.5, color=GRID, linewidth=0.6)
    axes.vlines(np.arange(-0.5, columns), -0.5, rows - 0.5, color=GRID, linewidth=0.6)
    for row, column in np.argwhere(table):
        axes.add_patch(Rectangle((column - 0.38, row - 0.38), 0.76, 0.76, color=ACCENT))
    axes.xaxis.set_label_position("top")
    axes.set(xlabel=targets, ylabel=sources, xticks=range(columns), yticks=range(rows))
    axes.tick_params(length=0, top=False, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
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

    >>> from cnn_docs.figures import lenet
    >>> figure = lenet.centres([np.eye(6)], [[1.5, 3.5]], [(1, 1, 4, 4)], titles=["6×6"])
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
