"""What a page says of a training must not hang on one lucky start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import tensorflow as tf

from cnn_docs.publish.check import read_page
from cnn_docs.publish.running.session import Session
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
def test_verdicts_of_a_page_hold_when_training_starts_from_other_seeds(
    shown: str, further: int, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read_page(settings.root / shown, settings)
    at_hand = {need for need in settings.needs if settings.data_at_hand(need) is not None}
    blocks = [block for block in page.blocks if not block.needs or block.needs in at_hand]
    seed: Callable[[int], None] = tf.keras.utils.set_random_seed
    monkeypatch.setattr(tf.keras.utils, "set_random_seed", lambda number: seed(number + further))
    session = Session(page)
    differing = []
    for block in blocks:
        printed = session.run(block).printed
        if block.output and verdicts(block.output.text) != verdicts(printed):
            differing.append(f"{page.path}:{block.output.line}: {printed}")
    assert not differing, "\n".join(differing)


def verdicts(printed: str) -> list[str]:
    """The lines that say whether something holds. Others may print the very weights drawn."""
    return [line for line in printed.splitlines() if line.endswith(("True", "False"))]
