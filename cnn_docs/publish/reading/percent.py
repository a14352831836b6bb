"""Percent scripts: a page as a Python file whose cells begin with ``# %%``, and back.

Such a file runs as it is, and jupytext, VS Code, Spyder and PyCharm open it as a notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cnn_docs.publish.reading.cells import Cell, cells
from cnn_docs.publish.reading.front_matter import front_matter
from cnn_docs.publish.reading.page import Block, Problem

_MARKER = re.compile(r"# %%( \[markdown\]|(?: needs=\"[^\"]*\")?)")


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
    problems: list[Problem] = []
    lines: list[str] = []
    in_code = False
    for number, line in enumerate(script.splitlines(), start=1):
        if line.startswith("# %%"):
            if in_code and not _close(lines):
                message = "leave a blank line between this cell and the one before"
                problems.append(Problem(path, number, message))
            marker = _MARKER.fullmatch(line)
            if not marker:
                message = (
                    f'the marker {line!r} starts no cell; write # %%, # %% needs="…" or '
                    "# %% [markdown]"
                )
                problems.append(Problem(path, number, message))
            in_code = marker is not None and marker[1] != " [markdown]"
            lines.append(line.replace("# %%", "```python") if in_code else "")
        elif in_code:
            lines.append(line)
        else:
            if line and not re.match("# |#$", line):
                message = "this line stands in no code cell; begin it with '# ', or put # %% above"
                problems.append(Problem(path, number, message))
            lines.append(line[2:])
    if in_code:
        message = "a script ends in a Markdown cell; say what was seen, after # %% [markdown]"
        problems.append(Problem(path, len(lines), message))
    return "\n".join(lines) + "\n", problems


def _close(lines: list[str]) -> bool:
    """Put the closing fence on the last line, if that is blank."""
    if lines[-1].strip():
        return False
    lines[-1] = "```"
    return True


def percent_script(cells: Iterable[Cell]) -> str:
    """Write cells as a percent script: prose as comments, code as it is.

    >>> print(percent_script([Cell("# Title\\n"), Cell("Prose.\\n")]))
    # %% [markdown]
    # # Title
    <BLANKLINE>
    # %% [markdown]
    # Prose.
    <BLANKLINE>
    """
    return "\n".join(_code(cell) if cell.is_code else _comments(cell) for cell in cells)


def script_of(markdown: str, blocks: Sequence[Block]) -> str:
    """Turn a page's Markdown back into the percent script that ``markdown_of`` read."""
    front = "".join(f"# {line}\n" for line in front_matter(markdown).splitlines())
    script = percent_script(cells(markdown, blocks, with_results=True))
    return f"{front}\n{script}" if front else script


def _code(cell: Cell) -> str:
    needs = f' needs="{cell.needs}"' if cell.needs else ""
    return f"# %%{needs}\n{cell.text.strip()}\n"


def _comments(cell: Cell) -> str:
    lines = [f"# {line}".rstrip() for line in cell.text.splitlines()]
    return "\n".join(["# %% [markdown]", *lines]) + "\n"
