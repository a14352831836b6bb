"""The ladder's tables and its figure put each change, and each network, where the record has it."""

from __future__ import annotations

import dataclasses

import pytest

from cnn_docs import ladder
from cnn_docs.experiments import pilots, results, statistics
from cnn_docs.experiments.result import Effect, Result


def _effect(name: str, *values: float) -> Effect:
    return Effect(name, "% fewer mistakes", 15.0, "effect", False, False, values, 0.0, 1.0)


@pytest.fixture(autouse=True)
def _record(monkeypatch: pytest.MonkeyPatch) -> None:
    effects = (
        _effect("all changes together", 30, 31),
        _effect("ReLU in place of tanh, the rest as in 1998", 40, 41),
        _effect("ReLU in place of tanh, the rest as today", -1, 1),
        _effect("softmax in place of distances, the rest as in 1998", -41, -40),
        _effect("softmax in place of distances, the rest as today", 10, 20),
    )
    measured = {
        "parameters": (60_000.0, 60_000.0),
        "multiplications": (326_520.0, 326_520.0),
        "seconds a pass": (0.5, 0.7),
        "error": (2.0, 4.0),
    }
    images = {"1998": {"error": 0.1}}
    record = Result(
        "ladder", "", "", "", "", "all", effects, {"1998": measured}, images, {}, tuple, {}
    )
    monkeypatch.setattr(results, "recorded", {"ladder": record}.__getitem__)
    first = dataclasses.replace(record, effects=effects[:3])
    monkeypatch.setattr(pilots, "pilot", {"ladder": first}.__getitem__)


def test_a_change_has_an_effect_in_each_of_two_places() -> None:
    header, _, row, other = ladder.changes().splitlines()
    assert header == f"| % fewer mistakes by | {' | '.join(ladder.PLACES.values())} |"
    name, alone, last = (cell.strip() for cell in row.strip("|").split("|"))
    assert name == "ReLU in place of tanh"
    assert alone.startswith("+40 [+")
    assert alone.endswith(": fewer")
    assert last.startswith("+0 [")
    assert other.split("|")[2].endswith(": more ")
    assert ladder.changes_in_pilot() == "\n".join(ladder.changes().splitlines()[:3])
    (axes,) = ladder.figure().axes
    assert axes.get_xlabel() == "% fewer mistakes"


def test_a_network_has_its_size_its_cost_and_an_error_with_both_uncertainties() -> None:
    *_, row = ladder.networks().splitlines()
    found = statistics.estimate([2.0, 4.0], image_error=0.1)
    half = (found.high - found.low) / 2
    assert row == f"| 1998 | 3.00 ± {half:.2f} | 60,000 | 326,520 | 0.60 |"
