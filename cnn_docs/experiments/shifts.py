"""Pictures that are moved by some pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Rows and columns for each pixel of the way: along an edge of the picture, either way.
_DIRECTIONS = ((-1, 0), (1, 0), (0, -1), (0, 1))


def shifted(images: NDArray[np.float32], distance: int, *, seed: int) -> NDArray[np.float32]:
    """Move each picture up, down, left or right, as the seed draws it.

    Args:
        images: Pictures of shape (number, height, width, 1) with paper at 0.
        distance: By how many pixels. What leaves the picture is lost; paper comes in.
        seed: Seed of the directions.

    Returns:
        float32 pictures of the same shape.

    >>> dot = np.zeros((1, 3, 3, 1), dtype="float32")
    >>> dot[0, 1, 1] = 1
    >>> shifted(dot, 1, seed=0)[0, ..., 0].tolist()
    [[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    """
    height, width = images.shape[1:3]
    padded = np.pad(images, ((0, 0), (distance, distance), (distance, distance), (0, 0)))
    drawn = np.random.default_rng(seed).integers(len(_DIRECTIONS), size=len(images))
    moved = np.empty_like(images)
    for number, (down, right) in enumerate(_DIRECTIONS):
        top, left = distance * (1 - down), distance * (1 - right)
        window = padded[:, top : top + height, left : left + width]
        moved[drawn == number] = window[drawn == number]
    return moved
