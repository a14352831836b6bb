"""What is read off the recorded runs: intervals, paired differences, verdicts."""

import numpy as np
import pytest

from cnn_docs import reproduction
from cnn_docs.training import run_records


def _record(**wrong: list[list[int]]) -> dict[str, object]:
    recipes = {
        name: {"runs": [{"wrong_positions": run} for run in runs]} for name, runs in wrong.items()
    }
    return {"recipes": recipes, "choices": []}


@pytest.fixture
def two_recipes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second misreads the same images as the first in each run, and ten others."""
    first = [list(range(100)), list(range(100, 206))]
    second = [[*run, *range(5000, 5010)] for run in first]
    monkeypatch.setattr(reproduction, "recorded", lambda: _record(first=first, second=second))


def test_other_images_widen_the_interval_and_leave_the_mean(two_recipes: None) -> None:
    found = reproduction.error("first")
    assert found.mean == pytest.approx(1.03)
    assert found.over_seeds is not None
    assert found.over_images.error > found.over_seeds.error
    # Every image is misread in half of the runs at the most.
    of_images = 100 * np.sqrt(206 * 0.25 / 1e4 - 0.0103**2) / 100
    assert found.over_images.error == pytest.approx(np.hypot(0.03, of_images), rel=1e-3)


def test_runs_are_compared_image_by_image(two_recipes: None) -> None:
    found = reproduction.difference("second", "first")
    assert found.mean == pytest.approx(0.1)
    # The errors that both make cancel: what is left are ten images.
    assert found.over_images.error == pytest.approx(100 * np.sqrt(10 / 1e4) / 100, rel=1e-3)


def test_a_verdict_needs_the_whole_interval_on_one_side() -> None:
    def verdict(mean: float, spread: float) -> str:
        wrong = [[*range(round(100 * error))] for error in (mean - spread, mean, mean + spread)]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(reproduction, "recorded", lambda: _record(one=wrong))
            return reproduction.reproduces(reproduction.error("one"), published=1.0)

    assert verdict(1.0, 0.02) == reproduction.REPRODUCED
    assert verdict(1.3, 0.02) == reproduction.NOT_REPRODUCED
    assert verdict(1.0, 0.2) == verdict(1.12, 0.02) == "undecided"


def test_one_run_gives_no_verdict_and_an_unknown_recipe_is_named() -> None:
    with pytest.raises(ValueError, match="two runs or more, got 1"):
        reproduction.reproduces(reproduction.error("beyond"), published=0.8)
    with pytest.raises(ValueError, match="got 'best'"):
        reproduction.error("best")


def test_every_recorded_run_names_as_many_images_as_it_misreads() -> None:
    for recipe in run_records.recorded()["recipes"].values():
        for run in recipe["runs"]:
            assert len(run["wrong_positions"]) == run["wrong"]
