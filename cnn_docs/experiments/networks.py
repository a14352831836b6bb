"""The networks that several questions are put to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import keras

Pooling = Literal["max", "average", "stride", "none"]


def digit_network(
    filters: Sequence[int] = (32, 32),
    *,
    size: int = 8,
    activation: str | None = "relu",
    dropout: float = 0.0,
) -> keras.Sequential:
    """The network of the notes: two convolutions, max pooling, dropout, a dense layer.

    Args:
        filters: Filters of the two convolutions of 3×3.
        size: Pixels along each side of the picture.
        activation: What follows each convolution; None for nothing.
        dropout: Share of the numbers that dropout sets to zero before the dense layer.

    Returns:
        A Keras model from (batch, size, size, 1) to ten logits. Its last layer is the dense one.

    >>> digit_network().count_params()
    10858
    """
    layers = keras.layers
    model = keras.Sequential([keras.Input((size, size, 1))])
    for count in filters:
        model.add(layers.Conv2D(count, 3, activation=activation))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    if dropout:
        model.add(layers.Dropout(dropout))
    model.add(layers.Dense(10))
    return model


def subsampled_network(
    filters: Sequence[int] = (16, 32),
    pooling: Pooling = "max",
    *,
    size: int = 14,
    kernel: int = 3,
) -> keras.Sequential:
    """Two convolutions with ReLUs, each subsampled, and a dense layer.

    Args:
        filters: Filters of the two convolutions.
        pooling: "max" or "average" pooling of 2×2, "stride" (the convolutions themselves take every
            second place), or "none".
        size: Pixels along each side of the picture.
        kernel: Rows and columns of a kernel.

    Returns:
        A Keras model from (batch, size, size, 1) to ten logits.

    >>> subsampled_network((6, 16), size=28, kernel=5).count_params()
    5142
    """
    layers = keras.layers
    model = keras.Sequential([keras.Input((size, size, 1))])
    for count in filters:
        strides = 2 if pooling == "stride" else 1
        model.add(layers.Conv2D(count, kernel, strides=strides, activation="relu"))
        if pooling == "max":
            model.add(layers.MaxPooling2D())
        elif pooling == "average":
            model.add(layers.AveragePooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(10))
    return model


def dense_network(hidden: Sequence[int], *, size: int, dropout: float = 0.0) -> keras.Sequential:
    """Dense layers with ReLUs, dropout after each, and a last one.

    Args:
        hidden: Units of each hidden layer.
        size: Pixels along each side of the picture.
        dropout: Share of the hidden units that dropout sets to zero.

    Returns:
        A Keras model from (batch, size, size, 1) to ten logits.

    >>> dense_network((64, 64), size=8).count_params()
    8970
    """
    layers = keras.layers
    model = keras.Sequential([keras.Input((size, size, 1)), layers.Flatten()])
    for units in hidden:
        model.add(layers.Dense(units, activation="relu"))
        if dropout:
            model.add(layers.Dropout(dropout))
    model.add(layers.Dense(10))
    return model


def before(model: keras.Sequential, layer: Any) -> keras.Model:
    """The part of a network that comes before one of its layers.

    Args:
        model: A built network.
        layer: One of its layers.

    >>> network = digit_network()
    >>> before(network, network.layers[-1]).output_shape
    (None, 128)
    """
    return keras.Model(model.inputs, layer.input)


def up_to(model: keras.Sequential, name: str) -> keras.Model:
    """The part of a network that ends with one of its layers.

    Args:
        model: A built network, whose layers may have belonged to another one.
        name: The layer's name.

    Raises:
        ValueError: If there is no such layer.

    >>> network = digit_network()
    >>> up_to(network, network.layers[2].name).output_shape
    (None, 2, 2, 32)
    """
    inputs = hidden = keras.Input(model.input_shape[1:])
    for layer in model.layers:
        hidden = layer(hidden)
        if layer.name == name:
            return keras.Model(inputs, hidden)
    names = [layer.name for layer in model.layers]
    raise ValueError(f"`name` must be a layer of the network ({', '.join(names)}), got {name!r}.")
