"""Keras builders for the networks of the lessons."""

from __future__ import annotations

import tensorflow as tf

from cnn_docs._integer_checks import positive_integer


def digit_network(
    input_shape: tuple[int, int, int] = (8, 8, 1),
    *,
    filters: int = 32,
    dropout_rate: float = 0.25,
    classes: int = 10,
) -> tf.keras.Sequential:
    """Build the digit network of the lessons, not yet compiled.

    Two convolutions of 3×3 with a ReLU behind each, max pooling of 2×2, dropout, flatten, and a
    dense layer with softmax. The convolutions do not pad, so an image of 8×8 leaves them as 4×4.

    It puts out probabilities, not logits: they can be read as they are, and the loss that Keras
    finds by the name `"sparse_categorical_crossentropy"` expects them. Nothing is lost in
    precision, because Keras takes the logits from behind a last softmax to compute that loss.

    Args:
        input_shape: height, width and channels of one image, at least 6×6 (two convolutions and
            the pooling must leave a pixel).
        filters: filters of each convolution.
        dropout_rate: share of the pooled numbers that dropout sets to zero in training, in [0, 1).
        classes: how many classes there are.

    Returns:
        A model from float32 (batch, height, width, channels) to float32 (batch, classes). Its
        layers are named conv1, relu1, conv2, relu2, pooling, dropout, flatten and dense.

    Raises:
        ValueError: if an argument is out of range.

    >>> from cnn_docs.models import digit_network
    >>> model = digit_network()
    >>> model.output_shape, model.count_params()
    ((None, 10), 10858)
    """
    if len(input_shape) != 3:
        raise ValueError(f"`input_shape` must be (height, width, channels), got {input_shape!r}.")
    for side, name in zip(input_shape, ("height", "width", "channels"), strict=True):
        positive_integer(side, f"input_shape {name}")
    if min(input_shape[:2]) < 6:
        raise ValueError(
            f"`input_shape` must be at least 6×6, so that two convolutions of 3×3 and the pooling "
            f"leave a pixel, got {input_shape[0]}×{input_shape[1]}."
        )
    positive_integer(filters, "filters")
    positive_integer(classes, "classes")
    if not 0 <= dropout_rate < 1:
        raise ValueError(f"`dropout_rate` must lie in [0, 1), got {dropout_rate!r}.")
    return tf.keras.Sequential(
        [
            tf.keras.Input(input_shape, name="image"),
            tf.keras.layers.Conv2D(filters, 3, name="conv1"),
            tf.keras.layers.ReLU(name="relu1"),
            tf.keras.layers.Conv2D(filters, 3, name="conv2"),
            tf.keras.layers.ReLU(name="relu2"),
            tf.keras.layers.MaxPooling2D(2, name="pooling"),
            tf.keras.layers.Dropout(dropout_rate, name="dropout"),
            tf.keras.layers.Flatten(name="flatten"),
            tf.keras.layers.Dense(classes, activation="softmax", name="dense"),
        ],
        name="digit_network",
    )
