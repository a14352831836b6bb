"""Two convolutions with max pooling in one place or another, to compare what it costs and saves."""

from __future__ import annotations

import keras

PLACES = ("nowhere", "after the 2nd conv", "after the 1st conv")


def pooled_network(place: str) -> keras.Sequential:
    """Build a classifier of 28×28 images with max pooling at `place`, not yet compiled.

    Two convolutions of 32 filters of 3×3 with a ReLU, max pooling of 2×2, flatten, and a dense
    layer of ten scores.

    Args:
        place: where the pooling stands, one of `PLACES`.

    Returns:
        A model from float32 (batch, 28, 28, 1) to float32 (batch, 10).

    Raises:
        ValueError: if there is no such place.

    >>> [pooled_network(place).count_params() for place in PLACES]
    [193898, 55658, 48298]
    """
    if place not in PLACES:
        raise ValueError(f"`place` must be one of {', '.join(PLACES)}, got {place!r}.")
    layers = keras.layers
    convolutions = [layers.Conv2D(32, 3, activation="relu") for _ in range(2)]
    pooling = layers.MaxPooling2D(2)
    found = {
        "nowhere": convolutions,
        "after the 2nd conv": [*convolutions, pooling],
        "after the 1st conv": [convolutions[0], pooling, convolutions[1]],
    }[place]
    return keras.Sequential([keras.Input((28, 28, 1)), *found, layers.Flatten(), layers.Dense(10)])
