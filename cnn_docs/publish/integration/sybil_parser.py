"""Give the blocks of a page to Sybil, so that pytest runs them with the build's own engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import SkipTest

from sybil import Document, Example, Region

from cnn_docs.publish.check import unknown_needs
from cnn_docs.publish.reading.page import Block, Page, Problem
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.running.session import BlockFailed, Session
from cnn_docs.publish.settings import Settings


class PageParser:
    """A Sybil parser: one example for each block, and one for what breaks the contract on sight.

    A block's example fails when the block raises, or when what it prints or draws is not what
    the page shows. It is skipped, with a printed reason, where the data it needs is missing.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self, document: Document) -> Iterator[Region]:
        """Yield the page's examples, in the order in which they run."""
        path = self.settings.shown(Path(document.path))
        page = parse_page(document.text, path=path)
        problems = [*page.problems, *unknown_needs(page, self.settings)]
        if problems:
            yield Region(0, 0, problems, _refuse)
        run = _PageRun(page, document, self.settings)
        starts = _line_starts(document.text)
        for block in page.blocks:
            start = starts[block.line - 1]
            yield Region(start, start + 1, block, run.evaluate)


class _PageRun:
    """One page's session, and whether a block of it has failed already."""

    def __init__(self, page: Page, document: Document, settings: Settings) -> None:
        self.settings = settings
        self.session = Session(page, document.namespace)
        self.failed_line: int | None = None

    def evaluate(self, example: Example) -> str | None:
        block: Block = example.parsed
        if block.needs not in (None, *self.settings.needs):
            return f'not run: needs="{block.needs}" is not known'
        if block.needs and self.settings.data_at_hand(block.needs) is None:
            raise SkipTest(f"{block.needs} is not at hand")
        if self.failed_line is not None:
            return f"not run, because the block at line {self.failed_line} failed"
        try:
            outcome = self.session.run(block)
        except BlockFailed as failure:
            self.failed_line = block.line
            return str(failure.problem)
        return _listed(problems_with(block, outcome, self.session.page.path))


def _refuse(example: Example) -> str | None:
    return _listed(example.parsed)


def _listed(problems: list[Problem]) -> str | None:
    return "\n".join(map(str, problems)) or None


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts
