"""Under each entry of the bibliography, the pages that cite it.

A Python-Markdown extension. Pages link to an entry by its anchor, so nobody keeps a list by hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

Pages = list[tuple[str, str]]

_TITLE = re.compile(r"^(?:# )?title: (.+)$", re.MULTILINE)


def citing_pages(bibliography: Path) -> dict[str, Pages]:
    """Find the pages that link to each entry of a bibliography.

    Args:
        bibliography: its file, in a folder of the pages' folder. All pages there are read.

    Returns:
        For each anchor the pages' titles and their addresses from the bibliography, in the order of
        the titles.
    """
    docs = bibliography.parents[1]
    link = re.compile(re.escape(bibliography.name) + r"#([\w-]+)")
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for path in [*docs.rglob("*.md"), *docs.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        title = _TITLE.search(text)
        address = Path("..", path.relative_to(docs)).as_posix()
        for anchor in link.findall(text):
            found[anchor].add((title[1] if title else path.stem, address))
    return {anchor: sorted(pages) for anchor, pages in found.items()}


class _Citations(Treeprocessor):
    """Adds "Cited in" to each paragraph whose anchor is cited."""

    def __init__(self, markdown: Markdown, bibliography: Path) -> None:
        super().__init__(markdown)
        self.bibliography = bibliography

    def run(self, root: Element) -> None:
        """Complete the bibliography. No other page has paragraphs with these anchors."""
        entries = [entry for entry in root.iter("p") if entry.get("id")]
        cited = citing_pages(self.bibliography) if entries else {}
        for entry in entries:
            pages = cited.get(entry.get("id", ""), [])
            for index, (title, address) in enumerate(pages):
                before = "; " if index else " Cited in: "
                entry[-1].tail = (entry[-1].tail or "") + before
                SubElement(entry, "a", href=address).text = title
            if pages:
                entry[-1].tail = "."


class CitationExtension(Extension):
    """The Python-Markdown extension. Its setting `bibliography` is the path of that page."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"bibliography": ["", "the path of the bibliography's page"]}
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:
        """Add links when anchors are known, and before MkDocs looks at where links lead."""
        bibliography = Path(self.getConfig("bibliography"))
        md.treeprocessors.register(_Citations(md, bibliography), "citations", 6)


def makeExtension(**settings: Any) -> CitationExtension:
    """What Python-Markdown calls."""
    return CitationExtension(**settings)
