"""What a page says of a training must not hang on one lucky start."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from cnn_docs.publish.check import read_page
from cnn_docs.publish.reading.page import Block
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.running.page_run import PageRun
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import Settings, load_settings

SETTINGS = load_settings(Path(__file__).resolve().parents[3])
# A training that a function of the package runs shows in no block; that its numbers have a
# tolerance does.
TRAINING = [
    SETTINGS.shown(path)
    for path in SETTINGS.page_files()
    if any(
        ".fit(" in block.code or (block.output and block.output.within)
        for block in read_page(path, SETTINGS).blocks
    )
]


def test_there_are_pages_that_train() -> None:
    assert len(TRAINING) > 5


@pytest.mark.slow
@pytest.mark.parametrize("shown", TRAINING)
def test_what_a_page_says_holds_when_training_starts_from_another_seed(
    shown: str, settings: Settings
) -> None:
    page = read_page(settings.root / shown, settings)
    with PageRun(page, settings, further=1000) as run:
        outcomes = run.all()
    assert isinstance(outcomes, list), outcomes
    differing = [
        message
        for block, outcome in zip(page.blocks, outcomes, strict=True)
        if outcome
        for message in _differences(block, outcome, page.path)
    ]
    assert not differing, "\n".join(differing)


def _differences(block: Block, outcome: Outcome, path: str) -> list[str]:
    """Numbers beyond their stated tolerance, verdicts that came out otherwise."""
    if block.output is None:
        return []
    if block.output.within:
        printed = dataclasses.replace(outcome, figure=None)
        found = problems_with(dataclasses.replace(block, image=None), printed, path)
        return [str(problem) for problem in found]
    if verdicts(block.output.text) != verdicts(outcome.printed):
        return [f"{path}:{block.output.lines.first}: {outcome.printed}"]
    return []


def verdicts(printed: str) -> list[str]:
    """The lines that say whether something holds. Others may print the very weights drawn."""
    return [line for line in printed.splitlines() if line.endswith(("True", "False"))]
