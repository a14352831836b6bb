"""The house style: one width, one type size, and colours named by what they mean.

Colours are written as Matplotlib's standard names on purpose. The site replaces exactly these
names by its palette, once for light pages and once for dark ones; any other colour stays as it
is in both. So lines and labels on the page take the roles below, and text drawn on top of an
image's cells takes one of the two fixed colours of `text_on`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

WIDTH = 6.0
"""Width of every figure in inches: as wide as the text on the site."""

POINTS = 72 * WIDTH
"""The same width in points, the unit of type sizes and line widths."""

FONT_SIZE = 11
"""Size of type in points. On a phone the figure shrinks to 358 px and this becomes 9 px."""

INK = "black"
MUTED = "gray"
GRID = "lightgray"
ACCENT = "C0"
SECOND = "C1"

DARK_TEXT = "#111111"
LIGHT_TEXT = "white"

DIVERGING = "RdBu"
"""Colour map for signed values: red below zero, white at zero, blue above."""

HOUSE_STYLE: dict[Any, Any] = {
    "figure.figsize": (WIDTH, 3.4),
    "figure.facecolor": "none",
    "figure.constrained_layout.use": True,
    "axes.facecolor": "none",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.titlesize": FONT_SIZE,
    "axes.titlelocation": "left",
    "axes.titlecolor": INK,
    "font.size": FONT_SIZE,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": FONT_SIZE,
    "lines.linewidth": 1.8,
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "xtick.labelsize": FONT_SIZE,
    "xtick.major.width": 0.6,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.labelsize": FONT_SIZE,
    "ytick.major.width": 0.6,
}

P = ParamSpec("P")


def house_style(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Make a figure function draw in the house style, and leave Matplotlib's settings alone.

    >>> @house_style
    ... def blank() -> Figure:
    ...     return plt.figure()
    >>> float(blank().get_figwidth())
    6.0
    """

    @functools.wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with plt.rc_context(HOUSE_STYLE):
            figure = draw(*args, **kwargs)
            # A notebook's backend, loaded by its first figure, turns interactive mode on; leaving
            # the context would turn it off again, and no later figure would be shown.
            interactive = plt.isinteractive()
        matplotlib.interactive(interactive)
        return figure

    return styled


def text_on(colour: Any) -> str:
    """Choose the text colour that is easier to read on a cell of this colour.

    The choice is the larger of the two contrast ratios as WCAG 2 defines them, from the relative
    luminance of sRGB. It depends on the cell alone, so it is right on light and on dark pages.

    Args:
        colour: any colour that Matplotlib understands; an alpha value is ignored.

    >>> text_on("white"), text_on("black")
    ('#111111', 'white')
    """

    def luminance(colour: Any) -> float:
        linear = [
            channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
            for channel in to_rgb(colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(text: str) -> float:
        darker, lighter = sorted((luminance(colour), luminance(text)))
        return (lighter + 0.05) / (darker + 0.05)

    return max((DARK_TEXT, LIGHT_TEXT), key=contrast)
