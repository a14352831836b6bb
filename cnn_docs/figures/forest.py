"""A forest plot: the effects of many claims on one scale, below one another."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from textwrap import fill
from typing import NamedTuple

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cnn_docs.figures._drawing.style import ACCENT, GRID, INK, MUTED, SECOND, WIDTH, house_style

#: Up to here the scale is linear, beyond it logarithmic, in multiples of the smallest effect.
LINEAR = 2.0
#: Effects beyond are drawn at the edge, with an arrow.
EDGE = 100.0
#: From one row to the next; a line of words is 1.
ROW = 1.1

_MARKERS = {"supported": ("o", ACCENT), "refuted": ("s", SECOND)}
#: For verdicts that say neither.
_OPEN = ("D", MUTED)


class Row(NamedTuple):
    """One effect.

    Attributes:
        group: The heading under which it stands.
        name: What is compared.
        interval: Mean, lower and upper end, in multiples of the smallest effect worth calling one.
        verdict: "supported", "refuted" or another word.
        exact: Whether it is a count, without an interval.
    """

    group: str
    name: str
    interval: tuple[float, ...]
    verdict: str
    exact: bool


@house_style
def forest(rows: Sequence[Row]) -> Figure:
    """Draw effects below one another, on one axis counted in the smallest effect of each.

    To the right of the grey band is what agrees with the claim, to the left what contradicts it.

    Args:
        rows: The effects, in order; those of one group together.

    Raises:
        ValueError: If there is none, or if a group is torn apart.

    >>> from cnn_docs.figures import forest
    >>> figure = forest.forest([forest.Row("ReLU", "against none", (3, 2, 4), "supported", False)])
    >>> figure.axes[0].get_xlabel()
    'effect, in multiples of the smallest worth calling one'
    """
    if not rows:
        raise ValueError("`rows` must hold at least one effect, got none.")
    groups = [group for group, _ in itertools.groupby(row.group for row in rows)]
    torn = {group for group in groups if groups.count(group) > 1}
    if torn:
        raise ValueError(f"`rows` must hold each group in one piece; torn: {', '.join(torn)}.")
    places: list[float] = []
    headings: dict[str, float] = {}
    y = 0.0
    for row in rows:
        if row.group not in headings:
            y += 0.4 if headings else 0.0
            headings[row.group] = y
            y += 0.7
        places.append(y)
        y += ROW
    figure, axes = plt.subplots(figsize=(WIDTH, 0.34 * y + 1.1))
    for group, place in headings.items():
        _label(axes, group, place, weight="bold")
    for row, place in zip(rows, places, strict=True):
        _draw(axes, row, place)
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=1.2)
    ticks = [-100, -10, -1, 1, 10, 100]
    axes.set_xticks(ticks, [f"{tick:+d}".replace("-", "\N{MINUS SIGN}") for tick in ticks])
    axes.minorticks_off()
    axes.set(
        xlim=(-1.5 * EDGE, 1.5 * EDGE),
        ylim=(y - 0.3, -0.7),
        yticks=[],
        xlabel="effect, in multiples of the smallest worth calling one",
    )
    axes.spines.left.set_visible(False)
    _legend(axes)
    return figure


def _label(axes: Axes, text: str, place: float, weight: str = "normal") -> None:
    axes.annotate(
        fill(text, 74),
        (0, place),
        xycoords=("axes fraction", "data"),
        va="center",
        weight=weight,
    )


def _draw(axes: Axes, row: Row, place: float) -> None:
    """One effect: its name, and below it mean and interval."""
    _label(axes, row.name, place)
    mean, low, high = (min(max(end, -EDGE), EDGE) for end in row.interval)
    marker, colour = _MARKERS.get(row.verdict, _OPEN)
    y = place + 0.55
    axes.fill_between([-1, 1], y - 0.18, y + 0.18, color=GRID, linewidth=0)
    axes.plot([0, 0], [y - 0.18, y + 0.18], color=MUTED, linewidth=0.8)
    if not row.exact:
        axes.plot([low, high], [y, y], color=INK, linewidth=1.6)
    if abs(row.interval[0]) > EDGE:
        marker = ">" if mean > 0 else "<"
    axes.plot(mean, y, marker, color=colour, markersize=6)


def _legend(axes: Axes) -> None:
    for word, (marker, colour) in {**_MARKERS, "neither": _OPEN}.items():
        axes.plot([], [], marker, color=colour, markersize=6, label=word)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
