"""Diagrams of networks: every layer has its row, every link its square."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure

from cnn_docs.figures import diagrams
from cnn_docs.lenet5.specification import C3_TABLE, c3_links
from cnn_docs.models import digit_network


def test_a_network_joins_layers_that_keep_the_shape_but_not_the_input() -> None:
    same = [("Input", (8, 8, 1)), ("Conv2D", (8, 8, 1)), ("ReLU", (8, 8, 1)), ("Dense", (10,))]
    labels = [text.get_text() for text in diagrams.network(same).axes[0].texts][::2]
    assert labels == ["Input", "Conv2D → ReLU", "Dense"]


def test_the_units_of_an_answer_are_numbered() -> None:
    model = digit_network()
    axes = diagrams.network(model, image=np.zeros((8, 8, 1))).axes[0]
    assert [text.get_text() for text in axes.texts][-10:] == [str(digit) for digit in range(10)]


def test_each_link_is_one_square_in_its_place() -> None:
    [axes] = diagrams.connections(c3_links(), sources="S2", targets="C3").axes
    drawn = {
        (round(patch.get_y() + 0.38), round(patch.get_x() + 0.38))  # type: ignore[attr-defined]
        for patch in axes.patches
    }
    assert drawn == {(source, target) for target, row in enumerate(C3_TABLE) for source in row}


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: diagrams.network([]), "`model` must have at least one stage"),
        (lambda: diagrams.network([("Input", (8, 8))]), "`model` must give shapes"),
        (
            lambda: diagrams.network([("Input", (8, 8, 1))], image=np.zeros((8, 8, 1))),
            "`image` needs a model",
        ),
        (lambda: diagrams.connections(np.ones((6, 16)), sources="a", targets="b"), "`links`"),
        (lambda: diagrams.connections([True, True], sources="a", targets="b"), "`links`"),
    ],
)
def test_bad_input_is_refused_by_name(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()


def test_the_units_of_a_short_row_carry_their_numbers() -> None:
    import keras  # seconds that the other tests need not wait

    layers = [keras.Input((2, 2, 5)), keras.layers.Flatten(), keras.layers.Dense(3)]
    model = keras.Sequential(layers)
    [axes] = diagrams.network(model, np.ones((2, 2, 5))).axes
    assert [text.get_text() for text in axes.texts[-3:]] == list("012")
