"""The same changes made in several places: their effects below one another, on one axis."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from cnn_docs.figures._drawing.style import ACCENT, GRID, MUTED, SECOND, WIDTH, house_style

Interval = tuple[float, float, float]
"""Mean, lower end and upper end."""

_LOOKS = (("o", ACCENT), ("s", SECOND))


@house_style
def paired_effects(
    effects: Mapping[str, Mapping[str, Interval]], *, smallest: float, xlabel: str
) -> Figure:
    """Draw for each change its effect in two places, with intervals.

    In the grey band an effect is too small to be called one.

    Args:
        effects: For each change, mean and interval in each of two places, which have the same
            names in the same order throughout.
        smallest: The smallest effect worth calling one.
        xlabel: What is counted, in which unit.

    Raises:
        ValueError: If there is no change, or if the places are not the same two.

    >>> from cnn_docs.figures.paired_effects import paired_effects
    >>> in_two = {"in 1998's": (20, 10, 30), "in today's": (2, -8, 12)}
    >>> figure = paired_effects({"ReLU": in_two}, smallest=15, xlabel="% fewer mistakes")
    >>> figure.axes[0].get_xlabel()
    '% fewer mistakes'
    """
    if not effects:
        raise ValueError("`effects` must hold at least one change, got none.")
    places = list(next(iter(effects.values())))
    if len(places) != len(_LOOKS) or any(list(one) != places for one in effects.values()):
        given = {name: list(one) for name, one in effects.items()}
        raise ValueError(f"`effects` must have the same two places throughout, got {given}.")
    figure, axes = plt.subplots(figsize=(WIDTH, 0.68 * len(effects) + 1.4))
    for row, (name, intervals) in enumerate(effects.items()):
        axes.annotate(
            fill(name, 72), (0, row - 0.14), xycoords=("axes fraction", "data"), va="bottom"
        )
        top, bottom = row - 0.07, row + 0.41
        axes.fill_between([-smallest, smallest], top, bottom, color=GRID, linewidth=0)
        axes.plot([0, 0], [top, bottom], color=MUTED, linewidth=0.8)
        for line, ((mean, low, high), (marker, colour)) in enumerate(
            zip(intervals.values(), _LOOKS, strict=True)
        ):
            y = row + 0.05 + 0.24 * line
            axes.plot([low, high], [y, y], color=colour, linewidth=1.6)
            axes.plot(mean, y, marker, color=colour, markersize=6)
    for place, (marker, colour) in zip(places, _LOOKS, strict=True):
        axes.plot([], [], marker, color=colour, markersize=6, label=place)
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), borderaxespad=0)
    axes.set(xlabel=xlabel, ylim=(len(effects) - 0.45, -0.62), yticks=[])
    axes.spines.left.set_visible(False)
    axes.margins(x=0.06)
    return figure
