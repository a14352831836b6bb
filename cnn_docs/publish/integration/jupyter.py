"""A notebook page: what mkdocs-jupyter is handed, and what is kept of what it makes of that.

MkDocs renders the page as it renders every page. The blocks are then taken out, as cells that have
run; the prose between them, already HTML, becomes the other cells. So formulas, folds, links and
headings are those of the site. Of what mkdocs-jupyter makes of this notebook the cells stay; its
style sheets and scripts weigh ten times as much, and name other hosts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode, v4

from cnn_docs.publish.check import Checked
from cnn_docs.publish.reading.page import Page
from cnn_docs.publish.settings import Settings
from cnn_docs.publish.writing.notebook import notebook_text

_CODE = "div.language-python.highlight"
_PRINTED = "div.language-text.highlight:has(> .filename)"
_FIGURE = "p:has(> img.figure)"

#: Stands where a cell was taken out.
_GAP = '<hr class="gap"/>'


@dataclass(frozen=True)
class Executed:
    """An executed notebook as JSON, and the labels over what its cells have printed, in order."""

    notebook: str
    labels: tuple[str, ...]


def executed(html: str, checked: Checked) -> Executed:
    """Turn a page that MkDocs has rendered into a notebook.

    Args:
        html: the page's content.
        checked: the page with its outcomes; what has not run is not in ``html``.

    Returns:
        The notebook. Figures are images in the folder of the page; tables are prose.
    """
    page = BeautifulSoup(html, "html.parser")
    blocks = zip(checked.page.blocks, checked.outcomes, strict=True)
    ran = [(block, outcome) for block, outcome in blocks if outcome]
    code, labels = [], []
    for box, (block, outcome) in zip(page.select(_CODE), ran, strict=True):
        outputs = []
        if printed := _taken_from_below(box, _PRINTED):
            labels.append(printed.select(".filename")[0].get_text())
            outputs.append(v4.new_output("stream", name="stdout", text=outcome.printed))
        if figure := _taken_from_below(box, _FIGURE):
            data = {"text/html": figure.decode_contents()}
            outputs.append(v4.new_output("display_data", data=data))
        code.append(v4.new_code_cell(block.code.strip("\n"), outputs=outputs))
        gap = page.new_tag("hr", attrs={"class": "gap"})
        box.replace_with(gap)
        _lift(gap, page)
    prose = [_prose(part) if part.strip() else None for part in page.decode().split(_GAP)]
    cells = [cell for pair in zip_longest(prose, code) for cell in pair if cell]
    return Executed(notebook_text(cells), tuple(labels))


def _taken_from_below(box: Tag, selector: str) -> Tag | None:
    """The next element, taken out of the page, if it is what ``selector`` says."""
    below = box.find_next_sibling(True)
    return below.extract() if below and below.css.match(selector) else None


def _lift(gap: Tag, page: BeautifulSoup) -> None:
    """Bring a gap out of the folds around it, by tearing them in two."""
    while (fold := gap.parent) is not page:
        assert fold
        rest = page.new_tag(fold.name, attrs={"data-torn": ""})
        rest.extend(list(gap.next_siblings))
        fold.insert_after(gap, rest)


def _prose(html: str) -> NotebookNode:
    """A cell of prose: to Markdown it is one block of HTML, which ends at the first blank line."""
    html = re.sub(r"\n(?=[ \t]*\n)", "&#10;", html.strip())
    return v4.new_markdown_cell(f"<div>\n{html}\n</div>")


def notebook_file(page: Page, settings: Settings) -> Path:
    """Where the notebook of a page is handed over; mkdocs.yml tells mkdocs-jupyter the same."""
    return settings.root / ".cache/notebooks" / (page.path.replace("/", "--") + ".ipynb")


def tamed(html: str, labels: Iterable[str]) -> str:
    """Keep the cells of a page that mkdocs-jupyter has made, and mark up code as on every page.

    Args:
        html: the page's content.
        labels: what stands over the outputs that were printed, in order.

    Returns:
        The prose as it was handed over, and each code cell with its prompt, code and outputs.

    Raises:
        ValueError: ``html`` is not what mkdocs-jupyter makes.
    """
    notebook = BeautifulSoup(html, "html.parser").select_one(".jp-Notebook")
    if notebook is None:
        raise ValueError(
            "`html` holds no notebook, so mkdocs-jupyter has not rendered this page; `plugins` in "
            "mkdocs.yml must list it before cnn-docs, with `include: [.cache/notebooks/*.ipynb]`"
        )
    waiting = iter(labels)
    for cell in notebook.find_all(class_="jp-Cell", recursive=False):
        prose = cell.select(".jp-MarkdownOutput > div")
        if prose:
            cell.replace_with(*prose[0].contents)
        else:
            cell.replace_with(_code_cell(cell, waiting))
    for rest in notebook.select("[data-torn]"):
        cell, fold = rest.find_previous_siblings(True, limit=2)
        fold.extend([cell, *rest.contents])
        rest.extract()
    return notebook.decode_contents().strip()


def _code_cell(cell: Tag, labels: Iterator[str]) -> Tag:
    parts = [
        f'<div class="jp-InputPrompt" data-search-exclude>{_inside(cell, ".jp-InputPrompt")}</div>',
        _highlighted("python", _inside(cell, ".highlight-ipynb > pre")),
    ]
    for output in cell.select(".jp-OutputArea-output"):
        if output.select("pre"):
            parts.append(_highlighted("text", _inside(output, "pre"), next(labels)))
        else:
            parts.append(f"<p>{output.decode_contents().strip()}</p>")
    html = '<div class="jp-Cell jp-CodeCell">\n' + "\n".join(parts) + "\n</div>"
    return BeautifulSoup(html, "html.parser").select("div")[0]


def _inside(element: Tag, selector: str) -> str:
    found = element.select_one(selector)
    if found is None:
        raise ValueError(
            f"mkdocs-jupyter made a cell without {selector!r}, which its version 0.26 has; look in "
            "its HTML for what has taken that place, and name it here"
        )
    return found.decode_contents()


def _highlighted(language: str, code: str, label: str = "") -> str:
    """Code as it is marked up on every page, for the same colours and buttons."""
    title = f'<span class="filename">{label}</span>' if label else ""
    code = f"<pre><code>{code}</code></pre>"
    return f'<div class="language-{language} highlight">{title}{code}</div>'
