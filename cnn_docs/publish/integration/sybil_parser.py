"""Give the blocks of a page to Sybil, so that pytest runs them with the build's own engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import SkipTest

from sybil import Document, Example, Region
from sybil.typing import Parser

from cnn_docs.publish.check import read_page, shared_figures, unknown_needs
from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.running import cache
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.running.needs import problems_with_needs
from cnn_docs.publish.running.page_run import PageRun
from cnn_docs.publish.settings import Settings
from cnn_docs.publish.site.judge import problems_in_rendered


class Source(Document):
    """A whole file, also one that is not UTF-8: the engine reads it itself, and says so."""

    @classmethod
    def parse(cls, path: str, *parsers: Parser, encoding: str = "utf-8") -> Document:
        """Read a file and give it to the parsers."""
        document = cls(Path(path).read_bytes().decode(encoding, errors="replace"), path)
        for parser in parsers:
            for region in parser(document):
                document.add(region)
        return document


class PageParser:
    """A Sybil parser: one example for each block, or one for what breaks the contract on sight.

    A block's example fails when the block raises, or when what it prints or draws is not what
    the page shows. It is skipped, with a printed reason, where the data it needs is missing. The
    page's last example fails, too, when the build has drawn a figure otherwise. The docstrings of
    a module are read in the same way.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self, document: Document) -> Iterator[Region]:
        """Yield the page's examples, in the order in which they run."""
        page = read_page(Path(document.path), self.settings)
        problems = [
            *page.problems,
            *unknown_needs(page, self.settings),
            *shared_figures([page]),
            *([] if page.module else problems_in_rendered(page, self.settings)),
        ]
        if problems or page.prose:
            yield Region(0, 0, [*problems, *page.prose], _refuse)
        if problems:
            return
        run = _PageExamples(page, self.settings)
        starts = _line_starts(document.text)
        for number, block in enumerate(page.blocks):
            start = starts[block.line - 1]
            yield Region(start, start + 1, number, run.evaluate)


class _PageExamples:
    """Evaluates the blocks of one page in the page's own process."""

    def __init__(self, page: Page, settings: Settings) -> None:
        self.page = page
        self.settings = settings
        self.run = PageRun(page, settings)

    def evaluate(self, example: Example) -> str | None:
        number: int = example.parsed
        block = self.page.blocks[number]
        failed_before = self.run.failure
        outcome = self.run.outcome(number)
        is_last = number == len(self.page.blocks) - 1
        if is_last:
            self.run.close()
        if failed_before:
            return f"not run, because the block at line {failed_before.line} failed"
        if self.run.failure:
            return str(self.run.failure)
        if outcome is None:
            raise SkipTest(f"{block.needs} is not at hand")
        problems = problems_with(block, outcome, self.page.path)
        if is_last:
            problems += problems_with_needs(self.page, self.run.outcomes, self.settings)
            problems += self._drawn_otherwise()
        return _listed(problems)

    def _drawn_otherwise(self) -> list[Problem]:
        """The figures that are not, byte for byte, what the build drew from the same sources."""
        key = cache.fingerprint(self.page, self.settings)
        kept = cache.load(self.page, key, self.settings) or [None] * len(self.page.blocks)
        return [
            Problem(
                self.page.path,
                block.line,
                "what this block draws differs from what the build drew; give its random numbers "
                "a seed, and let it draw nothing of the clock, the process or the folder",
            )
            for block, now, then in zip(self.page.blocks, self.run.outcomes, kept, strict=True)
            if now and then and now.figure != then.figure
        ]


def _refuse(example: Example) -> str | None:
    return _listed(example.parsed)


def _listed(problems: list[Problem]) -> str | None:
    return "\n".join(map(str, problems)) or None


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts
