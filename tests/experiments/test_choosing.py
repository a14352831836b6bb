"""The ladder's step sizes are those that its recorded tries choose, by the code that stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cnn_docs
from cnn_docs.experiments import ladder_rates
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
    scores = {one["settings"]["rate"]: one["score"] for one in RECORD["tried"][rung]}
    rate = ladder_rates.chosen()[rung]
    assert scores[rate] == min(score for score in scores.values() if score is not None)
    place = RATES["rate"].index(rate)
    assert {*RATES["rate"][place - 1 : place + 2]} <= scores.keys()
