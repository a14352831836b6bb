"""A network of one hidden layer in NumPy, and how many steps it takes to learn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnn_docs._integer_checks import non_negative_integer
from cnn_docs.data import Split

Floats = NDArray[np.float64]

HIDDEN = 32
BATCH = 64
MOST_STEPS = 150
LOOK_EVERY = 10
ENOUGH = 0.9


def steps_to_learn(
    parts: Split, *, rate: float, seed: int, first_weights_divided_by: float = 1.0
) -> float:
    """Count the steps of gradient descent until 90 % of the test images are classified right.

    The network has 32 hidden ReLU units and a softmax over the classes. Its weights start from
    Glorot's uniform distribution, its biases from 0. Each step takes the mean gradient of the
    cross-entropy over 64 training images that are drawn at random. Every tenth step the test images
    are classified.

    Args:
        parts: rows of numbers of shape (images, inputs) to train on and to test with, and labels
            from 0.
        rate: the learning rate.
        seed: the same seed gives the same weights and the same batches.
        first_weights_divided_by: makes the first layer's initial weights smaller.

    Returns:
        The steps, a multiple of 10; infinite if 150 were not enough.

    Raises:
        ValueError: if the images are not rows of numbers, or an argument is out of range.

    >>> from cnn_docs.data import Split
    >>> x, y = np.eye(10).repeat(20, axis=0), np.arange(10).repeat(20)
    >>> steps_to_learn(Split(x, x, y, y), rate=1.0, seed=0) < 150
    True
    >>> steps_to_learn(Split(x, x, y, y), rate=0.00001, seed=0)
    inf
    """
    if parts.x_train.ndim != 2:
        raise ValueError(
            "`parts` must hold images as rows of shape (images, inputs), got shape "
            f"{parts.x_train.shape}; reshape them with images.reshape(len(images), -1)."
        )
    for name, value in (("rate", rate), ("first_weights_divided_by", first_weights_divided_by)):
        if not value > 0:
            raise ValueError(f"`{name}` must be positive, got {value!r}.")
    non_negative_integer(seed, "seed")
    rng = np.random.default_rng(seed)
    inputs, classes = parts.x_train.shape[1], int(parts.y_train.max()) + 1
    first = _glorot_uniform(rng, inputs, HIDDEN) / first_weights_divided_by
    last = _glorot_uniform(rng, HIDDEN, classes)
    first_bias, last_bias = np.zeros(HIDDEN), np.zeros(classes)
    # At too large a rate the weights overflow, and the network never arrives.
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, MOST_STEPS + 1):
            drawn = rng.integers(len(parts.x_train), size=BATCH)
            x = parts.x_train[drawn]
            hidden = np.maximum(0, x @ first + first_bias)
            error = _softmax(hidden @ last + last_bias)
            error[np.arange(BATCH), parts.y_train[drawn]] -= 1
            hidden_error = (error @ last.T) * (hidden > 0)
            last -= rate / BATCH * hidden.T @ error
            last_bias -= rate / BATCH * error.sum(axis=0)
            first -= rate / BATCH * x.T @ hidden_error
            first_bias -= rate / BATCH * hidden_error.sum(axis=0)
            if step % LOOK_EVERY == 0:
                if not np.isfinite(last).all():
                    return np.inf
                hidden = np.maximum(0, parts.x_test @ first + first_bias)
                answers = (hidden @ last + last_bias).argmax(axis=1)
                if np.mean(answers == parts.y_test) >= ENOUGH:
                    return step
    return np.inf


def _glorot_uniform(rng: np.random.Generator, fan_in: int, fan_out: int) -> Floats:
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: Floats = powers / powers.sum(axis=1, keepdims=True)
    return probabilities
