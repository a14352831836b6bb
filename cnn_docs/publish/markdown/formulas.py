"""A Python-Markdown extension: formulas as MathML.

``$…$`` stands in a line; ``$$…$$``, alone in its paragraph, is set on a line of its own. Both are
pymdownx.arithmatex's, as in `reading.mathematics`, so what is checked is what is rendered.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from pymdownx.arithmatex import (
    RE_DOLLAR_BLOCK,
    RE_SMART_DOLLAR_INLINE,
    ArithmatexExtension,
    BlockArithmatexProcessor,
    InlineArithmatexPattern,
)

from cnn_docs.publish.markdown.mathml import to_mathml


class _Inline(InlineArithmatexPattern):
    """A formula in a line."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(f"(?:{RE_SMART_DOLLAR_INLINE})", {})
        self.md = markdown

    def handleMatch(self, m: re.Match[str], data: str) -> Any:
        """Put the formula aside, so that nothing else of Markdown touches it."""
        if m[1]:
            return super().handleMatch(m, data)
        # The span keeps Python-Markdown from taking the formula for a block.
        aside = self.md.htmlStash.store(f"<span>{to_mathml(m[3])}</span>")
        return aside, m.start(0), m.end(0)


class _Display(BlockArithmatexProcessor):
    """A formula on a line of its own, in a box that scrolls where the screen is too narrow."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(f"(?s)^(?:{RE_DOLLAR_BLOCK})[ ]*$", {}, markdown)
        self.md = markdown

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Put the formula aside, and its box in its place."""
        blocks.pop(0)
        formula = to_mathml(self.match["math"], display=True)
        # What scrolls must be reached by keyboard too.
        box = f'<div class="formula" tabindex="0">{formula}</div>'
        paragraph = Element("p")
        paragraph.text = self.md.htmlStash.store(box)
        parent.append(paragraph)
        return True


class FormulaExtension(ArithmatexExtension):
    """The Python-Markdown extension: dollars, and no other syntax."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register both kinds of formula where arithmatex has its own."""
        md.ESCAPED_CHARS.append("$")
        md.inlinePatterns.register(_Inline(md), "formula", 189.9)
        md.parser.blockprocessors.register(_Display(md), "display-formula", 79.9)


def makeExtension(**settings: Any) -> FormulaExtension:
    """What Python-Markdown calls."""
    return FormulaExtension(**settings)
