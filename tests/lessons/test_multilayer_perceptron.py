"""The small network of the scaling lesson learns, and learns as the lesson says."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from cnn_docs.data import Split
from cnn_docs.lessons.multilayer_perceptron import steps_to_learn

PATTERNS, CLASSES = np.eye(10).repeat(20, axis=0), np.arange(10).repeat(20)
PARTS = Split(PATTERNS, PATTERNS, CLASSES, CLASSES)


def test_the_same_seed_takes_the_same_steps() -> None:
    assert steps_to_learn(PARTS, rate=1.0, seed=3) == steps_to_learn(PARTS, rate=1.0, seed=3)


def test_large_inputs_are_learned_only_with_small_first_weights() -> None:
    large = PARTS._replace(x_train=1000 * PATTERNS, x_test=1000 * PATTERNS)
    rate = 1e-5
    assert steps_to_learn(large, rate=rate, seed=0) == np.inf
    assert steps_to_learn(large, rate=rate, seed=0, first_weights_divided_by=1000) < 150


@pytest.mark.parametrize(
    ("parts", "changed", "message"),
    [
        (PARTS._replace(x_train=PATTERNS[0]), {}, "`parts` must hold images as rows"),
        (PARTS, {"rate": 0.0}, "`rate` must be positive"),
        (PARTS, {"first_weights_divided_by": -1.0}, "`first_weights_divided_by` must be positive"),
        (PARTS, {"seed": -1}, "`seed`"),
    ],
)
def test_bad_input_is_refused_by_name(parts: Split, changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        steps_to_learn(parts, **{"rate": 1.0, "seed": 0, **changed})
