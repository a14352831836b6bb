"""Diagrams of a network: what goes from layer to layer, and which maps read which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from cnn_docs.figures._drawing.style import (
    ACCENT,
    GRID,
    INK,
    MUTED,
    POINTS,
    WIDTH,
    house_style,
)

MAPS_ABREAST = 16

# Lengths in points: a row's line of text, the space under a row, the largest pixel and unit.
LINE = 18.0
SPACE = 10.0
LARGEST_PIXEL = 4.0
LARGEST_UNIT = 16.0

MOST_NUMBERED = 12
"""Up to so many units are numbered from 0: they are classes."""


@dataclass
class _Row:
    """What one or more layers put out for one picture.

    Attributes:
        label: the layers' names.
        shape: (height, width, channels) or (units,).
        values: the numbers, or None if only the shape is drawn.
    """

    label: str
    shape: tuple[int, ...]
    values: NDArray[np.float64] | None = None


@house_style
def network(model: Any, image: ArrayLike | None = None) -> Figure:
    """Draw what comes out of each layer: each map as a square to scale, each unit as a dot.

    Neighbouring layers that leave the shape as it is share a row, so that the rows are the steps
    by which a picture becomes an answer.

    Args:
        model: a built Keras model, one layer after another; or a list of stages, each a label and
            a shape without the batch: (height, width, channels) or (units,).
        image: one picture of the model's input shape. With it, what each layer makes of it (at
            inference) is drawn in grey, each row from its smallest number in black to its largest
            in white, and up to twelve units at the end are numbered. Without it, only the shapes
            are drawn.

    Raises:
        ValueError: if there is no stage, a shape is neither of the two, or the image does not fit.

    >>> from cnn_docs.figures import diagrams
    >>> stages = [("Input", (8, 8, 1)), ("Conv2D", (6, 6, 32)), ("ReLU", (6, 6, 32))]
    >>> [text.get_text() for text in diagrams.network(stages).axes[0].texts]
    ['Input', '8×8×1', 'Conv2D → ReLU', '6×6×32']
    """
    rows = _joined(_stages(model, image))
    pixel = min(
        LARGEST_PIXEL,
        *(
            POINTS / (min(row.shape[2], MAPS_ABREAST) * (row.shape[1] + 1))
            for row in rows
            if len(row.shape) == 3
        ),
    )
    height = sum(LINE + _drawn_height(row, pixel) + SPACE for row in rows)
    figure = plt.figure(figsize=(POINTS / 72, height / 72), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    top = 0.0
    for row in rows:
        axes.text(0, top + LINE - 6, row.label, color=INK)
        size = "×".join(map(str, row.shape))
        axes.text(POINTS, top + LINE - 6, size, color=MUTED, ha="right")
        if len(row.shape) == 3:
            _draw_maps(axes, row, top + LINE, pixel)
        else:
            _draw_units(axes, row, top + LINE)
        top += LINE + _drawn_height(row, pixel) + SPACE
    # After the drawing, because imshow sets limits and an aspect of its own.
    axes.set(xlim=(-1, POINTS + 1), ylim=(height, 0), aspect="auto")
    return figure


@house_style
def connections(links: ArrayLike, *, sources: str, targets: str) -> Figure:
    """Draw which maps of one layer feed which maps of the next: a filled square for each link.

    Args:
        links: bool array of shape (source maps, target maps), True where there is a link.
        sources: what the rows are.
        targets: what the columns are.

    Raises:
        ValueError: if `links` is not a table of True and False.

    >>> from cnn_docs.figures import diagrams
    >>> figure = diagrams.connections(
    ...     [[True, False], [True, True]], sources="S2", targets="C3")
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


def _stages(model: Any, image: ArrayLike | None) -> Iterator[_Row]:
    """What the input is and what each layer puts out, from a model or from a list of stages."""
    if isinstance(model, list | tuple):
        if image is not None:
            raise ValueError("`image` needs a model to go through, got a list of stages.")
        for label, shape in model:
            yield _Row(label, tuple(shape))
        return
    shape = tuple(model.inputs[0].shape[1:])
    values = None if image is None else np.asarray(image, dtype=np.float64)
    if values is not None and values.shape != shape:
        raise ValueError(
            f"`image` must have the model's input shape {shape}, got shape {values.shape}. "
            "Take one picture, with its channel axis: batch[0]."
        )
    yield _Row("Input", shape, values)
    for layer in model.layers:
        if type(layer).__name__ == "InputLayer":
            continue
        if values is not None:
            values = np.asarray(layer(values[np.newaxis]), dtype=np.float64)[0]
        yield _Row(type(layer).__name__, tuple(layer.output.shape[1:]), values)


def _joined(stages: Iterable[_Row]) -> list[_Row]:
    """Check the shapes, and join layers to those before them whose shape they keep."""
    rows: list[_Row] = []
    for index, stage in enumerate(stages):
        if len(stage.shape) not in (1, 3) or not all(
            isinstance(side, int) and side > 0 for side in stage.shape
        ):
            raise ValueError(
                f"`model` must give shapes (height, width, channels) or (units,), got "
                f"{stage.shape} for {stage.label!r}."
            )
        # The input is no layer: a row of its own shows what is given.
        if index > 1 and stage.shape == rows[-1].shape:
            rows[-1] = _Row(f"{rows[-1].label} → {stage.label}", stage.shape, stage.values)
        else:
            rows.append(stage)
    if not rows:
        raise ValueError("`model` must have at least one stage, got none.")
    return rows


def _drawn_height(row: _Row, pixel: float) -> float:
    if len(row.shape) == 1:
        return LARGEST_UNIT + (LINE if _numbered(row) else 0)
    lines = -(-row.shape[2] // MAPS_ABREAST)
    return (lines * (row.shape[0] + 1) - 1) * pixel


def _numbered(row: _Row) -> bool:
    return row.values is not None and row.shape[0] <= MOST_NUMBERED


def _draw_maps(axes: Axes, row: _Row, top: float, pixel: float) -> None:
    """Draw the maps of one row in lines, one pixel's width apart."""
    height, width, channels = row.shape
    for channel in range(channels):
        line, place = divmod(channel, MAPS_ABREAST)
        left, upper = place * (width + 1) * pixel, top + line * (height + 1) * pixel
        right, lower = left + width * pixel, upper + height * pixel
        if row.values is None:
            corner, sides = (left, upper), (width * pixel, height * pixel)
            axes.add_patch(Rectangle(corner, *sides, facecolor=ACCENT, linewidth=0))
        else:
            _draw_grey(axes, row, row.values[..., channel], (left, right, lower, upper))


def _draw_units(axes: Axes, row: _Row, top: float) -> None:
    """Draw the units of one row as dots, or their numbers as cells."""
    [units] = row.shape
    # A number needs a wider cell than a unit alone.
    step = min(2 * LARGEST_UNIT if _numbered(row) else LARGEST_UNIT, POINTS / units)
    if row.values is not None:
        place = (0, units * step, top + LARGEST_UNIT, top)
        _draw_grey(axes, row, row.values[np.newaxis], place)
        for unit in range(units if _numbered(row) else 0):
            middle = (unit + 0.5) * step
            axes.text(middle, top + LARGEST_UNIT + 3, str(unit), color=INK, ha="center", va="top")
        return
    centres = (np.arange(units) + 0.5) * step
    # The axes count in points, and so does the area of a scatter's marker.
    size = (0.85 * step) ** 2
    axes.scatter(centres, [top + LARGEST_UNIT / 2] * units, s=size, c=ACCENT, linewidths=0)


def _draw_grey(
    axes: Axes, row: _Row, values: NDArray[np.float64], extent: tuple[float, float, float, float]
) -> None:
    """Draw numbers as grey cells on the scale of their row, framed for either background."""
    assert row.values is not None
    limits = {"vmin": row.values.min(), "vmax": row.values.max()}
    axes.imshow(values, cmap="gray", extent=extent, interpolation="none", **limits)
    left, right, lower, upper = extent
    axes.add_patch(
        Rectangle((left, upper), right - left, lower - upper, fill=False, edgecolor=GRID, lw=0.5)
    )
