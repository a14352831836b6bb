"""The paired effects of an experiment: a dot for each seed, the interval, what is too small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from cnn_docs.figures._drawing.style import ACCENT, GRID, INK, MUTED, WIDTH, house_style

Interval = tuple[float, float, float]
"""Mean, lower end and upper end."""


@house_style
def effects(
    values: Mapping[str, ArrayLike],
    intervals: Mapping[str, Interval],
    *,
    smallest: Mapping[str, float],
    units: Mapping[str, str],
) -> Figure:
    """Draw contrasts below one another, with an axis for each unit they are counted in.

    To the right of zero a seed agrees with the claim. In the grey band an effect is too small to be
    called one.

    Args:
        values: for each contrast, one effect for each seed, of shape (seeds,).
        intervals: for each contrast, the mean and the lower and upper end of its interval.
        smallest: for each contrast, the smallest effect worth calling one, in the same unit.
        units: for each contrast, the unit.

    Raises:
        ValueError: if there is no contrast, or one lacks its interval, smallest effect or unit.

    >>> from cnn_docs.figures import effects
    >>> figure = effects.effects(
    ...     {"ReLU against none": [0.8, 1.2]},
    ...     {"ReLU against none": (1.0, -1.5, 3.5)},
    ...     smallest={"ReLU against none": 0.5},
    ...     units={"ReLU against none": "points of error"},
    ... )
    >>> figure.axes[0].get_xlabel()
    'points of error'
    """
    if not values:
        raise ValueError("`values` must hold at least one contrast, got none.")
    for name, given in (("intervals", intervals), ("smallest", smallest), ("units", units)):
        if set(given) != set(values):
            raise ValueError(
                f"`{name}` must have the contrasts of `values` ({list(values)}), got {list(given)}."
            )
    panels: dict[str, list[str]] = {}
    for name in values:
        panels.setdefault(units[name], []).append(name)
    # Each row is a line or two of words with the dots below; each panel has its axis under it.
    heights = [0.62 * len(rows) + 0.62 for rows in panels.values()]
    figure, axes = plt.subplots(
        len(panels),
        figsize=(WIDTH, sum(heights)),
        gridspec_kw={"height_ratios": heights},
        squeeze=False,
    )
    for panel, (unit, rows) in zip(axes[:, 0], panels.items(), strict=True):
        for row, name in enumerate(rows):
            _row(panel, row, name, np.asarray(values[name], float), intervals[name], smallest[name])
        _finish(panel, len(rows), unit)
    return figure


def _row(
    axes: Axes,
    row: int,
    name: str,
    values: Sequence[float] | np.ndarray,
    interval: Interval,
    smallest: float,
) -> None:
    """One contrast: its name, the band of what is too small, a dot a seed, and the interval."""
    mean, low, high = interval
    axes.fill_between([-smallest, smallest], row - 0.1, row + 0.42, color=GRID, linewidth=0)
    axes.plot([0, 0], [row - 0.1, row + 0.42], color=MUTED, linewidth=0.8)
    # One dot a seed, the first on top, so that equal ones can be told apart.
    spread = row + np.linspace(-0.02, 0.34, len(values))
    axes.plot(values, spread, "o", color=ACCENT, markersize=3, markeredgewidth=0, alpha=0.8)
    axes.plot([low, high], [row + 0.16] * 2, color=INK, linewidth=1.6)
    axes.plot(mean, row + 0.16, "o", color=INK, markersize=6)
    axes.annotate(
        fill(name, 72),
        (0, row - 0.18),
        xycoords=("axes fraction", "data"),
        va="bottom",
    )


def _finish(axes: Axes, rows: int, unit: str) -> None:
    axes.set(xlabel=unit, ylim=(rows - 0.45, -0.62), yticks=[])
    axes.spines.left.set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.margins(x=0.06)
