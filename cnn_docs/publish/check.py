"""Check a set of pages: run those whose outcomes are not at hand, compare all of them."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tqdm import tqdm

from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.running import cache
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.running.session import Outcome, import_tensorflow_quietly, run_page
from cnn_docs.publish.settings import Settings


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
    """Read and parse one page; messages name it as seen from the project's folder."""
    return parse_page(path.read_text(encoding="utf-8"), path=settings.shown(path))


def check(pages: Sequence[Page], settings: Settings) -> Report:
    """Run and compare ``pages``.

    Pages that break the contract on sight are not run. The others run in one process of their
    own, so TensorFlow is imported once, and the package is always imported as it is on disk now.

    Returns:
        The report; problems do not raise.
    """
    problems = [p for page in pages for p in (*page.problems, *unknown_needs(page, settings))]
    problems += _shared_figures(pages)
    bad = {problem.path for problem in problems}
    sound = [page for page in pages if page.path not in bad]

    keys = {page.path: cache.fingerprint(page, settings) for page in sound}
    outcomes = {page.path: cache.load(page, keys[page.path], settings) for page in sound}
    stale = [page for page in sound if outcomes[page.path] is None]
    for page, result in _run(stale, settings):
        if isinstance(result, Problem):
            problems.append(result)
            continue
        outcomes[page.path] = result
        # Where the package changed while the page ran, nobody knows what ran: keep nothing.
        if cache.fingerprint(page, settings) == keys[page.path]:
            cache.store(page, keys[page.path], result, settings)

    checked = {}
    for page in sound:
        found = outcomes[page.path]
        if found is None:
            continue
        checked[page.path] = Checked(page, tuple(found))
        for block, outcome in zip(page.blocks, found, strict=True):
            if outcome is not None:
                problems += problems_with(block, outcome, page.path)
    return Report(checked, sorted(problems), [page.path for page in stale])


def _run(
    pages: Sequence[Page], settings: Settings
) -> Iterator[tuple[Page, list[Outcome | None] | Problem]]:
    if not any(page.blocks for page in pages):
        yield from ((page, []) for page in pages)
        return
    needs = {block.needs for page in pages for block in page.blocks if block.needs}
    at_hand = frozenset(need for need in needs if settings.data_at_hand(need) is not None)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=import_tensorflow_quietly) as worker:
        runs = [(page, worker.submit(run_page, page, at_hand)) for page in pages]
        for page, run in tqdm(runs, desc="running pages", unit="page"):
            try:
                yield page, run.result()
            except BrokenProcessPool:
                message = (
                    "the process that runs the pages died here (out of memory, or a crash in "
                    "native code); run this page alone: cnn-docs pages " + page.path
                )
                yield page, Problem(page.path, 1, message)


def unknown_needs(page: Page, settings: Settings) -> list[Problem]:
    """The blocks of ``page`` that ask for data nobody has declared."""
    accepted = ", ".join(sorted(settings.needs))
    return [
        Problem(page.path, block.line, f'needs="{block.needs}" is not known; accepted: {accepted}')
        for block in page.blocks
        if block.needs and block.needs not in settings.needs
    ]


def _shared_figures(pages: Sequence[Page]) -> list[Problem]:
    """Figures that two pages of one folder would save under one name."""
    first: dict[PurePosixPath, Page] = {}
    problems = []
    for page in pages:
        for block in page.blocks:
            if block.image is None:
                continue
            target = PurePosixPath(page.path).parent / block.image.target
            owner = first.setdefault(target, page)
            if owner is not page:
                problems.append(
                    Problem(
                        page.path,
                        block.image.line,
                        f"{block.image.target} is already drawn by {owner.path}; give each "
                        "figure a name of its own",
                    )
                )
    return problems
