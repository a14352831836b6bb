"""What the filters of a layer have in common: with those of another, and with the classes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def cosines(kernel: ArrayLike, other: ArrayLike) -> Floats:
    """How alike the filters of two layers are, whatever their strength.

    A cosine of 1 means the same filter up to strength, 0 nothing in common, −1 its negative.

    Args:
        kernel: weights of shape (height, width, channels, filters), as Keras keeps them.
        other: weights of the same shape but for the number of filters.

    Returns:
        Cosines of shape (filters, other filters).

    Raises:
        ValueError: if the filters of the two differ in shape, or one of them is zero throughout.

    >>> edge = np.array([[-1.0, 0, 1]]).reshape(1, 3, 1, 1)
    >>> float(cosines(edge, 7 * edge)[0, 0].round(6)), float(cosines(edge, -edge)[0, 0].round(6))
    (1.0, -1.0)
    """
    first, second = np.asarray(kernel, np.float64), np.asarray(other, np.float64)
    if first.ndim != 4 or first.shape[:3] != second.shape[:3]:
        raise ValueError(
            "`kernel` and `other` must have shape (height, width, channels, filters) with equal "
            f"height, width and channels, got {first.shape} and {second.shape}."
        )
    return _unit(first).T @ _unit(second)


def classes_served(maps: ArrayLike, labels: ArrayLike) -> tuple[Floats, NDArray[np.int64]]:
    """How active each filter is on the pictures of each class, and how many classes it serves.

    A filter serves a class if its mean activation there is at least half of that on its best class.

    Args:
        maps: activations that are 0 or more, of shape (pictures, height, width, filters), as they
            come out of a ReLU.
        labels: class of each picture, from 0, of shape (pictures,); every class must occur.

    Returns:
        Mean activations of shape (classes, filters), and the number of classes served, of shape
        (filters,): 0 for a filter that is 0 on all pictures.

    Raises:
        ValueError: if an activation is negative, or there is not one label for each picture.

    >>> maps = np.array([[4.0, 1, 0], [0, 1, 0]]).reshape(2, 1, 1, 3)
    >>> classes_served(maps, [0, 1])[1].tolist()
    [1, 2, 0]
    """
    activations, classes = np.asarray(maps, np.float64), np.asarray(labels)
    if activations.ndim != 4 or classes.shape != activations.shape[:1]:
        raise ValueError(
            "`maps` must have shape (pictures, height, width, filters) with one label for each "
            f"picture, got {activations.shape} and {classes.shape}."
        )
    if (activations < 0).any():
        raise ValueError(f"`maps` must be 0 or more, got {activations.min():g}; take a ReLU first.")
    strength = activations.mean(axis=(1, 2))
    by_class = np.stack([strength[classes == c].mean(axis=0) for c in range(classes.max() + 1)])
    strongest = by_class.max(axis=0)
    served = ((by_class >= strongest / 2) & (strongest > 0)).sum(axis=0)
    return by_class, served


def _unit(kernel: Floats) -> Floats:
    """Each filter as a column of length 1."""
    columns = kernel.reshape(-1, kernel.shape[-1])
    lengths = np.linalg.norm(columns, axis=0)
    if not lengths.all():
        raise ValueError("every filter must have a weight that is not 0, or it has no direction.")
    return columns / lengths
