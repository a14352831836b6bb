"""What the units of the small autoencoder look for."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.lessons.autoencoder import autoencoder_features, roughness

IMAGES = np.random.default_rng(0).uniform(0, 1, (8, 4, 6)).astype("float32")


def test_filters_have_the_size_of_the_images_and_activity_is_never_negative() -> None:
    found = autoencoder_features(IMAGES, IMAGES[:3], dropout_rate=0.5, units=5, epochs=1)
    assert found.filters.shape == (4, 6, 5)
    assert found.activity.shape == (3, 5)
    assert (found.activity >= 0).all()


def test_a_stroke_is_smoother_than_noise() -> None:
    stroke = np.zeros((8, 8, 1))
    stroke[:, 2:5] = 1
    assert roughness(stroke) < 1 < roughness(np.random.default_rng(0).normal(size=(8, 8, 1)))


def test_images_of_two_sizes_and_impossible_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="`seen` and `new`"):
        autoencoder_features(IMAGES, IMAGES[:, :3], dropout_rate=0)
    with pytest.raises(ValueError, match="`dropout_rate`"):
        autoencoder_features(IMAGES, IMAGES, dropout_rate=1)
