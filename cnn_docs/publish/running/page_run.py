"""The run of a page, block by block, for the build and for the tests alike."""

from __future__ import annotations

from types import TracebackType

from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.running.process import PageProcess
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import Settings


class PageRun:
    """Runs a page's blocks in order, in a process of its own that starts with the first one.

    Args:
        page: a page without problems.
        settings: the project.
        without: names of data that are taken to be missing, though they may be at hand.
        further: what is added to every seed, so that trainings start elsewhere.
    """

    def __init__(
        self,
        page: Page,
        settings: Settings,
        *,
        without: frozenset[str] = frozenset(),
        further: int = 0,
    ) -> None:
        self.page = page
        self.failure: Problem | None = None
        self.read: set[str] = set()
        self._settings = settings
        self._missing = without | {
            block.needs
            for block in page.blocks
            if block.needs and settings.data_at_hand(block.needs) is None
        }
        self._further = further
        self._process: PageProcess | None = None
        self.outcomes: list[Outcome | None] = []

    def outcome(self, number: int) -> Outcome | None:
        """What block ``number`` did; ``None`` if its data is missing, or a block has failed.

        The blocks before it run first, if they have not. After the last one the page is ended,
        and what it printed too late is its ``failure``.
        """
        while len(self.outcomes) <= number and self.failure is None:
            self.outcomes.append(self._next())
        return self.outcomes[number] if number < len(self.outcomes) else None

    def all(self) -> list[Outcome | None] | Problem:
        """What each block did, or what went wrong."""
        if self.page.blocks:
            self.outcome(len(self.page.blocks) - 1)
        return self.failure or self.outcomes

    def close(self) -> None:
        """End the page's process."""
        if self._process:
            self._process.close()
            self._process = None

    def __enter__(self) -> PageRun:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _next(self) -> Outcome | None:
        number = len(self.outcomes)
        result: Outcome | Problem | None = None
        if self.page.blocks[number].needs not in self._missing:
            self._process = self._process or PageProcess(self.page, self._settings, self._further)
            result = self._process.run(number)
        if isinstance(result, Problem):
            self._fail(result)
            return None
        if number == len(self.page.blocks) - 1 and self._process:
            late, self.read = self._process.end()
            if late:
                self._fail(late)
        return result

    def _fail(self, problem: Problem) -> None:
        self.failure = problem
        self.close()
