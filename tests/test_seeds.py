"""What a page says of a training must not hang on one lucky start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tensorflow as tf

from cnn_docs.publish.compare import problems_with
from cnn_docs.publish.engine import read_page
from cnn_docs.publish.run import Session
from cnn_docs.publish.settings import Settings, load_settings

SETTINGS = load_settings(Path(__file__).resolve().parents[1])
TRAINING = [
    SETTINGS.shown(path)
    for path in SETTINGS.page_files()
    if any(".fit(" in block.code for block in read_page(path, SETTINGS).blocks)
]


def test_there_are_pages_that_train() -> None:
    assert len(TRAINING) > 5


@pytest.mark.slow
@pytest.mark.parametrize("further", [1000, 2000])
@pytest.mark.parametrize("shown", TRAINING)
def test_a_page_prints_the_same_when_training_starts_from_other_seeds(
    shown: str, further: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read_page(settings.root / shown, settings)
    at_hand = {need for need in settings.needs if settings.data_at_hand(need) is not None}
    blocks = [block for block in page.blocks if not block.needs or block.needs in at_hand]
    first = next(n for n, block in enumerate(blocks) if ".fit(" in block.code)
    seed: Callable[[int], None] = tf.keras.utils.set_random_seed
    monkeypatch.setattr(tf.keras.utils, "set_random_seed", lambda number: seed(number + further))
    session = Session(page)
    problems = []
    for n, block in enumerate(blocks):
        outcome = session.run(block)
        # Before the first training, blocks may print the very weights that a seed drew.
        if n >= first:
            problems += problems_with(block, outcome, page.path)
    assert not problems, "\n".join(map(str, problems))
