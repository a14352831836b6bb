"""A small autoencoder: what its units look for in digits, and how active they are."""

from __future__ import annotations

from typing import NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs._integer_checks import positive_integer
from cnn_docs.data import Array


class Features(NamedTuple):
    """What the hidden units of an autoencoder have learned.

    `filters` has shape (height, width, units): the incoming weights of each unit as a picture.
    `activity` has shape (images, units): what each unit puts out for each new image.
    """

    filters: NDArray[np.float32]
    activity: NDArray[np.float32]


def autoencoder_features(
    seen: Array, new: Array, *, dropout_rate: float, units: int = 64, epochs: int = 20
) -> Features:
    """Train ReLU units to pass on images from which a dense layer can draw them again.

    Dropout acts on the units, in training only. The loss is the mean squared error; Adam takes one
    step for 128 images, with a learning rate of 0.005.

    Args:
        seen: images to learn from, of shape (images, height, width), with values from 0 to 1.
        new: images of the same size, to look at the units' activity.
        dropout_rate: share of the units' outputs that is dropped, in [0, 1).
        units: how many hidden units there are.
        epochs: how many passes through the images.

    Raises:
        ValueError: if an argument is out of range, or the images differ in size.

    >>> from cnn_docs.data import digits, scale_to_unit
    >>> images = scale_to_unit(digits()[0], maximum=16)
    >>> found = autoencoder_features(images[:64], images[64:70], dropout_rate=0.5, epochs=1)
    >>> found.filters.shape, found.activity.shape
    ((8, 8, 64), (6, 64))
    """
    positive_integer(units, "units")
    positive_integer(epochs, "epochs")
    if not 0 <= dropout_rate < 1:
        raise ValueError(f"`dropout_rate` must lie in [0, 1), got {dropout_rate!r}.")
    if seen.ndim != 3 or new.ndim != 3 or seen.shape[1:] != new.shape[1:]:
        raise ValueError(
            "`seen` and `new` must be images of one size, of shape (images, height, width), got "
            f"shapes {seen.shape} and {new.shape}."
        )
    height, width = seen.shape[1:]
    hidden = keras.layers.Dense(units, activation="relu")
    encoder = keras.Sequential([keras.Input((height, width)), keras.layers.Flatten(), hidden])
    model = keras.Sequential(
        [encoder, keras.layers.Dropout(dropout_rate), keras.layers.Dense(height * width)]
    )
    model.compile(keras.optimizers.Adam(0.005), "mse")
    pixels = seen.reshape(len(seen), -1)
    model.fit(seen, pixels, batch_size=128, epochs=epochs, verbose=0)
    filters = hidden.get_weights()[0].reshape(height, width, units)
    return Features(filters, np.asarray(encoder(new)))


def roughness(filters: Array) -> float:
    """How much neighbouring weights of filters differ: 0 for even filters, large for noise.

    Args:
        filters: weights of shape (height, width, filters), not all of them 0.

    Returns:
        The sum of the squared steps between neighbours, down and across, over the sum of the
        squared weights. Independent weights of mean 0 come near to
        2 · (steps / weights): 3.5 for 8×8 filters.

    >>> roughness(np.array([[1.0, 1.0], [1.0, 1.0]])[..., np.newaxis])
    0.0
    >>> round(roughness(np.random.default_rng(0).normal(size=(8, 8, 1000))), 1)
    3.5
    """
    steps = sum(float((np.diff(filters, axis=axis) ** 2).sum()) for axis in (0, 1))
    return steps / float((filters**2).sum())
