"""The two pictures of LeNet-5: every link and every centre drawn, in its place."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest

from cnn_docs.figures import lenet
from cnn_docs.lenet5.specification import C3_TABLE, c3_links

BLANK = np.zeros((32, 32))


@pytest.fixture(autouse=True)
def close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def test_each_link_is_one_square_in_its_place() -> None:
    [axes] = lenet.connections(c3_links(), sources="S2", targets="C3").axes
    drawn = {
        (round(patch.get_y() + 0.38), round(patch.get_x() + 0.38))  # type: ignore[attr-defined]
        for patch in axes.patches
    }
    assert drawn == {(source, target) for target, row in enumerate(C3_TABLE) for source in row}


def test_centres_form_the_grid_that_was_given() -> None:
    figure = lenet.centres([BLANK], [[6.5, 8.5, 10.5]], [(6, 6, 20, 20)], titles=["32×32"])
    offsets = np.asarray(figure.axes[0].collections[0].get_offsets())
    assert sorted(map(tuple, offsets.tolist())) == [
        (x, y) for x in (6.5, 8.5, 10.5) for y in (6.5, 8.5, 10.5)
    ]


@pytest.mark.parametrize("links", [np.ones((6, 16)), np.ones(6, dtype=bool)])
def test_a_table_of_links_must_be_true_or_false(links: np.ndarray) -> None:
    with pytest.raises(ValueError, match="`links`"):
        lenet.connections(links, sources="S2", targets="C3")


@pytest.mark.parametrize(
    ("places", "boxes", "named"),
    [
        ([[6.5, 31.5]], [(6, 6, 20, 20)], r"`places\[0\]`"),
        ([], [(6, 6, 20, 20)], "`places`"),
        ([[6.5]], [], "`boxes`"),
        ([[6.5]], [(20, 20, 20, 20)], "`window`"),
    ],
)
def test_centres_outside_their_picture_are_refused(
    places: list[list[float]], boxes: list[tuple[int, int, int, int]], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        lenet.centres([BLANK], places, boxes, titles=["32×32"])
