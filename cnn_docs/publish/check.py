"""Check a set of pages: run those whose outcomes are not at hand, compare all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tqdm import tqdm

from cnn_docs.publish.reading.docstrings import parse_docstrings
from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.reading.stray import stray_file
from cnn_docs.publish.running import cache
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.running.needs import problems_with_needs
from cnn_docs.publish.running.page_run import PageRun
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import PAGE_SUFFIXES, Settings


@dataclass(frozen=True)
class Checked:
    """A page with the outcome of each of its blocks; ``None`` where a block's data is missing."""

    page: Page
    outcomes: tuple[Outcome | None, ...]

    @property
    def figures(self) -> dict[str, str]:
        """The SVG of each figure, by the target under which the page shows it."""
        return {
            block.image.target: outcome.figure
            for block, outcome in zip(self.page.blocks, self.outcomes, strict=True)
            if block.image and outcome and outcome.figure
        }


@dataclass(frozen=True)
class Report:
    """What came of a check: the pages whose blocks all ran, and every problem found."""

    checked: dict[str, Checked]
    problems: list[Problem]
    ran: list[str]


def read_page(path: Path, settings: Settings) -> Page:
    """Read and parse one page, or the docstrings of a module of the package.

    Messages name it as seen from the project's folder. What cannot be read is a problem of the
    page.
    """
    shown = settings.shown(path)
    if path.is_relative_to(settings.docs) and path.suffix not in PAGE_SUFFIXES:
        return Page(shown, "", (), (), (), (stray_file(path, settings),))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(shown, 1, f"this page cannot be read ({error}); save it as UTF-8")
        return Page(shown, "", (), (), (), (problem,))
    if path.is_relative_to(settings.package):
        return parse_docstrings(text, path=shown, module=settings.module(path))
    return parse_page(text, path=shown)


def check(pages: Sequence[Page], settings: Settings) -> Report:
    """Run and compare ``pages``, each in a process of its own, as many at once as there are cores.

    Pages that break the contract on sight are not run. The package is imported as it is on disk.

    Returns:
        The report; problems do not raise.
    """
    problems = [p for page in pages for p in (*page.problems, *unknown_needs(page, settings))]
    problems += shared_figures(pages)
    bad = {problem.path for problem in problems}
    sound = [page for page in pages if page.path not in bad]
    problems += [problem for page in pages for problem in page.prose]

    keys = {page.path: cache.fingerprint(page, settings) for page in sound}
    outcomes = {page.path: cache.load(page, keys[page.path], settings) for page in sound}
    stale = [page for page in sound if outcomes[page.path] is None]
    for page, result, read in _run(stale, settings):
        if isinstance(result, Problem):
            problems.append(result)
            continue
        outcomes[page.path] = result
        found = problems_with_needs(page, result, settings)
        problems += found
        # Where the package changed while the page ran, nobody knows what ran: keep nothing.
        if not found and cache.fingerprint(page, settings) == keys[page.path]:
            cache.store(page, keys[page.path], result, read, settings)

    checked = {}
    for page in sound:
        known = outcomes[page.path]
        if known is None:
            continue
        checked[page.path] = Checked(page, tuple(known))
        for block, outcome in zip(page.blocks, known, strict=True):
            if outcome is not None:
                problems += problems_with(block, outcome, page.path)
    return Report(checked, sorted(problems), [page.path for page in stale])


_Result = list[Outcome | None] | Problem


def _run(pages: Sequence[Page], settings: Settings) -> Iterator[tuple[Page, _Result, set[str]]]:
    """Run pages side by side, the longest first, and yield them as they end."""

    def run(page: Page) -> tuple[Page, _Result, set[str]]:
        with PageRun(page, settings) as page_run:
            return page, page_run.all(), page_run.read

    longest_first = sorted(pages, key=lambda page: -cache.seconds(page, settings))
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        runs = [pool.submit(run, page) for page in longest_first]
        for done in tqdm(
            as_completed(runs), "running pages", len(runs), unit="page", disable=not runs
        ):
            yield done.result()


def unknown_needs(page: Page, settings: Settings) -> list[Problem]:
    """The blocks of ``page`` that ask for data nobody has declared."""
    accepted = ", ".join(sorted(settings.needs))
    return [
        Problem(page.path, block.line, f'needs="{block.needs}" is not known; accepted: {accepted}')
        for block in page.blocks
        if block.needs and block.needs not in settings.needs
    ]


def shared_figures(pages: Sequence[Page]) -> list[Problem]:
    """Figures that two blocks, of one page or of two in one folder, would save under one name."""
    first: dict[PurePosixPath, str] = {}
    problems = []
    for page in pages:
        for image in (block.image for block in page.blocks if block.image):
            target = PurePosixPath(page.path).parent / image.target
            here = f"{page.path}:{image.span.first}"
            owner = first.setdefault(target, here)
            if owner != here:
                message = f"{image.target} is already drawn at {owner}; name each figure otherwise"
                problems.append(Problem(page.path, image.span.first, message))
    return problems
