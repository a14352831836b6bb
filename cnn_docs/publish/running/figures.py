"""Save a Matplotlib figure as one SVG that suits the light and the dark page.

A figure drawn in Matplotlib's standard colours follows the reader's theme: each of those colours
becomes a CSS variable with a light and a dark value. Every other colour, such as the text on top
of a grey cell, stays as it was drawn, because it belongs to the picture and not to the page.
"""

from __future__ import annotations

import io
import re
from typing import Any

#: Matplotlib's colour: (variable, on a light page, on a dark page).
#: The palette is told apart by people with any of the common colour-vision deficiencies and in
#: print: its colours differ in lightness too.
THEME_COLOURS = {
    "#000000": ("ink", "#1d2330", "#e4e7ee"),
    "#808080": ("muted", "#5c6475", "#a3acbd"),
    "#d3d3d3": ("hairline", "#c9cdd6", "#4a5162"),
    "#1f77b4": ("c0", "#2456c9", "#8fb2ff"),
    "#ff7f0e": ("c1", "#c2410c", "#ff9d5c"),
    "#2ca02c": ("c2", "#0f766e", "#4fd1c0"),
    "#d62728": ("c3", "#a3195b", "#ff8fc0"),
    "#9467bd": ("c4", "#7a5195", "#c9a6e8"),
    "#8c564b": ("c5", "#7a5c00", "#e3c04d"),
}

SVG_SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "cnn-docs",  # ids that do not change from run to run
    "svg.fonttype": "path",  # the same letters on every machine
    "savefig.transparent": True,
}


def to_svg(figure: Any) -> str:
    """Return ``figure`` (a Matplotlib Figure) as SVG text: the same figure, the same bytes."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return follow_theme(buffer.getvalue())


def follow_theme(svg: str) -> str:
    """Replace Matplotlib's standard colours in ``svg`` by variables that follow the theme.

    >>> "var(--c0)" in follow_theme('<svg><path style="fill: #1f77b4"/></svg>')
    True
    """
    for colour, (name, _, _) in THEME_COLOURS.items():
        svg = re.sub(f"{colour}(?![0-9a-f])", f"var(--{name})", svg, flags=re.IGNORECASE)
    light = "".join(f"--{name}:{on_light};" for name, on_light, _ in THEME_COLOURS.values())
    dark = "".join(f"--{name}:{on_dark};" for name, _, on_dark in THEME_COLOURS.values())
    # Matplotlib writes no colour for what is black, so black is the root's own fill.
    style = (
        f"<style>:root{{{light}fill:var(--ink)}}"
        f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    )
    return re.sub(r"(<svg[^>]*>)", lambda found: found[1] + style, svg, count=1)


def size_in_pixels(svg: str) -> tuple[int, int]:
    """The width and height of ``svg`` in CSS pixels, which keep its place while it loads.

    >>> size_in_pixels('<svg viewBox="0 0 432 216"></svg>')
    (576, 288)
    """
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if found is None:
        raise ValueError("`svg` has no viewBox; expected an SVG saved by Matplotlib")
    return round(float(found[1]) * 4 / 3), round(float(found[2]) * 4 / 3)
