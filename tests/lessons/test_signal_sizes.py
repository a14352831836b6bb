"""Sizes through deep networks follow the factor √(n·σ² / 2) of each layer."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cnn_docs.lessons.signal_sizes import sizes_through_layers

IMAGES = np.random.default_rng(0).normal(size=(50, 200))
HE = np.sqrt(2 / 200)


@pytest.mark.parametrize("times", [0.1, 1.0, 3.0])
def test_each_layer_multiplies_activations_and_errors_by_the_same_factor(times: float) -> None:
    activations, errors = sizes_through_layers(IMAGES, deviation=times * HE, depth=4)
    np.testing.assert_allclose(activations, times ** np.arange(5), rtol=0.35)
    np.testing.assert_allclose(errors, times ** np.arange(5)[::-1], rtol=0.35)


def test_weights_of_zero_let_nothing_through() -> None:
    activations, errors = sizes_through_layers(IMAGES, deviation=0, depth=2)
    assert activations.round(1).tolist() == [1.0, 0.0, 0.0]
    assert errors.round(1).tolist() == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("inputs", "deviation", "depth", "message"),
    [
        (np.ones(3), 1.0, 1, "`inputs` must have shape (images, units)"),
        (IMAGES, -1.0, 1, "`deviation` must be 0 or more"),
        (IMAGES, 1.0, 0, "`depth`"),
    ],
)
def test_bad_input_is_refused_by_name(
    inputs: np.ndarray, deviation: float, depth: int, message: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        sizes_through_layers(inputs, deviation=deviation, depth=depth)
