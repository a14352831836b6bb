"""Percent scripts: a page as a Python file whose cells begin with ``# %%``, read by jupytext.

Such a file runs as it is, and Jupyter, VS Code, Spyder and PyCharm open it as a notebook.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cnn_docs.publish.reading.page import Problem

if TYPE_CHECKING:
    from nbformat import NotebookNode

#: The format, as jupytext is told it: a comment is a comment, also where it looks like a magic.
PERCENT = {"extension": ".py", "format_name": "percent", "comment_magics": False}

#: Where jupytext ends a line, and an editor does not.
_UNSEEN_BREAK = re.compile(r"[\v\f\x1c-\x1e\x85\u2028\u2029]")


def markdown_of(script: str, *, path: str) -> tuple[str, list[Problem]]:
    """Turn a percent script into Markdown, line for line, so that messages keep their lines.

    A code cell becomes a ```` ```python ```` block, closed on the blank line that ends the cell.

    Args:
        script: the file's text.
        path: what messages name.

    Returns:
        The Markdown, with as many lines as the script, and what keeps the script from being one.

    >>> script = "# %%\\nprint(1)\\n\\n# %% [markdown]\\n# It printed 1.\\n"
    >>> markdown_of(script, path="a.py")
    ('```python\\nprint(1)\\n```\\n\\nIt printed 1.\\n', [])
    """
    problems = [
        Problem(path, number, f"{found[0]!r} breaks this line unseen; write it as an escape")
        for number, line in enumerate(script.split("\n"), start=1)
        if (found := _UNSEEN_BREAK.search(line))
    ]
    # Jupytext does not say on which line a cell stands, so it is given one cell at a time. What
    # stands above the first marker is read as prose under a marker of its own, line 0.
    above, *pieces = re.split(r"^(?=# %%)", _UNSEEN_BREAK.sub(" ", script), flags=re.MULTILINE)
    lines: list[str] = []
    is_code, is_closed = False, True
    for piece in (f"# %% [markdown]\n{above}", *pieces):
        start, length = len(lines), len(piece.splitlines())
        if not is_closed:
            message = "leave a blank line between this cell and the one before"
            problems.append(Problem(path, start, message))
        cell, faults = _read(piece)
        problems += [Problem(path, start + offset, message) for offset, message in faults]
        is_code = cell.cell_type == "code"
        text = _as_markdown(cell)
        is_closed = len(text) <= length
        lines += (text + [""] * length)[:length]
    if is_code:
        message = "a script ends in a Markdown cell; say what was seen, after # %% [markdown]"
        problems.append(Problem(path, len(lines) - 1, message))
    return "\n".join(lines[1:]) + "\n", problems


def _read(piece: str) -> tuple[NotebookNode, list[tuple[int, str]]]:
    """Read one cell; what is wrong with it comes with the offset of its line from the marker."""
    import jupytext  # takes a second, which is not spent where no page is a script

    cell, *others = jupytext.reads(piece, PERCENT).cells
    marker, *below = piece.splitlines()
    if marker != _marker(cell):
        message = f'{marker!r} starts no cell; write # %%, # %% needs="…" or # %% [markdown]'
        cell.update(cell_type="markdown", source="")
        return cell, [(0, message)]
    faults = []
    if cell.cell_type == "markdown":
        message = "this line stands in no code cell; begin it with '# ', or put # %% above"
        faults = [
            (offset, message)
            for offset, line in enumerate(below, start=1)
            if line and not re.match("# |#$", line)
        ]
    if others:
        message = "editors begin a cell with this line; begin one with # %%, flush left"
        after = len(cell.source.splitlines())
        while not below[after].strip():
            after += 1
        faults.append((after + 1, message))
    return cell, faults


def _marker(cell: NotebookNode) -> str:
    """The marker of a cell, as it must be written."""
    return "# %% [markdown]" if cell.cell_type == "markdown" else f"# %%{_needs(cell)}"


def _as_markdown(cell: NotebookNode) -> list[str]:
    """The lines of a cell in a page: a fence, or a blank line for the marker above prose."""
    source = cell.source.splitlines()
    is_code = cell.cell_type == "code"
    return [f"```python{_needs(cell)}", *source, "```"] if is_code else ["", *source]


def _needs(cell: NotebookNode) -> str:
    needs = cell.metadata.get("needs")
    return f' needs="{needs}"' if needs else ""
