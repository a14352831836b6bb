"""Draws panels: every cell a square, with its colour, its number and the frames around it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cnn_docs.figures._drawing.arguments import Window
from cnn_docs.figures._drawing.layout import Rows, lay_out
from cnn_docs.figures._drawing.panels import Panel
from cnn_docs.figures._drawing.style import ACCENT, DIVERGING, GRID, POINTS, text_on
from cnn_docs.figures._drawing.text import number


def draw_panels(
    rows: Rows, *, row_labels: Sequence[str] = (), below: float = 0.0
) -> tuple[Figure, list[list[Axes]]]:
    """Draw rows of panels across the width of the page.

    Args:
        rows: the panels of each row.
        row_labels: a word for each row, written up its left side.
        below: room to leave under the panels, in points.

    Returns:
        The figure, and its axes in the order of the panels.

    Raises:
        ValueError: if numbers do not fit their cells at the house's type size.
    """
    layout = lay_out(rows, labels=bool(row_labels), below=below)
    figure = plt.figure(figsize=(POINTS / 72, layout.height / 72), layout="none")
    axes = [[figure.add_axes(layout.shares(place)) for place in places] for places in layout.places]
    for panel, panel_axes in zip(chain(*rows), chain(*axes), strict=True):
        _draw_panel(panel_axes, panel)
    for label, (x, y) in zip(row_labels, layout.label_places, strict=True):
        figure.text(x / POINTS, y / layout.height, label, rotation=90, ha="center", va="center")
    return figure, axes


def outline(
    axes: Axes,
    window: Window,
    *,
    colour: str = ACCENT,
    rim: bool = True,
    inset: float = 0.0,
) -> None:
    """Frame a window (row, column, height, width) of cells.

    Args:
        axes: where `draw_panels` drew a panel.
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


def _draw_panel(axes: Axes, panel: Panel) -> None:
    colours = mpl.colormaps[DIVERGING if panel.colour_map == "diverging" else panel.colour_map]
    axes.imshow(panel.values, cmap=colours, norm=panel.scale, interpolation="none")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=GRID)
    axes.set_title(panel.title, loc="center", pad=5)
    if panel.lines:
        _draw_hairlines(axes, *panel.values.shape)
    if panel.decimals is not None:
        _write_numbers(axes, panel, colours, panel.decimals)


def _draw_hairlines(axes: Axes, rows: int, columns: int) -> None:
    axes.hlines(np.arange(0.5, rows - 1), -0.5, columns - 0.5, color=GRID, linewidth=0.4)
    axes.vlines(np.arange(0.5, columns - 1), -0.5, rows - 0.5, color=GRID, linewidth=0.4)


def _write_numbers(axes: Axes, panel: Panel, colours: Colormap, decimals: int) -> None:
    for (row, column), value in np.ndenumerate(panel.values):
        colour = text_on(colours(panel.scale(value)))
        text = number(value, decimals)
        axes.text(column, row, text, color=colour, ha="center", va="center_baseline")
