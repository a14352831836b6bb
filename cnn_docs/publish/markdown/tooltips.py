"""Definitions of the glossary as tooltips: the first use of each term on a page.

A Python-Markdown extension. The glossary is the only place where a term is defined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_ENTRY = re.compile(r"## (.+?) \((.+)\) \{ #([a-z0-9-]+) \}\n\n(.+)")

#: Where a term is not marked: what is no prose, what has a behaviour of its own already, and what
#: is emphasised, because it is a title or a word that the page itself explains there.
_UNTOUCHED = frozenset(
    ["a", "abbr", "code", "em", "pre", "strong", "summary", "table", "h1", "h2", "h3", "h4", "h5"]
)


@dataclass(frozen=True)
class Entry:
    """A term, its usual name in Korean, the anchor of its heading, and what it means."""

    term: str
    korean: str
    anchor: str
    definition: str


def read_glossary(text: str) -> list[Entry]:
    """Read the entries of the glossary's Markdown.

    Args:
        text: a page on which each entry is a heading `## Term (한국어) { #anchor }` and, below it,
            a paragraph on one line, which may end in a pointer to a lesson: `See [...](...).`

    Returns:
        The entries in the page's order, their definitions without the pointers.

    Raises:
        ValueError: a heading of the second level is not written like that, or a term stands twice.

    >>> read_glossary("## Stride (보폭) { #stride }\\n\\nThe step. See [Conv2D](conv2d.md).\\n")
    [Entry(term='Stride', korean='보폭', anchor='stride', definition='The step.')]
    """
    entries = []
    for part in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]:
        found = _ENTRY.match(part)
        if not found:
            raise ValueError(
                f"the glossary's entry {part.splitlines()[0]!r} must be written "
                "'## Term (한국어) { #anchor }', with its definition in the paragraph below"
            )
        term, korean, anchor, definition = found.groups()
        entries.append(Entry(term, korean, anchor, definition.partition(" See [")[0]))
    terms = [entry.term.lower() for entry in entries]
    twice = sorted({term for term in terms if terms.count(term) > 1})
    if twice:
        raise ValueError(f"the glossary must define each term once; twice: {', '.join(twice)}")
    return entries


class _Tooltips(Treeprocessor):
    """Wraps the first use of each term in an `abbr` whose title is the definition."""

    def __init__(self, markdown: Markdown, entries: list[Entry]) -> None:
        super().__init__(markdown)
        self.entries = {entry.term.lower(): entry for entry in entries}
        longest_first = sorted(self.entries, key=len, reverse=True)
        terms = "|".join(map(re.escape, longest_first))
        # No part of a compound: "linear" is not what "non-linear" means.
        self.uses = re.compile(rf"(?<![\w-])({terms})s?(?![\w-])", re.IGNORECASE)

    def run(self, root: Element) -> None:
        """Mark one page. A term that the page itself defines needs no tooltip."""
        if root.find("h1") is None:
            return  # no page, but one of the docstrings that an API page is put together from
        defined = {heading.get("id") for heading in root.iter("h2")}
        self.left = {term for term, entry in self.entries.items() if entry.anchor not in defined}
        self._mark(root)

    def _mark(self, element: Element) -> None:
        if element.tag in _UNTOUCHED or element.get("class") == "admonition-title":
            return
        children = list(element)
        element.text, marked = self._split(element.text)
        for child in children:
            self._mark(child)
            child.tail, more = self._split(child.tail)
            marked += [child, *more]
        element[:] = marked

    def _split(self, text: str | None) -> tuple[str | None, list[Element]]:
        """Cut a text at the first uses in it: what stands before them, then each with its tail."""
        if not text or isinstance(text, AtomicString):
            return text, []
        marked: list[Element] = []
        before, end = text, 0
        for use in self.uses.finditer(text):
            term = use[1].lower()
            if term not in self.left:
                continue
            self.left.remove(term)
            if marked:
                marked[-1].tail = text[end : use.start()]
            else:
                before = text[: use.start()]
            entry = self.entries[term]
            title = f"{entry.definition} ({entry.korean})"
            abbr = Element("abbr", tabindex="0", title=title)  # shown on focus as well
            abbr.text = AtomicString(use[0])
            end = use.end()
            abbr.tail = text[end:]
            marked.append(abbr)
        return before, marked


class TooltipExtension(Extension):
    """The Python-Markdown extension. Its setting `glossary` is the path of the glossary's page."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"glossary": ["", "the path of the glossary's page"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        """Mark terms when inline code and links are known, and before the contents are made."""
        text = Path(self.getConfig("glossary")).read_text(encoding="utf-8")
        md.treeprocessors.register(_Tooltips(md, read_glossary(text)), "tooltips", 7)


def makeExtension(**settings: Any) -> TooltipExtension:
    """What Python-Markdown calls."""
    return TooltipExtension(**settings)
