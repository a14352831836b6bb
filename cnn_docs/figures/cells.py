"""Pictures made of cells: grids of numbers, laid out by the size that their text needs.

This is the drawing that the figure functions share. A page calls those, not this module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from cnn_docs.figures.style import ACCENT, DIVERGING, FONT_SIZE, GRID, POINTS, text_on

# All lengths are in points: type is measured in points, and type decides how small a cell can be.
GAP = 16.0
TITLE = 20.0
MARGIN = 3.0

# Cells grow until the figure is as wide as the page, but not beyond these: a 3×3 kernel is no
# poster, and one picture should not fill the screen.
LARGEST_CELL = 54.0
LARGEST_PANEL = 288.0


@dataclass
class Panel:
    """One grid of cells.

    Attributes:
        values: array of shape (rows, columns); a NaN leaves its cell empty.
        colour_map: "gray", "binary" or "diverging".
        scale: from values to colours; panels that are to be compared share one.
        title: text above the grid.
        decimals: decimals of the numbers in the cells, or None for no numbers.
        cell: side of a cell in points, relative to the other panels; the least one that the
            numbers need, if there are any.
        lines: whether hairlines part the cells; they do where there are numbers.
    """

    values: NDArray[np.float64]
    colour_map: str
    scale: Normalize
    title: str = ""
    decimals: int | None = None
    cell: float = 1.0
    lines: bool = False

    def __post_init__(self) -> None:
        """Make room for the numbers, and rule lines between them."""
        if self.decimals is not None:
            # Digits are all of one width, so that few texts need measuring.
            texts = {re.sub(r"\d", "0", number(v, self.decimals)) for v in self.values.ravel()}
            longest = max(map(text_width, texts))
            self.cell = max(self.cell, longest + 4, 1.5 * FONT_SIZE)
            self.lines = True


def number(value: float, decimals: int) -> str:
    """Write a number with a proper minus sign, and none on a zero.

    >>> number(-10.6226, 2), number(-0.001, 2)
    ('−10.62', '0.00')
    """
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")


def text_width(text: str) -> float:
    """Width of a text in points at the house's type size.

    >>> text_width("0.25") > text_width("0.2")
    True
    """
    return float(TextPath((0, 0), text, size=FONT_SIZE).get_extents().width)


def shared_scale(maps: Sequence[NDArray[np.float64]], colour_map: str) -> Normalize:
    """One scale from values to colours for several maps.

    Grey runs from the smallest value to the largest. The diverging scale is centred on zero, so
    that white means zero, and equal strengths of either sign look equally strong.

    >>> scale = shared_scale([np.array([[-1.0, 4.0]])], "diverging")
    >>> scale.vmin, scale.vmax
    (-4.0, 4.0)
    """
    values = np.concatenate([map_.ravel() for map_ in maps])
    if colour_map == "diverging":
        reach = float(np.abs(values).max()) or 1.0
        return Normalize(-reach, reach)
    return Normalize(float(values.min()), float(values.max()))


def how_many_fit(panels: Sequence[Panel]) -> int:
    """How many of the widest panel stand abreast at the size that numbers need; at least one.

    >>> how_many_fit([Panel(np.zeros((3, 3)), "gray", Normalize(), cell=36)])
    3
    """
    widest = max(panel.values.shape[1] * panel.cell for panel in panels)
    return max(1, int((POINTS - 2 * MARGIN + GAP) // (widest + GAP)))


def draw_panels(
    rows: Sequence[Sequence[Panel]], *, row_labels: Sequence[str] = (), below: float = 0.0
) -> tuple[Figure, list[list[Axes]]]:
    """Lay panels out in rows across the width of the page and draw them, every cell square.

    The places are computed here and not left to Matplotlib's layout, because the size of a cell
    decides whether its number can be read.

    Args:
        rows: the panels of each row; a column is as wide as its widest panel.
        row_labels: a word for each row, written up its left side.
        below: room to leave under the panels, in points.

    Returns:
        The figure, and its axes in the order of the panels.

    Raises:
        ValueError: if numbers do not fit their cells at the house's type size.
    """
    everything = [panel for row in rows for panel in row]
    columns = [
        max(row[i].values.shape[1] * row[i].cell for row in rows if i < len(row))
        for i in range(max(map(len, rows)))
    ]
    left = MARGIN + (TITLE if row_labels else 0)
    room = POINTS - left - MARGIN - GAP * (len(columns) - 1)
    fill = room / sum(columns)
    if fill < 1 and any(panel.decimals is not None for panel in everything):
        raise ValueError(
            "the `values` do not fit their cells at a size that can be read; draw fewer cells "
            "beside each other, write fewer `decimals`, or leave the values out"
        )
    comfortable = min(
        LARGEST_PANEL / max(columns), *(LARGEST_CELL / panel.cell for panel in everything)
    )
    growth = min(fill, max(comfortable, 1.0))

    title = TITLE if any(panel.title for panel in everything) else MARGIN
    heights = [growth * max(p.values.shape[0] * p.cell for p in row) for row in rows]
    height = sum(heights) + (title + MARGIN) * len(rows) + below
    figure = plt.figure(figsize=(POINTS / 72, height / 72), layout="none")
    axes: list[list[Axes]] = []
    top = height
    indent = left + (room - growth * sum(columns)) / 2
    for row, row_height in zip(rows, heights, strict=True):
        x = indent
        middle = top - title - row_height / 2
        axes.append([])
        for panel, column in zip(row, columns, strict=False):
            tall, wide = (side * panel.cell * growth for side in panel.values.shape)
            place = (
                (x + (column * growth - wide) / 2) / POINTS,
                (middle - tall / 2) / height,
                wide / POINTS,
                tall / height,
            )
            axes[-1].append(figure.add_axes(place))
            draw_cells(axes[-1][-1], panel)
            x += column * growth + GAP
        top -= title + row_height + MARGIN
    for label, row_axes in zip(row_labels, axes, strict=bool(row_labels)):
        box = row_axes[0].get_position()
        x = (indent - TITLE / 2) / POINTS
        figure.text(x, (box.y0 + box.y1) / 2, label, rotation=90, ha="center", va="center")
    return figure, axes


def draw_cells(axes: Axes, panel: Panel) -> None:
    """Draw one panel: its colours, the hairlines, its numbers and its title."""
    rows, columns = panel.values.shape
    name = DIVERGING if panel.colour_map == "diverging" else panel.colour_map
    colours = mpl.colormaps[name]
    axes.imshow(panel.values, cmap=colours, norm=panel.scale, interpolation="none")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=GRID)
    axes.set_title(panel.title, loc="center", pad=5)
    if panel.lines:
        axes.hlines(np.arange(0.5, rows - 1), -0.5, columns - 0.5, color=GRID, linewidth=0.4)
        axes.vlines(np.arange(0.5, columns - 1), -0.5, rows - 0.5, color=GRID, linewidth=0.4)
    if panel.decimals is None:
        return
    for (row, column), value in np.ndenumerate(panel.values):
        colour = text_on(colours(panel.scale(value)))
        text = number(value, panel.decimals)
        axes.text(column, row, text, color=colour, ha="center", va="center_baseline")


def outline(
    axes: Axes,
    window: tuple[int, int, int, int],
    *,
    colour: str = ACCENT,
    rim: bool = True,
    inset: float = 0.0,
) -> None:
    """Frame a window (row, column, height, width) of cells.

    Args:
        axes: where `draw_cells` drew.
        window: the window, counted in cells from zero.
        colour: of the frame.
        rim: whether a thin white line runs along the frame, so that dark cells do not hide it.
        inset: how far inside the window the frame runs, in cells.
    """
    row, column, height, width = window
    corner = (column - 0.5 + inset, row - 0.5 + inset)
    lines = [("white", 4.2, 3.0)] if rim else []
    # Rims lie below all frames, so that windows side by side do not paint over each other.
    for edge, thickness, order in [*lines, (colour, 2.2, 4.0)]:
        axes.add_patch(
            Rectangle(
                corner,
                width - 2 * inset,
                height - 2 * inset,
                fill=False,
                edgecolor=edge,
                linewidth=thickness,
                joinstyle="miter",
                clip_on=False,
                zorder=order,
            )
        )
