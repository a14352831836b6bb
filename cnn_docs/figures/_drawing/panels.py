"""Panels: grids of cells with their colours and numbers, before anyone knows where they stand."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import Normalize
from numpy.typing import NDArray

from cnn_docs.figures._drawing.arguments import colour_map, one_each
from cnn_docs.figures._drawing.style import FONT_SIZE
from cnn_docs.figures._drawing.text import number, text_width


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

    @property
    def height(self) -> float:
        """Height of the grid in points, relative to the other panels."""
        return self.values.shape[0] * self.cell

    @property
    def width(self) -> float:
        """Width of the grid in points, relative to the other panels."""
        return self.values.shape[1] * self.cell


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


def comparable_panels(
    arrays: Sequence[NDArray[np.float64]],
    cmap: str | Sequence[str],
    *,
    values: bool = True,
    decimals: int | None = None,
    titles: Sequence[str] | None = None,
) -> list[Panel]:
    """Turn pictures into panels with cells of one size, and one scale for each colour map.

    Args:
        arrays: pictures of shape (height, width).
        cmap: one colour map for all, or one for each.
        values: whether to write the numbers.
        decimals: how many decimals to write, by default two. Whole numbers are written whole.
        titles: one text for each picture.

    Raises:
        ValueError: if a colour map is unknown, or there is not one of them, or of the titles, for
            each picture.

    >>> whole, broken = comparable_panels([np.ones((1, 2)), np.full((1, 2), 0.25)], "gray")
    >>> whole.decimals, broken.decimals, whole.cell == broken.cell
    (0, 2, True)
    """
    count = len(arrays)
    chosen = [cmap] * count if isinstance(cmap, str) else one_each("cmap", cmap, count)
    names = [colour_map(name) for name in chosen]
    texts = [""] * count if titles is None else one_each("titles", titles, count)
    scales = {
        name: shared_scale([a for a, n in zip(arrays, names, strict=True) if n == name], name)
        for name in names
    }
    panels = [
        Panel(array, name, scales[name], text, _decimals(array, decimals) if values else None)
        for array, name, text in zip(arrays, names, texts, strict=True)
    ]
    cell = max(panel.cell for panel in panels)
    return [dataclasses.replace(panel, cell=cell) for panel in panels]


def _decimals(array: NDArray[np.float64], decimals: int | None) -> int:
    """0 for a picture of whole numbers; else those that were asked for, or two."""
    if np.array_equal(array, np.round(array)):
        return 0
    return 2 if decimals is None else decimals
