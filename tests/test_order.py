"""No page leans on another: all pages, run in reverse order in one process, show the same."""

from __future__ import annotations

import pytest

from cnn_docs.publish.check import read_page
from cnn_docs.publish.reading.page import Problem
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.running.session import run_page
from cnn_docs.publish.settings import Settings


@pytest.mark.slow
def test_pages_run_in_reverse_order_show_the_same(settings: Settings) -> None:
    at_hand = frozenset(n for n in settings.needs if settings.data_at_hand(n) is not None)
    problems: list[Problem] = []
    for path in reversed(settings.page_files()):
        page = read_page(path, settings)
        outcomes = run_page(page, at_hand)
        if isinstance(outcomes, Problem):
            problems.append(outcomes)
            continue
        for block, outcome in zip(page.blocks, outcomes, strict=True):
            if outcome is not None:
                problems += problems_with(block, outcome, page.path)
    assert [str(problem) for problem in problems] == []
