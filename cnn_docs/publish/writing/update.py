"""Rewrite the outputs of a page to what its blocks print, for an author who reads the diff."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cnn_docs.publish.check import Checked
from cnn_docs.publish.reading.page import OUTPUT_INFO, Block
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.running.compare import problems_with, same_text
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.writing.percent import script_of


def updated_text(checked: Checked) -> str:
    """The page's file with every output that differs rewritten, added or removed.

    Outputs that already agree, by the same rule as the tests, keep their wording.
    """
    lines = checked.page.text.splitlines(keepends=True)
    pairs = zip(checked.page.blocks, checked.outcomes, strict=True)
    for block, outcome in reversed(list(pairs)):  # from the end, so that lines keep their numbers
        if outcome is not None and problems_with(block, outcome, checked.page.path):
            _rewrite(lines, block, outcome)
    text = "".join(lines)
    if checked.page.path.endswith(".py"):
        text = script_of(text, parse_page(text, path="updated.md").blocks)
    return text


def _rewrite(lines: list[str], block: Block, outcome: Outcome) -> None:
    printed = outcome.printed and outcome.printed.rstrip("\n") + "\n"
    shown = block.output
    if shown is None:
        if printed:
            lines.insert(block.end_line, f"\n```{OUTPUT_INFO}\n{printed}```\n")
    elif shown.is_table:
        if not same_text(shown.text, printed):
            lines[shown.line - 1 : shown.end_line] = [printed]
    elif not printed:
        del lines[shown.line - 2 : shown.end_line + 1]
    elif not same_text(shown.text, printed):
        lines[shown.line - 1 : shown.end_line] = [printed]


def write_whole(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` all at once: an interruption leaves the old file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).chmod(path.stat().st_mode)
    Path(name).replace(path)
