"""Finds what is framed on a drawn picture."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle


def frames(axes: Axes, colour: str) -> set[tuple[int, ...]]:
    """The framed windows of one colour as (row, column, height, width), insets undone."""
    return {
        tuple(round(v) for v in (p.get_y() + 0.5, p.get_x() + 0.5, p.get_height(), p.get_width()))
        for p in axes.patches
        if isinstance(p, Rectangle) and to_hex(p.get_edgecolor()) == to_hex(colour)
    }
