"""A checked page to take away: as an executed notebook, or as a script that runs as it is."""

from __future__ import annotations

import ast
import re
from urllib.parse import urljoin

import nbformat
from nbformat import NotebookNode, v4

from cnn_docs.publish.check import Checked
from cnn_docs.publish.reading.cells import Cell, cells
from cnn_docs.publish.reading.dataflow import statements
from cnn_docs.publish.reading.page import Block
from cnn_docs.publish.running.figures import THEME_COLOURS
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.writing.percent_script import percent_script
from cnn_docs.publish.writing.programs import header

_FOLD = re.compile(r"^///(?: *(\w+)(?: *\| *(.+))?)?$", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")


def to_ipynb(checked: Checked, *, repository: str | None, address: str | None) -> str:
    """Write a page as a notebook whose cells hold what they printed and drew.

    Args:
        checked: the page with its outcomes.
        repository: where the package can be installed from, if that is known.
        address: where the page is published, if that is known; links start from there.

    Returns:
        JSON in the format of Jupyter 4.5; the same page gives the same text.
    """
    note = "This notebook is a page of CNN Docs. " + _install_note(checked, repository)
    found = [v4.new_markdown_cell(note.strip())]
    for cell, outcome in _cells_with_outcomes(checked):
        if cell.block is None:
            found.append(v4.new_markdown_cell(_portable(cell.text, address).strip()))
        elif outcome is None:
            code = cell.text.strip()
            found.append(v4.new_markdown_cell(f"{_left_out(cell)}\n\n```python\n{code}\n```"))
        else:
            found.append(_code(cell.block, outcome))
    return notebook_text(found)


def notebook_text(found: list[NotebookNode]) -> str:
    """Write cells as a notebook in the format of Jupyter 4.5, as if they had just run in turn.

    Raises:
        nbformat.ValidationError: they make no notebook.
    """
    for number, cell in enumerate(found):
        cell.id = f"cell-{number}"  # the same in each build
    code = [cell for cell in found if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
    notebook = v4.new_notebook(
        cells=found,
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def to_script(checked: Checked, *, repository: str | None, address: str | None) -> str:
    """Write a page as a percent script that runs from top to bottom.

    Figures are shown where they are drawn. A block whose data was not at hand stands as a comment,
    because nobody has seen it run.
    """
    found = [Cell(_install_note(checked, repository))]
    has_pyplot = False
    for cell, outcome in _cells_with_outcomes(checked):
        if cell.block is None:
            found.append(Cell(_portable(cell.text, address)))
            continue
        if outcome is None:
            found.append(Cell(f"{_left_out(cell)}\n\n{cell.text}"))
            continue
        code = cell.text.strip()
        has_pyplot |= any("plt" in statement.binds for statement in statements(code))
        if outcome.figure:
            pyplot = "" if has_pyplot else "import matplotlib.pyplot as plt\n\n"
            code = f"{pyplot}{code}\nplt.show()"
            has_pyplot = True
        found.append(Cell(code, cell.block))
    return percent_script(found)


def _cells_with_outcomes(checked: Checked) -> list[tuple[Cell, Outcome | None]]:
    page = checked.page
    outcomes = dict(zip((block.line for block in page.blocks), checked.outcomes, strict=True))
    return [
        (cell, outcomes[cell.block.line] if cell.block else None)
        for cell in cells(page.text, page.blocks, with_results=False)
    ]


def _install_note(checked: Checked, repository: str | None) -> str:
    found = [statement for block in checked.page.blocks for statement in statements(block.code)]
    return header(found, repository).removeprefix("# ")


def _left_out(cell: Cell) -> str:
    data = (cell.needs or "").upper()
    return f"The code below needs {data}, which was not at hand when this file was made."


def _portable(prose: str, address: str | None) -> str:
    """Prose for a reader without the site: no folds, links that lead somewhere or are none."""

    def heading(found: re.Match[str]) -> str:
        return f"**{found[2] or found[1].capitalize()}**\n" if found[1] else ""

    def link(found: re.Match[str]) -> str:
        text, target = found.groups()
        if re.match("[a-z]+:", target):
            return found[0]
        if address is None:
            return text
        return f"[{text}]({urljoin(address, re.sub(r'[.](md|py)(?=#|$)', '.html', target))})"

    return _LINK.sub(link, _FOLD.sub(heading, prose)).strip() + "\n"


def _code(block: Block, outcome: Outcome) -> NotebookNode:
    outputs = []
    if outcome.printed:
        outputs.append(v4.new_output("stream", name="stdout", text=outcome.printed))
    if outcome.figure:
        assert block.image
        data = {
            "image/svg+xml": _on_white(outcome.figure),
            # What Jupyter shows until it is told to trust the file.
            "text/plain": f"[Figure, drawn when the cell runs: {block.image.alt}]",
        }
        outputs.append(v4.new_output("display_data", data=data))
    return v4.new_code_cell(_silenced(block.code).strip(), outputs=outputs)


def _silenced(code: str) -> str:
    """Keep a notebook from echoing the value of the last line, which the page does not show."""
    last = ast.parse(code).body[-1]
    if not isinstance(last, ast.Expr) or ast.unparse(last).startswith("print("):
        return code
    assert last.end_lineno and last.end_col_offset
    lines = code.splitlines()
    line = lines[last.end_lineno - 1].encode()  # the syntax tree counts bytes
    before, after = line[: last.end_col_offset], line[last.end_col_offset :]
    lines[last.end_lineno - 1] = (before + b";" + after).decode()
    return "\n".join(lines) + "\n"


def _on_white(svg: str) -> str:
    """Fix the light theme's colours on a white ground: a notebook has its own light and dark."""
    svg = re.sub(r"@media\(prefers-color-scheme:dark\)\{:root\{[^}]*\}\}", "", svg)
    for name, light, _ in THEME_COLOURS.values():
        svg = svg.replace(f"var(--{name})", light)
    return re.sub(r"(<svg[^>]*?)>", r'\1 style="background: #ffffff">', svg, count=1)
