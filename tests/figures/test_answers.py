"""What a classifier answers: probabilities share an axis, and the right class stands out."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.figures import answers

IMAGE = np.eye(3)


def test_probabilities_have_an_axis_from_0_to_1_and_scores_their_own() -> None:
    _, scores, shares = answers.bars(IMAGE, {"scores": [-5, 7], "shares": [0.2, 0.1]}, right=1).axes
    assert shares.get_ylim() == (0, 1)
    assert scores.get_ylim()[0] < -5 < 7 < scores.get_ylim()[1]


def test_only_the_right_class_has_another_colour() -> None:
    _, axes = answers.bars(IMAGE, {"shares": [0.2, 0.1, 0.7]}, right=1).axes
    first, right, last = (bar.get_facecolor() for bar in axes.patches)
    assert first == last != right


def test_the_right_class_is_one_of_them() -> None:
    with pytest.raises(ValueError, match="from 0 to 1, got 2"):
        answers.bars(IMAGE, {"shares": [0.2, 0.1]}, right=2)
