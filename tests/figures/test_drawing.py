"""What the figure functions share: where panels stand, and which text can be read on a cell."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import Normalize, to_hex, to_rgb

from cnn_docs.figures._drawing.layout import LARGEST_CELL, MARGIN, TITLE, abreast, lay_out
from cnn_docs.figures._drawing.panels import Panel
from cnn_docs.figures._drawing.style import POINTS, text_on


def panel(rows: int, columns: int, **details: object) -> Panel:
    return Panel(np.zeros((rows, columns)), "gray", Normalize(), **details)  # type: ignore[arg-type]


def test_panels_fill_the_page_and_stay_square_celled() -> None:
    layout = lay_out([[panel(8, 8), panel(6, 6), panel(8, 4)]])
    first, second, third = layout.places[0]
    assert first.left == pytest.approx(MARGIN)
    assert third.left + third.width == pytest.approx(POINTS - MARGIN)
    assert first.width / 8 == second.height / 6 == third.height / 8 == third.width / 4


def test_panels_of_a_row_stand_on_one_middle_and_of_a_column_on_another() -> None:
    layout = lay_out([[panel(8, 8), panel(4, 4)], [panel(2, 2), panel(4, 4)]])
    rows = [[p.bottom + p.height / 2 for p in row] for row in layout.places]
    columns = [
        [p.left + p.width / 2 for p in column] for column in zip(*layout.places, strict=True)
    ]
    for middles in rows + columns:
        assert middles == pytest.approx([middles[0]] * 2)


def test_a_small_kernel_is_no_poster() -> None:
    [[place]] = lay_out([[panel(3, 3, decimals=0)]]).places
    assert place.width == pytest.approx(3 * LARGEST_CELL)
    assert place.left + place.width / 2 == pytest.approx(POINTS / 2)


def test_titles_labels_and_captions_get_room() -> None:
    bare = lay_out([[panel(2, 30)], [panel(2, 30)]])
    titled = lay_out([[panel(2, 30)], [panel(2, 30, title="map")]], below=10)
    assert titled.height == pytest.approx(bare.height + 2 * (TITLE - MARGIN) + 10)
    labelled = lay_out([[panel(2, 30)], [panel(2, 30)]], labels=True)
    for (x, y), [place] in zip(labelled.label_places, labelled.places, strict=True):
        assert 0 < x < place.left
        assert y == pytest.approx(place.bottom + place.height / 2)


@pytest.mark.parametrize(("count", "lengths"), [(3, [3]), (9, [5, 4]), (32, [8] * 4)])
def test_pictures_break_into_rows_of_equal_length(count: int, lengths: list[int]) -> None:
    rows = abreast([panel(3, 3)] * count)
    assert [len(row) for row in rows] == lengths


def test_numbers_that_do_not_fit_are_refused_however_many_rows_there_are() -> None:
    wide = [panel(2, 40, decimals=2)] * 2
    assert [len(row) for row in abreast(wide)] == [1, 1]
    with pytest.raises(ValueError, match="`values` do not fit their cells"):
        lay_out(abreast(wide))


def test_text_on_every_grey_is_legible() -> None:
    def luminance(colour: str) -> float:
        (level, _, _) = to_rgb(colour)
        return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4

    for level in range(256):
        cell = to_hex((level / 255,) * 3)
        dark, light = sorted((luminance(cell), luminance(text_on(cell))))
        assert (light + 0.05) / (dark + 0.05) > 4.3
