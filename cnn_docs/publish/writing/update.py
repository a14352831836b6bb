"""Rewrite the outputs of a page to what its blocks print, for an author who reads the diff."""

from __future__ import annotations

from cnn_docs.publish.check import Checked
from cnn_docs.publish.reading.page import OUTPUT_INFO, Block
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.reading.same_text import same_text
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.writing.page_markdown import fence_for
from cnn_docs.publish.writing.percent_script import script_of


def updated_text(checked: Checked) -> str:
    """The page's file with every output that differs rewritten, added or removed.

    Outputs that already agree, by the same rule as the tests, keep their wording; those that agree
    only within a stated tolerance show this run's numbers.
    """
    lines = checked.page.text.split("\n")
    pairs = zip(checked.page.blocks, checked.outcomes, strict=True)
    for block, outcome in reversed(list(pairs)):  # from the end, so that lines keep their numbers
        if outcome is not None and (
            problems_with(block, outcome, checked.page.path) or _is_within_only(block, outcome)
        ):
            _rewrite(lines, block, outcome.printed)
    text = "\n".join(lines)
    if checked.page.path.endswith(".py"):
        text = script_of(text, parse_page(text, path="updated.md").blocks)
    return text


def _is_within_only(block: Block, outcome: Outcome) -> bool:
    """Whether an output agrees by its tolerance alone."""
    return bool(
        block.output and block.output.within and not same_text(block.output.text, outcome.printed)
    )


def _rewrite(lines: list[str], block: Block, printed: str) -> None:
    shown = block.output
    fence = fence_for(printed)
    text = printed.removesuffix("\n")
    if shown is None:
        if printed and not (block.image and block.image.fold):  # only an author can unfold it
            end = block.span.last
            lines[end:end] = ["", f"{fence}{OUTPUT_INFO}", text, fence]
    elif not printed:
        del lines[shown.span.first - 1 : shown.span.last]
    elif shown.is_table:
        lines[shown.lines.first - 1 : shown.lines.last] = [text]
    else:
        options = lines[shown.span.first - 1].lstrip("`")
        lines[shown.span.first - 1 : shown.span.last] = [fence + options, text, fence]
