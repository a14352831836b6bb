"""The prose of a page, sentence by sentence.

Prose is everything that a reader sees beside fences: headings, titles, tables, descriptions of
images, formulas and code within a line too. What is not known to be something else is prose.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cnn_docs.publish.reading.front_matter import front_matter

#: Entries of the front matter that no reader sees, with the lines that belong to them.
_UNSEEN_ENTRY = re.compile(r"^(?!title:|description:)\S.*(?:\n[ \t]+.*)*", re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}|~{3,})[^`\n]*\n.*?^\1[`~]*[ \t]*$", re.DOTALL | re.MULTILINE)
#: Code within a line, which stays; footnote marks and where links lead, which do not.
_CODE_OR_TARGET = re.compile(
    r"(?P<code>(`+)(?:(?!\n\s*\n).)+?\2)|\[\^[^\]]*\]:?|(?<=\]\()[^)\s]*|https?://[^\s)>]*",
    re.DOTALL,
)
#: The line under a table that states how far its numbers may be off.
_TOLERANCES = re.compile(r"^\{ within=.*$", re.MULTILINE)
_ITEM_NUMBER = re.compile(r"^[ \t]*\d+\.(?=\s)", re.MULTILINE)
_SOURCE = re.compile(r"https?://|[^#]*\bbibliography\.md#")
#: Stands where a link led to a source.
_CITATION = "\ue000"
#: Where a sentence begins or ends: titles and headings, blank lines, items and rows, full stops.
_BOUNDARY = re.compile(
    r"^[ \t]*(?:(?:///|#).*\n|\n|(?=[-*+|]|\d+\.\s))"
    r"|(?<=[.!?])(?<!\bal\.)(?<!\bFig\.)[)\"”*_]*(?=\s)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Sentence:
    """A sentence, an item, a row or a heading, and the line of the page on which it begins."""

    text: str
    line: int

    @property
    def is_cited(self) -> bool:
        """Whether it links to the bibliography or to an address on the web."""
        return _CITATION in self.text

    def line_at(self, position: int) -> int:
        """The line of the page on which ``position`` of the text stands."""
        return self.line + self.text.count("\n", 0, position)


def sentences_of(text: str) -> Iterator[Sentence]:
    """Cut a page's prose into sentences; formulas are written as plain text.

    >>> [s.text for s in sentences_of("# Size\\n\\nIt has $9{,}248$ weights. [See](there.md).\\n")]
    ['# Size\\n', 'It has $9,248$ weights.', ' [See]().']
    """
    prose = _prose(text)
    boundaries = {place for found in _BOUNDARY.finditer(prose) for place in found.span()}
    for start, end in itertools.pairwise(sorted({0, *boundaries, len(prose)})):
        if prose[start:end].strip():
            yield Sentence(prose[start:end], prose.count("\n", 0, start) + 1)


def _prose(text: str) -> str:
    """The prose of a page on the lines on which it stands there."""
    front = front_matter(text)
    body = _TOLERANCES.sub("", _FENCE.sub(_blank, text[len(front) :]))
    body = _ITEM_NUMBER.sub("-", body)
    return _plain(_UNSEEN_ENTRY.sub(_blank, front) + _CODE_OR_TARGET.sub(_without_target, body))


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _without_target(found: re.Match[str]) -> str:
    if found["code"]:
        return found[0]
    return _CITATION if _SOURCE.match(found[0]) else ""


def _plain(text: str) -> str:
    r"""Write TeX and HTML's character references as plain text.

    >>> _plain(r"$9{,}248 = 32 \times 289$, $\frac{1}{255}$, 97\,\%, 2&nbsp;048")
    '$9,248 = 32 × 289$, $(1)/(255)$, 97%, 2\xa0048'
    """
    text = text.replace("{,}", ",").replace(r"\,", "")
    text = re.sub(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)", text)
    text = text.replace(r"\times", "×").replace(r"\cdot", "·")
    text = re.sub(r"\\[A-Za-z]+", " ", text)
    return html.unescape(re.sub(r"\\([^\w\s])", r"\1", text))
