"""Percent scripts, written by jupytext: prose as comments, code as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cnn_docs.publish.reading.cells import Cell, cells
from cnn_docs.publish.reading.front_matter import front_matter
from cnn_docs.publish.reading.page import Block
from cnn_docs.publish.reading.percent import PERCENT


def percent_script(cells: Iterable[Cell], *, front: str = "") -> str:
    """Write cells as a percent script, below their page's front matter.

    >>> print(percent_script([Cell("# Title\\n"), Cell("Prose.\\n")]))
    # %% [markdown]
    # # Title
    <BLANKLINE>
    # %% [markdown]
    # Prose.
    <BLANKLINE>
    """
    import jupytext  # takes a second, which is not spent where no script is written
    from nbformat import v4

    found = [v4.new_raw_cell(front.strip())] if front else []
    for cell in cells:
        new = v4.new_code_cell if cell.is_code else v4.new_markdown_cell
        options = {"needs": cell.needs} if cell.needs else {}
        found.append(new(cell.text.strip(), metadata=options))
    for written in found:
        written.metadata["lines_to_next_cell"] = 1
    # The script says what its page says, and nothing of jupytext.
    silent = {"jupytext": {"notebook_metadata_filter": "-all"}}
    return str(jupytext.writes(v4.new_notebook(cells=found, metadata=silent), PERCENT))


def script_of(markdown: str, blocks: Sequence[Block]) -> str:
    """Turn a page's Markdown back into the percent script that ``markdown_of`` read."""
    found = cells(markdown, blocks, with_results=True)
    return percent_script(found, front=front_matter(markdown))
