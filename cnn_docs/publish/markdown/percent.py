"""A percent sign stays on the line of its number.

A Python-Markdown extension. The pages write "50 %"; between the two a line must not break.
"""

from __future__ import annotations

from re import Match
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

#: Lower than inline code and formulas, which stay as they are.
_PRIORITY = 10


class _Percent(InlineProcessor):
    """Makes the space between a number, or its interval, and a percent sign unbreakable."""

    def handleMatch(self, m: Match[str], data: str) -> tuple[str, int, int]:
        return "\N{NO-BREAK SPACE}%", m.start(0), m.end(0)


class PercentExtension(Extension):
    """The Python-Markdown extension."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Join what the pages write with a space."""
        md.inlinePatterns.register(_Percent(r"(?<=[\d\]]) %", md), "percent", _PRIORITY)


def makeExtension(**settings: Any) -> PercentExtension:
    """What Python-Markdown calls."""
    return PercentExtension(**settings)
