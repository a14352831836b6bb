"""Settings of the ladder: the best in the mean of the seeds, and no training made twice."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from cnn_docs.experiments import changes, rung_settings, rung_training, tuning
from cnn_docs.experiments.fingerprint import code_fingerprint
from cnn_docs.experiments.rung_settings import are_chosen

LADDER = changes.LADDERS["ladder"]
MARKS = {"code": "1", "data": "2"}


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float, int]]:
    """The trainings that were made: seed 400 does best at a step of 0.03, seed 401 at 0.003.

    At 0.01 neither does badly; the shrinkage that suits both is 0.01. The others are like 400.
    """
    made = []
    best = {400: 0.03, 401: 0.003} | dict.fromkeys(tuning.MORE_SEEDS, 0.03)

    def train(ladder: object, name: str, seed: int, settings: dict[str, float]) -> SimpleNamespace:
        rate, shrinkage = settings["rate"], settings["shrinkage"]
        made.append((rate, shrinkage, seed))
        off = np.log(rate / best[seed]) ** 2 + np.log(shrinkage / 0.01) ** 2
        return SimpleNamespace(fit=SimpleNamespace(held_out_error=3 + off))

    monkeypatch.setattr(rung_training, "train", train)
    return made


def test_what_is_best_for_all_seeds_comes_first(trained: list[object], tmp_path: Path) -> None:
    first, *others = tuning._tune_one(LADDER, "1998", tmp_path, MARKS)
    assert first["settings"] == {"rate": 0.01, "shrinkage": 0.01}
    means = [np.mean(one["held_out_errors"]) for one in (first, *others)]
    assert means == sorted(means)
    assert len(trained) == len(tuning.SEEDS) * (1 + len(others))


def test_more_seeds_choose_among_settings_that_come_close(
    trained: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "CLOSE", 0.4)
    found = tuning._tune_one(LADDER, "1998", tmp_path, MARKS)
    assert found[0]["settings"] == {"rate": 0.03, "shrinkage": 0.01}
    by_two = [np.mean(one["held_out_errors"][:2]) for one in found]
    assert [len(one["held_out_errors"]) for one in found] == [
        6 if error <= 1.4 * min(by_two) else 2 for error in by_two
    ]


def test_what_was_trained_is_not_trained_again_but_by_other_code(
    trained: list[object], tmp_path: Path
) -> None:
    found = tuning._tune_one(LADDER, "1998", tmp_path, MARKS)
    count = len(trained)
    assert tuning._tune_one(LADDER, "1998", tmp_path, MARKS) == found
    assert len(trained) == count
    tuning._tune_one(LADDER, "today", tmp_path, MARKS)  # another network
    tuning._tune_one(LADDER, "1998", tmp_path, MARKS | {"code": "3"})
    assert len(trained) == 3 * count


def test_without_settings_only_a_quick_run_is_possible(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rung_settings, "PACKAGE", tmp_path)
    experiment = changes.experiment("ladder", claim="", done="")
    assert experiment.tuned["1998"] == {"rate": (0.01,), "shrinkage": (0.003,)}
    with pytest.raises(ValueError, match=r"got 'ladder'.*cnn-docs experiments tune ladder"):
        experiment.measure("1998", 0, {"rate": 0.01, "shrinkage": 0.003}, False)


@pytest.mark.parametrize("name", [name for name in changes.LADDERS if are_chosen(name)])
def test_the_chosen_settings_lie_between_worse_ones(name: str) -> None:
    kept = rung_settings.kept(name)
    assert set(kept["networks"]) == set(changes.LADDERS[name].rungs)
    assert kept["fingerprints"]["code"] == code_fingerprint(rung_training.__name__), "choose again"
    for network, tried in kept["networks"].items():
        best, *others = ((one["settings"], np.mean(one["held_out_errors"])) for one in tried)
        assert changes.experiment(name, claim="", done="").tuned[network] == {
            setting: (value,) for setting, value in best[0].items()
        }
        for setting, values in rung_settings.GRID.items():
            beside = {one[setting] for one, _ in others if one[setting] != best[0][setting]}
            assert min(beside) < best[0][setting] < max(beside), f"{network}: {setting} at the edge"
            assert best[0][setting] in values
        assert all(error >= best[1] for _, error in others)
