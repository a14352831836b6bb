"""Train a network, and keep how wrong it is after each pass through its data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs._integer_checks import positive_integer
from cnn_docs.data import Array, Split

Floats = NDArray[np.float64]

AT_ONCE = 500
"""How many images are measured together, so that their maps fit into memory."""


class LearningCurves(NamedTuple):
    """Loss and error before training (entry 0) and after each epoch, of shape (epochs + 1,).

    The loss is what the model was compiled with. The error counts how many images of a hundred are
    classified wrongly.
    """

    train_loss: Floats
    test_loss: Floats
    train_error: Floats
    test_error: Floats


def learning_curves(
    model: keras.Model, parts: Split, *, epochs: int, batch_size: int = 32
) -> LearningCurves:
    """Train a classifier with `model.fit`, and measure it on both sets after each epoch.

    Both sets are measured the same way, with the weights as they are after the epoch and with
    dropout off. The history that `model.fit` returns is no substitute for the training set: it
    averages over the epoch, while the weights are changing, with dropout on.

    Args:
        model: a Keras model that was compiled with a loss and with `metrics=["accuracy"]`. Its
            weights change.
        parts: images and labels to train on and to test with, as `cnn_docs.data.split` gives them.
        epochs: how many passes through the training images.
        batch_size: how many images each step is computed from.

    Returns:
        A named tuple `(train_loss, test_loss, train_error, test_error)`.

    Raises:
        ValueError: if `epochs` or `batch_size` is not a positive integer, or the model was not
            compiled with one loss and the accuracy.

    >>> from cnn_docs.data import add_channel, digits, split
    >>> from cnn_docs.models import digit_network
    >>> images, labels = digits()
    >>> model = digit_network()
    >>> model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    >>> parts = split(add_channel(images), labels, test_fraction=0.25, seed=0)
    >>> curves = learning_curves(model, parts, epochs=2)
    >>> curves.test_error.shape
    (3,)
    """
    positive_integer(epochs, "epochs")
    positive_integer(batch_size, "batch_size")
    rows: list[tuple[float, ...]] = []

    def measure(*_: object) -> None:
        train_loss, train_error = _loss_and_error(model, parts.x_train, parts.y_train)
        test_loss, test_error = _loss_and_error(model, parts.x_test, parts.y_test)
        rows.append((train_loss, test_loss, train_error, test_error))

    measure()
    after_each = keras.callbacks.LambdaCallback(on_epoch_end=measure)
    model.fit(
        parts.x_train,
        parts.y_train,
        batch_size=batch_size,
        epochs=epochs,
        callbacks=[after_each],
        verbose=0,
    )
    return LearningCurves(*np.array(rows).T)


def comparison(trainings: Mapping[str, LearningCurves]) -> str:
    """Write where several trainings ended as a Markdown table.

    Args:
        trainings: for the name of each training set, the curves of the training on it.

    Returns:
        For each training the last errors, the lowest loss on the test set, and by how much that
        loss has risen at the end. Where it has risen much, the network was trained too long.

    >>> curves = LearningCurves(*np.array([[2.0, 0.1], [0.5, 0.6], [90.0, 0.0], [90.0, 8.0]]))
    >>> print(comparison({"100 digits": curves}))
    | training set | its error in % | test error in % | lowest test loss | its rise in % |
    |---|---:|---:|---:|---:|
    | 100 digits | 0.0 | 8.0 | 0.50 | 20 |
    """
    rows = [
        "| training set | its error in % | test error in % | lowest test loss | its rise in % |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, curves in trainings.items():
        lowest = curves.test_loss.min()
        rise = 100 * (curves.test_loss[-1] / lowest - 1)
        rows.append(
            f"| {name} | {curves.train_error[-1]:.1f} | {curves.test_error[-1]:.1f} | "
            f"{lowest:.2f} | {rise:.0f} |"
        )
    return "\n".join(rows)


def _loss_and_error(model: keras.Model, images: Array, labels: Array) -> tuple[float, float]:
    # What model.evaluate gives, without the data pipeline that it sets up each time: for a thousand
    # digits that takes longer than to measure them.
    loss = right = 0.0
    for start in range(0, len(images), AT_ONCE):
        batch = images[start : start + AT_ONCE]
        model.reset_metrics()
        measured = model.test_on_batch(batch, labels[start : start + AT_ONCE], return_dict=True)
        if set(measured) != {"loss", "accuracy"}:
            raise ValueError(
                '`model` must be compiled with one loss and metrics=["accuracy"], got one that '
                f"measures {sorted(measured)}."
            )
        loss += len(batch) * float(measured["loss"])
        right += len(batch) * float(measured["accuracy"])
    return loss / len(images), 100 * (1 - right / len(images))
