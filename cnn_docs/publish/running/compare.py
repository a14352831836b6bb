"""Compare what a block did with what the page shows under it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from cnn_docs.publish.reading.page import OUTPUT_INFO, Block, Output, Problem
from cnn_docs.publish.reading.same_text import same_text
from cnn_docs.publish.running.session import Outcome

_OUTER_PIPES = re.compile(r"^\||(?<!\\)\|$")
_UPDATE = "cnn-docs pages --update writes it"


def problems_with(block: Block, outcome: Outcome, path: str) -> list[Problem]:
    """Everything that keeps the page from showing what ``block`` printed and drew."""
    return [
        Problem(path, line, message)
        for line, message in itertools.chain(_printed(block, outcome), _drawn(block, outcome))
    ]


def _printed(block: Block, outcome: Outcome) -> Iterator[tuple[int, str]]:
    printed, shown = outcome.printed, block.output
    if shown is None:
        if printed:
            right = "write it" if block.scope else f"put a ```{OUTPUT_INFO} block there ({_UPDATE})"
            yield (
                block.line,
                f"this block prints {_short(printed)} but no output stands under it; {right}",
            )
    elif not printed:
        yield (
            shown.lines.first,
            "the block above prints nothing, yet an output stands under it; remove the output, "
            "or separate a table of prose from the block by a sentence",
        )
    elif shown.is_table:
        yield from _table_differences(shown, printed)
    elif not same_text(shown.text, printed, shown.tolerance()):
        yield _first_difference(shown, printed)


def _drawn(block: Block, outcome: Outcome) -> Iterator[tuple[int, str]]:
    if outcome.figure is not None and block.image is None:
        yield (
            block.line,
            "this block draws a figure that no image claims; put ![what is to be seen]"
            "(figures/name.svg) under it",
        )
    if outcome.figure is None and block.image is not None:
        yield (
            block.image.span.first,
            f"no figure fills {block.image.target}: the block above draws none; draw it there, "
            "or remove the image",
        )


def _first_difference(shown: Output, printed: str) -> tuple[int, str]:
    expected_lines, printed_lines = (
        text.removesuffix("\n").split("\n") for text in (shown.text, printed)
    )
    for offset, (expected, got) in enumerate(itertools.zip_longest(expected_lines, printed_lines)):
        if expected is None:
            return (
                shown.lines.last,
                f"the output ends here, yet the block goes on to print {_short(got)} ({_UPDATE})",
            )
        if got is None:
            return (
                shown.lines.first + offset,
                f"the page shows {_short(expected)}, yet the block's output ended before it "
                f"({_UPDATE})",
            )
        if not same_text(expected, got, shown.tolerance()):
            return (
                shown.lines.first + offset,
                f"the page shows {_short(expected)}, the block printed {_short(got)} ({_UPDATE})",
            )
    raise AssertionError("the texts differ in no line")


def _table_differences(shown: Output, printed: str) -> Iterator[tuple[int, str]]:
    expected, got = _cells(shown.text), _cells(printed)
    if len(expected) != len(got) or any(
        len(row) != len(other) for row, other in zip(expected, got, strict=True)
    ):
        yield (
            shown.lines.first,
            f"the table has {_shape(expected)}, the block printed {_shape(got)} ({_UPDATE})",
        )
        return
    header = expected[0]
    for offset, (row, other) in enumerate(zip(expected, got, strict=True)):
        for column, (cell, other_cell) in enumerate(zip(row, other, strict=True)):
            if not same_text(cell, other_cell, shown.tolerance(header[column])):
                yield (
                    shown.lines.first + offset,
                    f"column {header[column]!r} shows {_short(cell)}, the block printed "
                    f"{_short(other_cell)} ({_UPDATE})",
                )
                return


def _cells(table: str) -> list[list[str]]:
    rows = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", _OUTER_PIPES.sub("", line.strip()))]
        for line in table.strip().split("\n")
    ]
    # Column rules may be written with any number of dashes.
    return [
        [re.sub("-+", "-", cell) if re.fullmatch(":?-+:?", cell) else cell for cell in row]
        for row in rows
    ]


def _shape(cells: list[list[str]]) -> str:
    return f"{len(cells)} lines of {len(cells[0])} cells"


def _short(text: str) -> str:
    line = text.strip("\n").partition("\n")[0]
    return repr(line if len(line) <= 70 else line[:67] + "…")
