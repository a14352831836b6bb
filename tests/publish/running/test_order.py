"""No page leans on another: alone, backwards and side by side they do the same."""

from __future__ import annotations

import pytest

from cnn_docs.publish.check import check, read_page
from cnn_docs.publish.running.page_run import PageRun
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import Settings


@pytest.mark.slow
def test_pages_one_after_the_other_and_backwards_do_the_same_as_side_by_side(
    settings: Settings,
) -> None:
    pages = [read_page(path, settings) for path in settings.page_files()]
    report = check(pages, settings)
    assert report.problems == []
    for page in reversed(pages):
        with PageRun(page, settings) as run:
            alone = run.all()
        assert isinstance(alone, list), alone
        known = report.checked[page.path].outcomes
        assert list(map(_done, alone)) == list(map(_done, known)), page.path


def _done(outcome: Outcome | None) -> tuple[str, str | None] | None:
    """What a block did, whatever time it took."""
    return (outcome.printed, outcome.figure) if outcome else None
