"""Numbers as text, and how much room a text takes."""

from __future__ import annotations

from matplotlib.textpath import TextPath

from cnn_docs.figures._drawing.style import FONT_SIZE


def number(value: float, decimals: int) -> str:
    """Write a number with a proper minus sign, and none on a zero.

    >>> number(-10.6226, 2), number(-0.001, 2)
    ('−10.62', '0.00')
    """
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")


def text_width(text: str) -> float:
    """Width of a text in points at the house's type size.

    >>> text_width("0.25") > text_width("0.2")
    True
    """
    return float(TextPath((0, 0), text, size=FONT_SIZE).get_extents().width)
