"""Networks that learn to tell drawn faces from other pictures, and what they call a face.

All of them read grey values from −1 to 1, and answer above 0 for a face.
"""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs._integer_checks import positive_integer
from cnn_docs.faces import SIZE, Images

HEADS = ("pooled", "pooled", "flattened", "flattened")


def pooled_and_flattened() -> keras.Model:
    """Build four small networks in one: two that pool over the whole picture, two that flatten.

    All begin with 8 filters of 5×5 with a stride of 2, and 8 filters of 1×1, each with ReLU. The
    pooled ones then keep the largest value of each map, the flattened ones keep every value. A
    dense unit reads what is kept. The four share no weight, so training them together is training
    each by itself; one model does it in a quarter of the time.

    Returns:
        A compiled model from (batch, 37, 37, 1) to (batch, 4): two pooled, two flattened.

    >>> from cnn_docs.lessons.face_networks import pooled_and_flattened
    >>> pooled_and_flattened().output_shape
    (None, 4)
    """
    layers = keras.layers
    picture = keras.Input((SIZE, SIZE, 1))
    answers = []
    for head in HEADS:
        maps = layers.Conv2D(8, 5, strides=2, activation="relu")(picture)
        maps = layers.Conv2D(8, 1, activation="relu")(maps)
        kept = layers.GlobalMaxPooling2D() if head == "pooled" else layers.Flatten()
        answers.append(layers.Dense(1)(kept(maps)))
    return _compiled(keras.Model(picture, layers.Concatenate()(answers)), rate=0.02)


def three_convolutions() -> keras.Model:
    """Build one network whose units see most of a face before it pools over the whole picture.

    Returns:
        A compiled model from (batch, 37, 37, 1) to (batch, 1).

    >>> from cnn_docs.lessons.face_networks import three_convolutions
    >>> three_convolutions().count_params()
    16289
    """
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((SIZE, SIZE, 1)),
            *(layers.Conv2D(filters, 5, strides=2, activation="relu") for filters in (8, 16, 32)),
            layers.GlobalMaxPooling2D(),
            layers.Dense(1),
        ]
    )
    return _compiled(model, rate=0.01)


def train(model: keras.Model, pictures: Mapping[str, Images], *, epochs: int) -> None:
    """Train to answer above 0 for the kind that is named "face", below 0 for all others.

    Args:
        model: one of this module's. Its weights change.
        pictures: for each kind, grey values from 0 to 1 of shape (number, 37, 37, 1).
        epochs: how many passes through all pictures.

    Raises:
        ValueError: if no kind is named "face", or `epochs` is not a positive integer.
    """
    positive_integer(epochs, "epochs")
    if "face" not in pictures:
        raise ValueError(f'`pictures` must have a kind named "face", got {list(pictures)}.')
    is_face = np.concatenate(
        [np.full((len(some), 1), kind == "face") for kind, some in pictures.items()]
    )
    wanted = np.repeat(is_face.astype("float32"), model.output_shape[1], axis=1)
    x = 2 * np.concatenate(list(pictures.values())) - 1
    model.fit(x, wanted, batch_size=50, epochs=epochs, verbose=0)


def answers(model: keras.Model, pictures: Images) -> dict[str, NDArray[np.float32]]:
    """What the four networks of `pooled_and_flattened` answer.

    Args:
        model: the four.
        pictures: grey values from 0 to 1 of shape (number, 37, 37, 1).

    Returns:
        The answers to each picture, of shape (number, 2), for "pooled" and for "flattened".

    >>> from cnn_docs.faces import faces
    >>> four = pooled_and_flattened()
    >>> {head: found.shape for head, found in answers(four, faces(3, seed=0)).items()}
    {'pooled': (3, 2), 'flattened': (3, 2)}
    """
    found = np.asarray(model(2 * pictures - 1))
    return {"pooled": found[:, :2], "flattened": found[:, 2:]}


def called_face(model: keras.Model, pictures: Images) -> dict[str, NDArray[np.float64]]:
    """How many of a hundred pictures each of the four networks calls a face.

    Args:
        model: the four of `pooled_and_flattened`.
        pictures: grey values from 0 to 1 of shape (number, 37, 37, 1).

    Returns:
        Per cent, one number for each of the two networks, for "pooled" and for "flattened".

    >>> from cnn_docs.faces import faces
    >>> bool((called_face(pooled_and_flattened(), faces(3, seed=0))["pooled"] <= 100).all())
    True
    """
    found = answers(model, pictures)
    return {head: 100 * (some > 0).mean(axis=0) for head, some in found.items()}


def _compiled(model: keras.Model, *, rate: float) -> keras.Model:
    model.compile(keras.optimizers.Adam(rate), keras.losses.BinaryCrossentropy(from_logits=True))
    return model
