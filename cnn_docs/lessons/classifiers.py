"""A small classifier of digits, trained in a second: enough to see a mistake and its cure."""

from __future__ import annotations

import keras
import numpy as np

from cnn_docs.data import Array


def small_network(
    *hidden: keras.Layer, outputs: int = 10, activation: str | None = "softmax"
) -> keras.Sequential:
    """Build a classifier of 8×8 grey digits, not yet compiled.

    Args:
        hidden: the layers before `Flatten` and the dense layer; by default one convolution of
            eight 3×3 filters with ReLU.
        outputs: how many scores the dense layer gives.
        activation: what the dense layer does with its scores.

    Returns:
        A model from float32 (batch, 8, 8, 1) to float32 (batch, outputs). Its layers with weights
        are named conv and scores, unless `hidden` brings others.

    >>> small_network().output_shape
    (None, 10)
    >>> small_network(keras.layers.MaxPooling2D(2)).count_params()
    170
    """
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            *(hidden or [keras.layers.Conv2D(8, 3, activation="relu", name="conv")]),
            keras.layers.Flatten(),
            keras.layers.Dense(outputs, activation=activation, name="scores"),
        ],
        name="small_network",
    )


def train(
    model: keras.Model,
    images: Array,
    labels: Array,
    *,
    loss: str | keras.Loss = "sparse_categorical_crossentropy",
    learning_rate: float = 0.01,
    epochs: int = 5,
) -> list[float]:
    """Compile a classifier with Adam and train it, 128 images a step.

    Args:
        model: a classifier; its weights change.
        images: what the model reads, of shape (number of images, …).
        labels: what the loss expects, one label an image.
        loss: a loss of Keras, or its name.
        learning_rate: the step size of Adam.
        epochs: how many passes through the images.

    Returns:
        The mean loss of each epoch, as `fit` reports it.

    >>> keras.utils.set_random_seed(0)
    >>> losses = train(small_network(), np.zeros((4, 8, 8, 1)), np.zeros(4), epochs=2)
    >>> losses[1] < losses[0]
    True
    """
    model.compile(keras.optimizers.Adam(learning_rate), loss)
    history = model.fit(images, labels, batch_size=128, epochs=epochs, verbose=0)
    return [float(value) for value in history.history["loss"]]


def percent_right(model: keras.Model, images: Array, labels: Array) -> float:
    """How many images of a hundred a classifier gives the highest score to the right class.

    Args:
        model: a classifier that gives scores of shape (batch, classes).
        images: what the model reads, of shape (number of images, …).
        labels: the right classes, integers of shape (number of images,).

    >>> model = small_network()
    >>> images = np.zeros((4, 8, 8, 1))
    >>> answer = model.predict(images, verbose=0).argmax(axis=1)
    >>> percent_right(model, images, answer)
    100.0
    """
    # Not `predict`, which sets up more than it computes here and takes ten times as long.
    answers = keras.ops.convert_to_numpy(model(images, training=False)).argmax(axis=1)
    return 100 * float(np.mean(answers == labels))
