"""The small network that the questions about MNIST are put to, subsampled in one way or another."""

from __future__ import annotations

import keras

#: Parameters are equal to 1 % and multiplications to 6 %: without subsampling the dense layer reads
#: 400 places of a map instead of 16, so that there are weights for four such maps only.
EQUAL_MAPS = {"none": (18, 4), "stride": (16, 32), "average": (16, 32), "max": (16, 32)}


def two_convolutions(
    maps: tuple[int, int], subsampling: str = "max", *, size: int = 28, dropout: float = 0.0
) -> keras.Sequential:
    """Build two convolutions of 5×5 with ReLUs, each subsampled, and a dense layer.

    Args:
        maps: Filters of the two convolutions.
        subsampling: "max" or "average" pooling of 2×2, "stride" (the convolutions themselves take
            every second place), or "none".
        size: Pixels along each side of the picture.
        dropout: Share of the numbers that dropout sets to zero before the dense layer.

    Returns:
        A Keras model from (batch, size, size, 1) to ten logits.

    >>> two_convolutions((6, 16)).count_params()
    5142
    >>> [two_convolutions(maps, kind).count_params() for kind, maps in EQUAL_MAPS.items()]
    [18282, 18378, 18378, 18378]
    """
    layers = keras.layers
    model = keras.Sequential([keras.Input((size, size, 1))])
    for filters in maps:
        strides = 2 if subsampling == "stride" else 1
        model.add(layers.Conv2D(filters, 5, strides=strides, activation="relu"))
        if subsampling == "max":
            model.add(layers.MaxPooling2D(2))
        elif subsampling == "average":
            model.add(layers.AveragePooling2D(2))
    model.add(layers.Flatten())
    if dropout:
        model.add(layers.Dropout(dropout))
    model.add(layers.Dense(10))
    return model
