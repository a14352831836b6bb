"""How much feature maps change when the picture moves a little to the right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnn_docs._integer_checks import non_negative_integer
from cnn_docs.data import Array, add_channel
from cnn_docs.layers import conv2d, relu

_RIGHT = np.array([[-1.0, 0.0, 1.0]] * 3, dtype=np.float32)
#: Left, right, upper and lower edges, of shape (3, 3, 1, 4).
_EDGES = np.stack([_RIGHT, -_RIGHT, _RIGHT.T, -_RIGHT.T], axis=-1)[:, :, np.newaxis]


def moved_edge_maps(images: Array, step: int) -> NDArray[np.float32]:
    """Move images to the right, then find the edges of their strokes.

    Four filters answer to left, right, upper and lower edges, with a ReLU after them. What leaves
    an image on the right comes back on the left, so the images should have an empty margin.

    Args:
        images: grey images of shape (images, height, width).
        step: by how many pixels they move, 0 or more.

    Returns:
        Feature maps of shape (images, height, width, 4).

    Raises:
        ValueError: if `images` does not have 3 axes, or `step` is not a whole number from 0 on.

    >>> image = np.zeros((1, 4, 8), dtype="float32")
    >>> image[0, :, 2:] = 1
    >>> moved_edge_maps(image, 0)[0, 1, :, 0].tolist()
    [0.0, 3.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    >>> moved_edge_maps(image, 1)[0, 1, :, 0].tolist()
    [0.0, 0.0, 3.0, 3.0, 0.0, 0.0, 0.0, 0.0]
    """
    non_negative_integer(step, "step")
    moved = np.roll(add_channel(images).astype(np.float32), step, axis=2)
    return relu(conv2d(moved, _EDGES, padding="same"))


def relative_change(before: Array, after: Array) -> float:
    """By how much maps have changed, as a share of what they were; the mean over the images.

    Args:
        before: maps of shape (images, height, width, channels), none of them 0 everywhere.
        after: maps of the same shape.

    Returns:
        The mean of |after − before| / |before|, with |·| the root of the sum of squares: 0 for
        equal maps, and √2 for maps of equal size that are never active in the same place.

    Raises:
        ValueError: if the shapes differ.

    >>> one = np.array([1.0, 0.0]).reshape(1, 1, 2, 1)
    >>> relative_change(one, one), round(relative_change(one, one[:, :, ::-1]), 2)
    (0.0, 1.41)
    """
    if before.shape != after.shape:
        raise ValueError(
            f"`after` must have the shape of `before`, {before.shape}, got {after.shape}."
        )
    size = np.sqrt((before**2).sum(axis=(1, 2, 3)))
    return float((np.sqrt(((after - before) ** 2).sum(axis=(1, 2, 3))) / size).mean())
