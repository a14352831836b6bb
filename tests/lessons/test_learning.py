"""Learning curves are what Keras measures, before training and after each epoch."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from cnn_docs.data import Split, add_channel, digits, scale_to_unit, split
from cnn_docs.lessons.learning import learning_curves
from cnn_docs.models import digit_network


@pytest.fixture(scope="module")
def parts() -> Split:
    images, labels = digits()
    grey = add_channel(scale_to_unit(images, maximum=16))
    return split(grey, labels, test_fraction=0.25, seed=0)


def network(**compiled: object) -> tf.keras.Model:
    tf.keras.utils.set_random_seed(0)
    model = digit_network(filters=4, dropout_rate=0.5)
    model.compile("adam", "sparse_categorical_crossentropy", **compiled)
    return model


def test_first_and_last_entries_are_what_evaluate_gives(parts: Split) -> None:
    model = network(metrics=["accuracy"])
    images = {"train": (parts.x_train, parts.y_train), "test": (parts.x_test, parts.y_test)}
    before = {name: model.evaluate(*pair, verbose=0) for name, pair in images.items()}
    curves = learning_curves(model, parts, epochs=3)
    after = {name: model.evaluate(*pair, verbose=0) for name, pair in images.items()}
    for name in images:
        loss, error = getattr(curves, f"{name}_loss"), getattr(curves, f"{name}_error")
        assert loss.shape == error.shape == (4,)
        for entry, (expected, accuracy) in ((0, before[name]), (-1, after[name])):
            assert loss[entry] == pytest.approx(expected, rel=1e-4)
            assert error[entry] == pytest.approx(100 * (1 - accuracy), abs=1e-3)


def test_the_network_learns_as_it_does_without_being_measured(parts: Split) -> None:
    measured, alone = network(metrics=["accuracy"]), network(metrics=["accuracy"])
    tf.keras.utils.set_random_seed(0)
    learning_curves(measured, parts, epochs=2, batch_size=100)
    tf.keras.utils.set_random_seed(0)
    alone.fit(parts.x_train, parts.y_train, batch_size=100, epochs=2, verbose=0)
    for one, other in zip(measured.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_a_model_that_was_compiled_otherwise_is_refused(parts: Split) -> None:
    with pytest.raises(ValueError, match=r"`model` must be compiled .*, got one that measures"):
        learning_curves(network(), parts, epochs=1)


def test_bad_numbers_are_refused_by_name(parts: Split) -> None:
    model = network(metrics=["accuracy"])
    with pytest.raises(ValueError, match="`epochs` must be"):
        learning_curves(model, parts, epochs=0)
    with pytest.raises(ValueError, match="`batch_size` must be"):
        learning_curves(model, parts, epochs=1, batch_size=0)
