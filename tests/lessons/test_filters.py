"""Filters are compared by direction, and serve classes by their activation."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.lessons.filters import classes_served, cosines

KERNEL = np.random.default_rng(0).normal(size=(3, 3, 2, 4))


def test_a_filter_is_like_itself_whatever_its_strength() -> None:
    found = cosines(KERNEL, -3 * KERNEL[..., :2])
    assert found.shape == (4, 2)
    np.testing.assert_allclose(np.diag(found), -1)


def test_filters_of_other_shapes_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="equal height, width and channels"):
        cosines(KERNEL, KERNEL[:, :, :1])


def test_a_filter_without_weights_has_no_direction() -> None:
    with pytest.raises(ValueError, match="not 0"):
        cosines(KERNEL, np.zeros((3, 3, 2, 1)))


def test_a_filter_serves_classes_with_half_of_its_best_mean() -> None:
    maps = np.array([[8.0, 0, 1], [4, 0, 1], [3, 0, 1], [1, 0, 1]])[:, np.newaxis, np.newaxis]
    by_class, served = classes_served(maps, [0, 1, 2, 2])
    assert by_class[:, 0].tolist() == [8, 4, 2]
    assert served.tolist() == [2, 0, 3]


def test_activations_are_not_negative() -> None:
    with pytest.raises(ValueError, match="ReLU"):
        classes_served(-np.ones((2, 1, 1, 1)), [0, 1])
