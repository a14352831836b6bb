"""What the figure functions accept: pictures, lists of them, colour maps, windows, points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

COLOUR_MAPS = ("gray", "binary", "diverging")


def picture(name: str, values: ArrayLike) -> NDArray[np.float64]:
    """Check that an argument is one picture, and return it as float64.

    Args:
        name: the argument's name, for the message.
        values: array-like of shape (height, width).

    Raises:
        ValueError: if it has another rank, is empty or holds values that are not finite.

    >>> picture("image", [[0, 1], [2, 3]]).shape
    (2, 2)
    >>> picture("image", [0, 1])
    Traceback (most recent call last):
    ...
    ValueError: `image` must be one picture of shape (height, width), got shape (2,)...
    """
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2 or array.size == 0:
        raise ValueError(
            f"`{name}` must be one picture of shape (height, width), got shape {array.shape}. "
            "Take one picture of a batch and one channel of a picture: batch[0, ..., 0]."
        )
    if not np.isfinite(array).all():
        raise ValueError(f"`{name}` must hold finite numbers, got NaN or infinity among them.")
    return array


def pictures(name: str, values: ArrayLike | Sequence[ArrayLike]) -> list[NDArray[np.float64]]:
    """Check that an argument holds several pictures, and return them as a list.

    Args:
        name: the argument's name, for the message.
        values: an array of shape (height, width, maps), as a layer gives for one picture, or a
            list of arrays of shape (height, width), which may differ in size.

    Raises:
        ValueError: if it is neither, or holds no picture.

    >>> len(pictures("maps", np.zeros((6, 6, 2))))
    2
    """
    if isinstance(values, list | tuple):
        maps = [picture(f"{name}[{index}]", value) for index, value in enumerate(values)]
    else:
        array = np.asarray(values, dtype=np.float64)
        if array.ndim != 3:
            raise ValueError(
                f"`{name}` must be an array of shape (height, width, maps) or a list of arrays of "
                f"shape (height, width), got shape {array.shape}. Take one of a batch: batch[0]."
            )
        maps = [picture(name, array[..., index]) for index in range(array.shape[-1])]
    if not maps:
        raise ValueError(f"`{name}` must hold at least one picture, got none.")
    return maps


def one_each(name: str, values: Sequence[str], count: int) -> list[str]:
    """Check that there is one text for each of `count` pictures, and return them as a list.

    >>> one_each("titles", ["before"], 2)
    Traceback (most recent call last):
    ...
    ValueError: `titles` must give one text for each of the 2 pictures, got ['before'].
    """
    if isinstance(values, str) or len(values) != count:
        raise ValueError(
            f"`{name}` must give one text for each of the {count} pictures, got {values!r}."
        )
    return list(values)


def colour_map(name: str) -> str:
    """Check that a colour map is one that the house uses, and return it.

    >>> colour_map("jet")
    Traceback (most recent call last):
    ...
    ValueError: `cmap` must be one of 'gray', 'binary', 'diverging', got 'jet'.
    """
    if name not in COLOUR_MAPS:
        accepted = ", ".join(map(repr, COLOUR_MAPS))
        raise ValueError(f"`cmap` must be one of {accepted}, got {name!r}.")
    return name


Window = tuple[int, int, int, int]
"""A window of cells: the row and the column where it starts, its height and its width."""


def window_inside(window: Window, shape: tuple[int, ...]) -> Window:
    """Check that a window lies inside a picture of this shape, and return it.

    >>> window_inside((6, 0, 3, 3), (8, 8))
    Traceback (most recent call last):
    ...
    ValueError: `window` must lie inside the 8×8 cells of the picture, got rows 6 to 8, ...
    """
    if len(window) != 4:
        raise ValueError(f"`window` must be (row, column, height, width), got {window!r}.")
    row, column, height, width = window
    if (
        min(row, column) < 0
        or min(height, width) < 1
        or row + height > shape[0]
        or column + width > shape[1]
    ):
        raise ValueError(
            f"`window` must lie inside the {shape[0]}×{shape[1]} cells of the picture, got rows "
            f"{row} to {row + height - 1}, columns {column} to {column + width - 1}."
        )
    return window


def pairs(name: str, values: ArrayLike, entries: NDArray) -> NDArray[np.float64]:
    """Check that an argument holds two numbers for each of some entries, and return it as float64.

    Args:
        name: the argument's name, for the message.
        values: array-like of shape (number, 2).
        entries: what belongs to the pairs, such as their classes, of shape (number,).

    Raises:
        ValueError: if it has another shape.

    >>> pairs("points", [[1, 2], [3, 4]], np.array([0, 1])).shape
    (2, 2)
    """
    array = np.asarray(values, dtype=np.float64)
    if entries.ndim != 1 or array.shape != (len(entries), 2):
        raise ValueError(
            f"`{name}` must have shape (number, 2) with one pair for each entry of an array of "
            f"shape {entries.shape}, got shape {array.shape}."
        )
    return array
