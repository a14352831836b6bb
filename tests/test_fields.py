"""The traced windows: on the right cells, and refused where they cannot be drawn."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from cnn_docs.figures.fields import traced
from cnn_docs.figures.style import ACCENT

IMAGE, MAP = np.eye(8), np.eye(6)


def test_each_picture_carries_its_own_frame() -> None:
    figure = traced([IMAGE, MAP], [(2, 1, 5, 5), (3, 4, 1, 1)], titles=["image", "map"])
    frames = [
        (patch.get_y() + 0.5, patch.get_x() + 0.5, patch.get_height(), patch.get_width())
        for axes in figure.axes
        for patch in axes.patches
        if isinstance(patch, Rectangle) and to_hex(patch.get_edgecolor()) == to_hex(ACCENT)
    ]
    assert frames == [(2, 1, 5, 5), (3, 4, 1, 1)]
    plt.close(figure)


@pytest.mark.parametrize(
    ("maps", "windows", "titles", "named"),
    [
        ([], [], [], "`maps`"),
        ([IMAGE], [(0, 0, 9, 9)], ["image"], "`window`"),
        ([IMAGE], [], ["image"], "`windows`"),
        ([IMAGE, MAP], [(0, 0, 1, 1)] * 2, ["image"], "`titles`"),
    ],
)
def test_what_does_not_fit_is_refused(
    maps: list[np.ndarray], windows: list[tuple[int, ...]], titles: list[str], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        traced(maps, windows, titles=titles)  # type: ignore[arg-type]
