"""Where the panels of a figure stand, computed before anything is drawn.

It is computed here and not left to Matplotlib, because the size of a cell decides whether its
number can be read. All lengths are in points: type is measured in points, and type decides how
small a cell can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import sub

from cnn_docs.figures._drawing.panels import Panel
from cnn_docs.figures._drawing.style import POINTS

GAP = 16.0
TITLE = 20.0
MARGIN = 3.0

# Cells grow until the figure is as wide as the page, but not beyond these: a 3×3 kernel is no
# poster, and one picture should not fill the screen.
LARGEST_CELL = 54.0
LARGEST_PANEL = 288.0

MOST_COLUMNS = 8
"""Small multiples stand at most this many abreast, so that a phone still shows them."""

Rows = Sequence[Sequence[Panel]]


@dataclass(frozen=True)
class Place:
    """Where one panel stands, in points from the figure's lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """Where everything stands in a figure as wide as the page.

    Attributes:
        height: of the figure, in points.
        places: one for each panel, row by row.
        label_places: the middle of each row's label, (x, y) in points; none if there are none.
    """

    height: float
    places: list[list[Place]]
    label_places: list[tuple[float, float]]

    def shares(self, place: Place) -> tuple[float, float, float, float]:
        """A place as shares of the figure's width and height: left, bottom, width, height."""
        left, width = place.left / POINTS, place.width / POINTS
        return left, place.bottom / self.height, width, place.height / self.height


def lay_out(rows: Rows, *, labels: bool = False, below: float = 0.0) -> Layout:
    """Lay rows of panels out across the width of the page.

    Args:
        rows: the panels of each row; a column is as wide as its widest panel.
        labels: whether each row has a label up its left side.
        below: room to leave under the panels, in points.

    Raises:
        ValueError: if numbers do not fit their cells at the house's type size.
    """
    columns = _column_widths(rows)
    left = MARGIN + (TITLE if labels else 0)
    room = POINTS - left - MARGIN - GAP * (len(columns) - 1)
    growth = _growth(rows, columns, room)

    indent = left + (room - growth * sum(columns)) / 2
    lefts = list(accumulate((growth * column + GAP for column in columns), initial=indent))

    above = TITLE if any(panel.title for panel in chain(*rows)) else MARGIN
    heights = [growth * max(panel.height for panel in row) for row in rows]
    height = sum(heights) + (above + MARGIN) * len(rows) + below
    tops = accumulate((above + tall + MARGIN for tall in heights), sub, initial=height)
    middles = [top - above - tall / 2 for top, tall in zip(tops, heights, strict=False)]

    places = [
        [
            _centred(panel, growth, start, growth * column, middle)
            for panel, start, column in zip(row, lefts, columns, strict=False)
        ]
        for row, middle in zip(rows, middles, strict=True)
    ]
    label_places = [(indent - TITLE / 2, middle) for middle in middles] if labels else []
    return Layout(height, places, label_places)


def abreast(panels: Sequence[Panel]) -> list[list[Panel]]:
    """Break panels into rows of equal length, as few as the page and their numbers allow."""
    most = MOST_COLUMNS
    if _have_numbers(panels):
        widest = max(panel.width for panel in panels)
        most = min(most, max(1, int((POINTS - 2 * MARGIN + GAP) // (widest + GAP))))
    rows = -(-len(panels) // most)
    columns = -(-len(panels) // rows)
    return [list(panels[start : start + columns]) for start in range(0, len(panels), columns)]


def _column_widths(rows: Rows) -> list[float]:
    return [
        max(row[column].width for row in rows if column < len(row))
        for column in range(max(map(len, rows)))
    ]


def _growth(rows: Rows, columns: Sequence[float], room: float) -> float:
    """By how much all cells grow, or shrink, from the sizes that the panels ask for."""
    panels = list(chain(*rows))
    fill = room / sum(columns)
    if fill < 1 and _have_numbers(panels):
        raise ValueError(
            "the `values` do not fit their cells at a size that can be read; draw fewer cells "
            "beside each other, write fewer `decimals`, or leave the values out"
        )
    comfortable = min(
        LARGEST_PANEL / max(columns), *(LARGEST_CELL / panel.cell for panel in panels)
    )
    return min(fill, max(comfortable, 1.0))


def _have_numbers(panels: Sequence[Panel]) -> bool:
    return any(panel.decimals is not None for panel in panels)


def _centred(panel: Panel, growth: float, left: float, column: float, middle: float) -> Place:
    """A panel in the middle of its column and of its row."""
    width, height = panel.width * growth, panel.height * growth
    return Place(left + (column - width) / 2, middle - height / 2, width, height)
