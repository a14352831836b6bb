"""The ladder's step sizes are those that its recorded tries choose, by the code that stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cnn_docs
from cnn_docs.experiments import choosing, ladder_rates
from cnn_docs.experiments.changes import RUNGS
from cnn_docs.experiments.experiment import RATES
from cnn_docs.experiments.fingerprint import code_fingerprint

RECORD = json.loads((Path(cnn_docs.__file__).parent / ladder_rates.FILE).read_text("utf-8"))


def test_the_record_is_of_the_code_that_stands() -> None:
    assert RECORD["fingerprints"]["code"] == code_fingerprint(ladder_rates.__name__), (
        "the code changed since the steps were chosen: run `cnn-docs experiments rates`"
    )


@pytest.mark.parametrize("rung", RUNGS)
def test_a_step_is_the_best_of_its_tries_and_lies_between_two_others(rung: str) -> None:
    rate = ladder_rates.chosen()[rung]
    assert rate == choosing.best(RECORD["tried"][rung])
    place = RATES["rate"].index(rate)
    tried = {one["settings"]["rate"] for seed in RECORD["tried"][rung] for one in seed}
    assert {*RATES["rate"][place - 1 : place + 2]} <= tried


def test_only_steps_that_every_seed_tried_are_compared() -> None:
    def tries(**scores: float | None) -> list[dict[str, object]]:
        return [{"settings": {"rate": name}, "score": score} for name, score in scores.items()]

    assert choosing.best([tries(a=9, b=2, c=3), tries(b=4, c=1, d=0)]) == "c"
    assert choosing.best([tries(a=None, b=2, c=3)]) == "b"  # a loss that was no number
