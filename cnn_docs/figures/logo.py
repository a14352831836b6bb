"""The site's mark, a 3×3 kernel: alone, and on the card that stands for a link to the site."""

from __future__ import annotations

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

# The sharpening kernel: a strong centre, four neighbours of the other sign, corners of zero.
KERNEL = ((0, -1, 0), (-1, 5, -1), (0, -1, 0))

# These are no theme colours. A tile of its own keeps the mark the same on the site's header and
# in any browser tab, light or dark.
TILE = "#14213d"
COLOURS = {5: "#ffb454", -1: "#fefefe", 0: "#3f5ea8"}


def logo() -> Figure:
    """Draw the mark on a grid of 16×16 units: three cells of 4 units, gaps and rim of 1.

    At 16 px, the size of a browser tab's icon, every edge therefore falls on a whole pixel.

    Returns:
        A figure of 1 in × 1 in, without text, the same in light and in dark themes.

    >>> from cnn_docs.figures.logo import logo
    >>> len(logo().axes[0].patches)
    10
    """
    figure = plt.figure(figsize=(1, 1), facecolor="none", layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 16), ylim=(16, 0))
    axes.axis("off")
    _add_square(axes, 0, 0, 16, 2.5, TILE)
    _add_cells(axes, 0, 0)
    return figure


def card(name: str) -> Figure:
    """Draw the mark beside a name, for wherever a link to the site is shown as a picture.

    Args:
        name: What stands beside the mark, in one line.

    Returns:
        A figure of 1200×630 pixels at 100 dots per inch: the size that such pictures have.

    >>> from cnn_docs.figures.logo import card
    >>> (card("CNN Docs").get_size_inches() * 100).tolist()
    [1200.0, 630.0]
    """
    figure = plt.figure(figsize=(12, 6.3), facecolor=TILE, layout="none")
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 40), ylim=(21, 0))
    axes.axis("off")
    _add_cells(axes, 2, 2.5)
    axes.text(20, 10.5, name, size=64, weight="bold", color=COLOURS[-1], va="center")
    return figure


def _add_cells(axes: Axes, x: float, y: float) -> None:
    """Add the kernel, its corner in a tile of 16×16 units at a place."""
    for row, weights in enumerate(KERNEL):
        for column, weight in enumerate(weights):
            _add_square(axes, x + 1 + 5 * column, y + 1 + 5 * row, 4, 0.6, COLOURS[weight])


def _add_square(axes: Axes, x: float, y: float, side: float, rounding: float, colour: str) -> None:
    shape = f"round,pad=0,rounding_size={rounding}"
    axes.add_patch(FancyBboxPatch((x, y), side, side, boxstyle=shape, facecolor=colour, lw=0))
