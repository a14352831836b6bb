"""The images that experiments learn from, choose on and are tested on.

What is chosen is chosen on held-out images that no seed is tested on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from cnn_docs import data

#: `load_digits` is ordered by writer. Its last images are held out, to choose on: a fifth.
HELD_OUT_DIGITS = 360
#: The others are cut into as many runs of the file; a seed is tested on one of them.
BLOCKS = 10
#: MNIST's last training images are held out, to choose on.
HELD_OUT_MNIST = 2_000
#: The seed of the order in which MNIST's training images are parted.
_MNIST_SEED = 1998


Change = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""From images to images."""


class Part(NamedTuple):
    """Images of shape (number, height, width, 1), float32 from 0 to 1, and their labels, int64.

    What is computed from images, such as feature maps, may stand in their place, and other targets
    in place of the labels.
    """

    images: NDArray[np.float32]
    labels: NDArray[Any]


class Sample(NamedTuple):
    """What a seed works with."""

    learn: Part
    held_out: Part
    test: Part

    def map(self, change: Change) -> Sample:
        """Change the images of all three parts in the same way.

        Args:
            change: From images to images.
        """
        return Sample(*(Part(change(part.images), part.labels) for part in self))


def digits(seed: int) -> Sample:
    """The embedded digits. Seed 0 is tested on the first block of the file, seed 10 again.

    Args:
        seed: The seed of the run.

    >>> sample = digits(0)
    >>> [len(part.labels) for part in sample], sample.test.images.shape
    ([1293, 360, 144], (144, 8, 8, 1))
    """
    images, labels = data.digits()
    inputs = data.add_channel(data.scale_to_unit(images, maximum=16))
    blocks = np.array_split(np.arange(len(labels) - HELD_OUT_DIGITS), BLOCKS)
    test = blocks.pop(seed % BLOCKS)
    held_out = np.arange(len(labels) - HELD_OUT_DIGITS, len(labels))
    return Sample(
        *(Part(inputs[at], labels[at]) for at in (np.concatenate(blocks), held_out, test))
    )


#: By how much the tests of two seeds on digits hang together: they learn from the same images but
#: for a tenth (Nadeau and Bengio 2003: test images for each image that is learned from).
DIGITS_OVERLAP = 1 / (BLOCKS - 1)


def mnist(seed: int, count: int, size: int = 28) -> Sample:
    """Some of MNIST's training images, drawn by the seed, and all its test images.

    Args:
        seed: The seed of the run.
        count: How many images to learn from, at most 58,000, each class in its share.
        size: Pixels along each side: 28, or 14, each of them the mean of four.

    Raises:
        cnn_docs.data.DatasetUnavailable: If MNIST is not at hand.
    """
    x_train, y_train, x_test, y_test = _mnist(size)
    learn = stratified(y_train[:-HELD_OUT_MNIST], count, seed)
    return Sample(
        Part(x_train[learn], y_train[learn]),
        Part(x_train[-HELD_OUT_MNIST:], y_train[-HELD_OUT_MNIST:]),
        Part(x_test, y_test),
    )


@cache
def _mnist(
    size: int,
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """MNIST's training images, in an order of their own, and its test images, with their labels."""
    (x_train, y_train), (x_test, y_test) = data.mnist()
    # The file is ordered by writer in stretches; what is held out should have writers of all kinds.
    order = np.random.default_rng(_MNIST_SEED).permutation(len(y_train))
    train, test = (
        shrunk(data.add_channel(data.scale_to_unit(images, maximum=255)), 28 // size)
        for images in (x_train[order], x_test)
    )
    return train, y_train[order].astype(np.int64), test, y_test.astype(np.int64)


def shrunk(images: NDArray[np.float32], block: int) -> NDArray[np.float32]:
    """Make images smaller: each pixel is the mean of a square block.

    Args:
        images: Of shape (number, height, width, 1).
        block: Pixels along each side of a block; a divisor of height and width.

    >>> shrunk(np.ones((2, 28, 28, 1), "float32"), 2).shape
    (2, 14, 14, 1)
    """
    if block == 1:
        return images
    number, height, width, _ = images.shape
    cut = images.reshape(number, height // block, block, width // block, block, 1)
    return cut.mean(axis=(2, 4))


def stratified(labels: NDArray[np.int64], count: int, seed: int) -> NDArray[np.intp]:
    """Positions of `count` images, each class in its share, in an order drawn by the seed.

    Args:
        labels: The classes of all images.
        count: How many.
        seed: The seed.
    """
    positions = np.arange(len(labels))
    if count == len(labels):
        return positions
    chosen, _ = train_test_split(positions, train_size=count, random_state=seed, stratify=labels)
    return np.asarray(chosen)
