"""The pictures that experiments learn from and are measured on, as the seed draws them."""

from __future__ import annotations

import numpy as np
from sklearn.model_selection import train_test_split

from cnn_docs import data
from cnn_docs.data import Split

#: 540 test images of the embedded digits, so that one more mistake is 0.19 points of error.
TEST_FRACTION = 0.3
#: One part of MNIST's test set for all seeds, drawn by a seed of its own.
_MNIST_TEST_SEED = 1998


def digits(seed: int) -> Split:
    """The embedded digits, split anew by each seed.

    Args:
        seed: The seed of the run.

    Returns:
        float32 images of shape (1257, 8, 8, 1) and (540, 8, 8, 1) with values 0 to 1, and their
        labels.

    >>> digits(0).x_train.shape, digits(0).x_test.shape
    ((1257, 8, 8, 1), (540, 8, 8, 1))
    """
    images, labels = data.digits()
    inputs = data.add_channel(data.scale_to_unit(images, maximum=16))
    return data.split(inputs, labels, test_fraction=TEST_FRACTION, seed=seed)


def enlarged_digits() -> data.Array:
    """All embedded digits at the size of MNIST's, float32 of shape (1797, 28, 28, 1), 0 to 1."""
    images, _ = data.digits(28)
    return data.add_channel(data.scale_to_unit(images, maximum=16))


def mnist(seed: int, count: int, test_count: int = 4000) -> Split:
    """Some of MNIST's training images, drawn by the seed, and a fixed part of its test images.

    Args:
        seed: The seed of the run.
        count: How many images to learn from, each class in its share. A smaller count of the same
            seed is not a part of a larger one.
        test_count: How many of the 10,000 test images to measure on, the same for all seeds.

    Returns:
        float32 images of shape (count, 28, 28, 1) and (test_count, 28, 28, 1) with values 0 to 1,
        and their labels as int64.

    Raises:
        cnn_docs.data.DatasetUnavailable: If MNIST is not at hand.
    """
    (x_train, y_train), (x_test, y_test) = data.mnist()
    learn = _stratified(y_train, count, seed)
    measure = _stratified(y_test, test_count, _MNIST_TEST_SEED)
    parts = [
        data.add_channel(data.scale_to_unit(images, maximum=255))
        for images in (x_train[learn], x_test[measure])
    ]
    labels = [y_train[learn].astype(np.int64), y_test[measure].astype(np.int64)]
    return Split(*parts, *labels)


def _stratified(labels: data.Array, count: int, seed: int) -> data.Array:
    """Positions of `count` images, each class in its share."""
    positions = np.arange(len(labels))
    if count == len(labels):
        return positions
    chosen, _ = train_test_split(positions, train_size=count, random_state=seed, stratify=labels)
    return chosen
