"""What becomes of activations and of errors in a deep network before its first step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnn_docs._integer_checks import positive_integer

Floats = NDArray[np.float64]


class Sizes(NamedTuple):
    """Root mean squares, of shape (depth + 1,).

    Entry 0 belongs to the input of the first layer, the last entry to the output of the last layer.
    """

    activations: Floats
    errors: Floats


def sizes_through_layers(
    inputs: ArrayLike, *, deviation: float, depth: int, seed: int = 0
) -> Sizes:
    """Send inputs forward through dense ReLU layers, and errors back from the last of them.

    Each layer has as many units as there are inputs, no bias, and weights from a normal
    distribution. The errors start at the last layer as normal random numbers of size 1. (An error
    is the slope of the loss along an activation.)

    Args:
        inputs: numbers of shape (images, units).
        deviation: standard deviation of the weights, 0 or more.
        depth: how many layers.
        seed: the same seed gives the same weights and errors.

    Returns:
        A named tuple `(activations, errors)`.

    Raises:
        ValueError: if the inputs are not rows of numbers, or another argument is out of range.

    >>> images = np.random.default_rng(1).normal(size=(50, 100))
    >>> sizes = sizes_through_layers(images, deviation=0.1 * np.sqrt(2 / 100), depth=3)
    >>> sizes.activations.round(3).tolist()  # each layer makes them ten times smaller
    [1.001, 0.097, 0.009, 0.001]
    """
    x = np.asarray(inputs, dtype=np.float64)
    if x.ndim != 2:
        raise ValueError(f"`inputs` must have shape (images, units), got {x.shape}.")
    if not deviation >= 0:
        raise ValueError(f"`deviation` must be 0 or more, got {deviation!r}.")
    positive_integer(depth, "depth")
    rng = np.random.default_rng(seed)
    units = x.shape[1]
    weights = [rng.normal(0, deviation, (units, units)) for _ in range(depth)]
    layers = [x]
    for weight in weights:
        layers.append(np.maximum(0, layers[-1] @ weight))
    errors = [rng.normal(size=x.shape)]
    for weight, output in zip(reversed(weights), reversed(layers), strict=False):
        errors.append((errors[-1] * (output > 0)) @ weight.T)
    return Sizes(_sizes(layers), _sizes(errors[::-1]))


def _sizes(arrays: list[Floats]) -> Floats:
    return np.array([np.sqrt(np.mean(array**2)) for array in arrays])
