"""Hold ``needs`` to what it says: the data is read, and no other block leans on such a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnn_docs.publish.reading.dataflow import tainted_names
from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.running.page_run import PageRun
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import Settings


def problems_with_needs(
    page: Page, outcomes: Sequence[Outcome | None], settings: Settings
) -> list[Problem]:
    """What is wrong with the ``needs`` of a page that has just run.

    A block that reads no data and uses nothing that such a block has made must not ask for data,
    because its failures would be hidden where the data is missing. And where other blocks follow,
    the page runs once more as it does for a reader without the data: they must do the same.
    """
    return [*_needless(page, outcomes), *_leaning(page, outcomes, settings)]


def _needless(page: Page, outcomes: Sequence[Outcome | None]) -> Iterator[Problem]:
    for block, outcome, tainted in zip(
        page.blocks, outcomes, tainted_names(page.blocks), strict=True
    ):
        if (
            block.needs
            and outcome
            and not outcome.read_data
            and block.needs not in tainted.values()
        ):
            message = f'this block needs no {block.needs}; remove needs="{block.needs}"'
            yield Problem(page.path, block.line, message)


def _leaning(
    page: Page, outcomes: Sequence[Outcome | None], settings: Settings
) -> Iterator[Problem]:
    ran = [n for n, outcome in enumerate(outcomes) if outcome and page.blocks[n].needs]
    others = [n for n, block in enumerate(page.blocks) if not block.needs and ran and n > ran[0]]
    if not others:
        return
    missing = frozenset(block.needs for block in page.blocks if block.needs)
    with PageRun(page, settings, without=missing) as run:
        alone = run.all()
    if isinstance(alone, Problem):
        message = f"without {' and '.join(sorted(missing))}, {alone.message}"
        yield Problem(page.path, alone.line, message)
        return
    for number in others:
        one, other = outcomes[number], alone[number]
        assert one and other
        if (one.printed, one.figure) != (other.printed, other.figure):
            yield Problem(
                page.path,
                page.blocks[number].line,
                "this block does something else where the data of an earlier needs block is "
                "missing; set the seed again here, and change nothing in a needs block that other "
                "blocks use",
            )
            return
