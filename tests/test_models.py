"""The lessons' networks."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import tensorflow as tf

from cnn_docs.figures.diagrams import network
from cnn_docs.models import digit_network

DIGITS = np.random.default_rng(0).uniform(0, 1, (4, 8, 8, 1)).astype("float32")


def test_the_digit_network_has_the_layers_of_the_lessons_under_stable_names() -> None:
    # A second one shows that no name depends on how many models came before it.
    digit_network()
    model = digit_network()
    assert [
        (layer.name, layer.output.shape[1:], layer.count_params()) for layer in model.layers
    ] == [
        ("conv1", (6, 6, 32), 320),
        ("relu1", (6, 6, 32), 0),
        ("conv2", (4, 4, 32), 9_248),
        ("relu2", (4, 4, 32), 0),
        ("pooling", (2, 2, 32), 0),
        ("dropout", (2, 2, 32), 0),
        ("flatten", (128,), 0),
        ("dense", (10,), 1_290),
    ]


def test_the_digit_network_takes_other_pictures_widths_and_classes() -> None:
    model = digit_network((28, 28, 3), filters=5, dropout_rate=0, classes=2)
    assert model(np.zeros((7, 28, 28, 3))).shape == (7, 2)
    assert model.get_layer("conv2").output.shape == (None, 24, 24, 5)


def test_the_digit_network_gives_probabilities() -> None:
    probabilities = digit_network()(DIGITS).numpy()
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_its_loss_is_computed_from_the_logits_behind_the_softmax() -> None:
    model = digit_network(classes=2)
    # Sure to the point where the other probability rounds to 0, and its logarithm to -infinity.
    model.get_layer("dense").set_weights([np.zeros((128, 2)), np.array([200.0, 0.0])])
    model.compile(loss="sparse_categorical_crossentropy")
    assert model.evaluate(DIGITS, np.ones(4), verbose=0) == pytest.approx(200)


def test_dropout_acts_in_training_only() -> None:
    tf.keras.utils.set_random_seed(0)
    model = digit_network(dropout_rate=0.5)
    np.testing.assert_array_equal(model(DIGITS), model(DIGITS))
    assert not np.array_equal(model(DIGITS, training=True), model(DIGITS, training=True))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"input_shape": (8, 8)}, "`input_shape` must be"),
        ({"input_shape": (5, 8, 1)}, "`input_shape` must be at least 6×6"),
        ({"filters": 0}, "`filters` must be"),
        ({"dropout_rate": 1}, "`dropout_rate` must lie in"),
        ({"classes": 2.5}, "`classes` must be"),
    ],
)
def test_bad_arguments_are_refused_by_name(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        digit_network(**arguments)


def test_the_picture_of_a_model_shows_what_each_layer_makes_of_an_image() -> None:
    model = digit_network()
    figure = network(model, DIGITS[0])
    shown = [np.asarray(image.get_array()) for image in figure.axes[0].get_images()]
    labels = [text.get_text() for text in figure.axes[0].texts]
    plt.close(figure)
    assert labels[2:4] == ["Conv2D → ReLU", "6×6×32"]
    assert len(shown) == 1 + 32 + 32 + 32 + 1 + 1
    after_relu1 = tf.keras.Model(model.inputs[0], model.get_layer("relu1").output)(DIGITS)[0]
    np.testing.assert_allclose(np.stack(shown[1:33], axis=-1), after_relu1, rtol=1e-5)
    np.testing.assert_allclose(shown[-1][0], model(DIGITS)[0], rtol=1e-5)


def test_the_picture_of_a_model_wants_an_image_of_its_input_shape() -> None:
    with pytest.raises(ValueError, match="`image` must have the model's input shape"):
        network(digit_network(), DIGITS[0, ..., 0])
