"""Receptive fields: framed on the right cells, and refused where they cannot be drawn."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.figures import receptive_fields
from cnn_docs.figures._drawing.style import ACCENT
from tests.figures.frames import frames

IMAGE, MAP = np.eye(8), np.eye(6)
BLANK = np.zeros((32, 32))


def test_each_picture_carries_its_own_frame() -> None:
    figure = receptive_fields.traced(
        [IMAGE, MAP], [(2, 1, 5, 5), (3, 4, 1, 1)], titles=["image", "map"]
    )
    image, map_ = figure.axes
    assert frames(image, ACCENT) == {(2, 1, 5, 5)}
    assert frames(map_, ACCENT) == {(3, 4, 1, 1)}


def test_a_map_with_negative_numbers_is_drawn_in_red_and_blue() -> None:
    windows = [(0, 0, 1, 1)] * 2
    figure = receptive_fields.traced([IMAGE, -MAP], windows, titles=["image", "map"])
    names = [axes.get_images()[0].get_cmap().name for axes in figure.axes]
    assert names == ["gray", "RdBu"]


def test_centres_form_the_grid_that_was_given() -> None:
    figure = receptive_fields.centres(
        [BLANK], [[6.5, 8.5, 10.5]], [(6, 6, 20, 20)], titles=["32×32"]
    )
    offsets = np.asarray(figure.axes[0].collections[0].get_offsets())
    assert sorted(map(tuple, offsets.tolist())) == [
        (x, y) for x in (6.5, 8.5, 10.5) for y in (6.5, 8.5, 10.5)
    ]


@pytest.mark.parametrize(
    ("maps", "windows", "titles", "named"),
    [
        ([], [], [], "`maps`"),
        ([IMAGE], [(0, 0, 9, 9)], ["image"], "`window`"),
        ([IMAGE], [], ["image"], "`windows`"),
        ([IMAGE, MAP], [(0, 0, 1, 1)] * 2, ["image"], "`titles`"),
    ],
)
def test_what_cannot_be_traced_is_refused(
    maps: list[np.ndarray], windows: list[tuple[int, int, int, int]], titles: list[str], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        receptive_fields.traced(maps, windows, titles=titles)


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
        receptive_fields.centres([BLANK], places, boxes, titles=["32×32"])
