"""Training for experiments: the same seed gives the same numbers, and learning happens."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from cnn_docs.experiments import fitting, samples


def _trained(seed: int, pieces: tuple[int, ...] = (60,)) -> tuple[keras.Model, np.ndarray]:
    fitting.fresh(seed)
    parts = samples.digits(seed)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3, activation="relu"),
            layers.Flatten(),
            layers.Dropout(0.2),
            layers.Dense(10),
        ]
    )
    training = fitting.Training(
        model, parts.x_train, parts.y_train, steps=sum(pieces), seed=seed, batch=64
    )
    return model, np.concatenate([training.run(steps) for steps in pieces])


def test_the_same_seed_gives_the_same_numbers() -> None:
    (one, losses), (other, again) = _trained(0), _trained(0)
    assert np.array_equal(losses, again)
    for weight, twin in zip(one.get_weights(), other.get_weights(), strict=True):
        assert np.array_equal(weight, twin)
    assert not np.array_equal(losses, _trained(1)[1])


def test_going_on_is_the_same_as_not_stopping() -> None:
    assert np.array_equal(_trained(0)[1], _trained(0, pieces=(20, 10, 30))[1])


def test_it_learns() -> None:
    model, losses = _trained(0, pieces=(300,))
    parts = samples.digits(0)
    assert losses[-10:].mean() < losses[:10].mean() / 2
    assert fitting.error(model, parts.x_test, parts.y_test) < 20


def test_each_image_is_shown_once_before_one_is_shown_again() -> None:
    def shown(targets: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
        """The sum of the targets; the outputs are in it for their gradient, which is 0."""
        return tf.reduce_sum(targets + 0 * outputs)

    # Image k counts 10ᵏ: the digits of a sum say how often each was shown.
    images = 10 ** np.arange(5, dtype=np.float32)[:, np.newaxis]
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    training = fitting.Training(model, images, images, steps=5, seed=0, batch=4, loss=shown)
    so_far = 0
    for batch in training.run():
        so_far += int(batch)
        times = {int(digit) for digit in f"{so_far:05}"}
        assert max(times) - min(times) <= 1
    assert so_far == 44444


def test_more_steps_than_were_planned_are_refused() -> None:
    fitting.fresh(0)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    training = fitting.Training(
        model, np.zeros((8, 4), np.float32), np.zeros(8, int), steps=3, seed=0, batch=4
    )
    training.run(2)
    with pytest.raises(ValueError, match="`steps` must be 1 to 1"):
        training.run(2)


def test_the_digits_are_split_anew_by_each_seed() -> None:
    one, again, other = samples.digits(0), samples.digits(0), samples.digits(1)
    assert np.array_equal(one.x_test, again.x_test)
    assert not np.array_equal(one.x_test, other.x_test)
