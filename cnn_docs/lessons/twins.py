"""Two filters that start with the same weights: does training part them?"""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from cnn_docs._integer_checks import positive_integer
from cnn_docs.data import Array


def twin_network(*, equal_outgoing: bool, dropout_rate: float = 0.0) -> keras.Sequential:
    """Build a digit classifier of two filters with the same incoming weights, not yet trained.

    A convolution of 3×3 with a ReLU, dropout on its maps, flatten, and a dense layer with softmax.

    Args:
        equal_outgoing: whether the dense layer reads both maps with the same weights. Otherwise
            they are random, as in every other network.
        dropout_rate: share of the maps' numbers that is dropped in training, in [0, 1).

    Returns:
        A model from float32 (batch, 8, 8, 1) to float32 (batch, 10). Its layers with weights are
        named filters and dense.

    >>> kernel = twin_network(equal_outgoing=True).get_layer("filters").get_weights()[0]
    >>> kernel.shape, bool((kernel[..., 0] == kernel[..., 1]).all())
    ((3, 3, 1, 2), True)
    """
    filters = keras.layers.Conv2D(2, 3, activation="relu", name="filters")
    dense = keras.layers.Dense(10, activation="softmax", name="dense")
    dropout = keras.layers.Dropout(dropout_rate)
    model = keras.Sequential(
        [keras.Input((8, 8, 1)), filters, dropout, keras.layers.Flatten(), dense]
    )
    kernel, bias = filters.get_weights()
    kernel[..., 1] = kernel[..., 0]
    filters.set_weights([kernel, bias])
    if equal_outgoing:
        weights, bias = dense.get_weights()
        from_maps = weights.reshape(6, 6, 2, 10)  # row, column, map, class
        from_maps[:, :, 1] = from_maps[:, :, 0]
        dense.set_weights([from_maps.reshape(72, 10), bias])
    return model


def train_twins(
    model: keras.Model, images: Array, labels: Array, *, steps: int = 20
) -> list[float]:
    """Train by gradient descent on all images at once, and watch the two filters.

    Args:
        model: what `twin_network` builds; its weights change.
        images: float32 of shape (images, 8, 8, 1).
        labels: classes, of shape (images,).
        steps: how many steps to take, with a learning rate of 0.5.

    Returns:
        The largest difference between a weight of the one filter and the same weight of the other,
        at the start and after each step.

    >>> images = np.random.default_rng(0).uniform(size=(4, 8, 8, 1)).astype("float32")
    >>> train_twins(twin_network(equal_outgoing=True), images, np.arange(4), steps=2)
    [0.0, 0.0, 0.0]
    """
    positive_integer(steps, "steps")
    optimizer = keras.optimizers.SGD(0.5)
    apart = [twin_distance(model)]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            answers = model(images, training=True)
            losses = keras.losses.sparse_categorical_crossentropy(labels, answers)
            loss = tf.reduce_mean(losses)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        apart.append(twin_distance(model))
    return apart


def twin_distance(model: keras.Model) -> float:
    """The largest difference between a weight of one filter and the same weight of the other.

    Args:
        model: what `twin_network` builds.

    >>> twin_distance(twin_network(equal_outgoing=False))
    0.0
    """
    kernel = model.get_layer("filters").get_weights()[0]
    return float(np.abs(kernel[..., 0] - kernel[..., 1]).max())
