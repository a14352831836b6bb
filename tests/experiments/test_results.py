"""Verdicts on claims, what is recorded, and what a result depends on."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cnn_docs.experiments import checking, questions
from cnn_docs.experiments import results as results_module
from cnn_docs.experiments.experiment import Contrast, Experiment
from cnn_docs.experiments.fingerprint import data_fingerprint
from cnn_docs.experiments.questions import NAMES
from cnn_docs.experiments.recording import effects_of
from cnn_docs.experiments.result import Effect, Result, Training
from cnn_docs.experiments.results import found, names, overview, recorded
from cnn_docs.experiments.runner import load
from cnn_docs.experiments.runs import Run
from cnn_docs.experiments.statistics import REFUTED, SUPPORTED, UNDECIDED

RECORDED = names()
PAGES = Path(__file__).parents[2] / "docs/en/evidence"


def _result(*values: list[float], p: float = 0.0, exact: bool = False) -> Result:
    """A result whose decisive contrasts, of smallest effect 0.5, came out with these values."""
    effects = [
        Effect(f"contrast {k}", "points", 0.5, "effect", exact, True, tuple(one), 0.0, 0.0, p)
        for k, one in enumerate(values)
    ]
    return Result("", "", "", "", "", "all", tuple(effects), {}, {}, {}, tuple, {})


STEADY = [1.0, 1.1, 0.9, 1.0]


def test_a_verdict_that_one_seed_carries_hangs_by_a_hair() -> None:
    assert not _result(STEADY).by_a_hair
    carried = _result([0.62, 0.75, 0.75, 0.75])
    assert carried.verdict == SUPPORTED
    assert not carried.by_a_hair
    carried = _result([0.6, 0.7, 0.7, 0.9])  # without the last but one, the interval is wider
    assert (carried.verdict, carried.by_a_hair) == (SUPPORTED, True)


def test_a_verdict_that_one_seed_carries_through_the_correction_hangs_by_a_hair() -> None:
    sure, close = _result(STEADY, p=0.001), _result(STEADY, p=0.049)
    assert (sure.verdict, sure.by_a_hair) == (SUPPORTED, False)
    assert (close.verdict, close.by_a_hair) == (SUPPORTED, True)


def test_a_verdict_that_does_not_survive_the_correction_does_not_stand() -> None:
    lost = _result(STEADY, p=0.2)
    assert (lost.verdict, lost.by_itself) == (UNDECIDED, SUPPORTED)
    assert lost.short == "undecided, by itself supported"


def test_a_verdict_hangs_by_a_hair_only_if_it_would_change_after_the_correction() -> None:
    assert _result([0.75, 0.85, 0.75]).verdict == SUPPORTED
    one_more = _result([0.45, 0.75, 0.85, 0.75], p=1.0)
    assert one_more.short == "undecided"


def test_a_count_is_exact_and_needs_no_interval() -> None:
    count = _result([1.0, 1.0], exact=True)
    assert count.short == "supported, exact"
    assert count.effects[0].text == "+1.00 points"


def test_all_decisive_contrasts_are_needed_and_the_others_decide_nothing() -> None:
    both = _result(STEADY, [-1.0, -1.1, -0.9, -1.0])
    assert both.verdict == REFUTED
    aside = replace(both.effects[1], decisive=False)
    assert replace(both, effects=(both.effects[0], aside)).verdict == SUPPORTED


def test_the_correction_counts_every_decisive_contrast_that_is_not_exact() -> None:
    close = [0.8, 0.9, 0.7, 0.85]
    results = {str(k): _result(close) for k in range(10)}
    alone = results_module.corrected({"0": results["0"]})["0"]
    many = results_module.corrected(results)["0"]
    assert alone.effects[0].p_adjusted is not None
    assert many.effects[0].p_adjusted == pytest.approx(10 * alone.effects[0].p_adjusted)
    exact = results_module.corrected({"0": results["0"], "1": _result([1.0, 1.0], exact=True)})
    assert exact["0"].effects[0].p_adjusted == alone.effects[0].p_adjusted


def test_an_effect_is_shown_for_each_rate_that_seeds_chose() -> None:
    settings = [{"rate": rate} for rate in (0.01, 0.003, 0.01, 0.01)]
    result = replace(_result(STEADY), training={"network": Training(settings, [], {}, [])})
    assert result.by_rate("contrast 0", "network").splitlines()[2:] == [
        "| 0.003 | 1 | +1.10 points |",
        "| 0.01 | 3 | +0.97 points |",
    ]
    with pytest.raises(ValueError, match=r"`contrast` must be one of .'contrast 0'., got 'other'"):
        result.by_rate("other", "network")
    with pytest.raises(ValueError, match=r"`condition` must be one of .'network'., got 'other'"):
        result.by_rate("contrast 0", "other")


def test_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="`smallest` must be above 0"):
        Contrast("", lambda seed: 0.0, "points", 0.0)


def test_files_that_are_read_count_as_data() -> None:
    weights = data_fingerprint("digits", ("weights/lenet5.npz",))
    assert weights != data_fingerprint("digits")


def test_every_question_has_its_module_and_its_place() -> None:
    folder = Path(questions.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == set(NAMES)
    for name in NAMES:
        experiment = _experiment(name)
        assert experiment.seeds >= (10 if experiment.data == "digits" else 8)
        assert "\n" not in experiment.claim


def _experiment(name: str) -> Experiment:
    return load(f"{questions.__name__}.{name}")


#: Shows the verdicts as if nothing were installed but what is named first; says what was loaded.
LIST = """
import sys
for name in sys.argv[1].split():
    sys.modules[name] = None
import cnn_docs.experiments.checking
from cnn_docs.cli import main
try:
    main(["experiments", "list"])
finally:
    loaded = [name for name, module in sys.modules.items() if module]
    print(*[name for name in loaded if name.startswith("cnn_docs.experiments.questions.")])
"""


def test_verdicts_are_read_with_the_base_install_and_without_the_questions() -> None:
    missing = "tensorflow keras matplotlib filelock mkdocs markdown_it sybil yaml jupytext nbformat"
    command = [sys.executable, "-c", LIST, missing]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    *verdicts, loaded = run.stdout.splitlines()
    assert [line.partition(":")[0] for line in verdicts] == list(NAMES)
    assert loaded == ""


@pytest.mark.parametrize("name", RECORDED)
def test_a_record_says_what_its_question_says(name: str) -> None:
    record = json.loads((results_module.RESULTS / f"{name}.json").read_text())
    experiment = _experiment(name)
    said = experiment.statement()
    assert {key: record[key] for key in said} == said
    effects = effects_of(experiment, record["measured"])
    assert [one["values"] for one in record["effects"]] == effects


@pytest.mark.parametrize("name", RECORDED)
def test_every_condition_was_trained_to_its_end_at_a_rate_between_two_worse_ones(name: str) -> None:
    experiment = _experiment(name)
    for condition, training in recorded(name).training.items():
        scores = [one["score"] for tried in training.tried for one in tried]
        if max(scores, default=0) < 1.001 * min(scores, default=0):
            continue  # nothing is learned at any rate, so none is the best
        for setting, values in experiment.tuned.get(condition, {}).items():
            assert {settings[setting] for settings in training.settings} <= set(values)
        rates = experiment.tuned.get(condition, {}).get("rate", ())
        # A single rate was chosen beforehand: see test_tuning.
        for best, *others in training.tried if len(rates) > 1 else ():
            if best["settings"]["rate"] in (rates[0], rates[-1]):
                # Flat: the next rate is as good but for a hundredth.
                assert others[0]["score"] < 1.01 * best["score"], f"{condition}: too small a grid"


def test_each_record_has_its_page_and_each_page_its_record() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"index", "methods"}
    assert pages == set(RECORDED) == {path.stem for path in results_module.RESULTS.glob("*.json")}


def test_a_finding_reads_its_numbers_from_the_record() -> None:
    for name in RECORDED:
        assert re.search(r"\d", found(name)), f"{name} gives no number"
    assert "{" not in "".join(map(found, RECORDED))


@pytest.mark.parametrize("name", RECORDED)
def test_the_recorded_result_still_stands(name: str) -> None:
    result = recorded(name)
    again = f"run `cnn-docs experiments run {name} --jobs 2`"
    assert result.stale == (), (
        f"the {result.stale} of {name} changed since it was recorded: {again}"
    )
    assert result.provenance["seeds"] == _experiment(name).seeds


def test_a_stale_result_shows_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(results_module.RESULTS / "relu.json", tmp_path)
    record = json.loads((tmp_path / "relu.json").read_text())
    record["fingerprints"]["code"] = "0" * 64
    (tmp_path / "relu.json").write_text(json.dumps(record))
    monkeypatch.setattr(results_module, "RESULTS", tmp_path)
    results_module._everything.cache_clear()
    try:
        assert recorded("relu").stale == ("code",)
        assert recorded("relu").short.endswith(", stale")
        assert ", stale |" in overview()
    finally:
        results_module._everything.cache_clear()


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="`name` must be one of permutation, "):
        recorded("rleu")


def test_check_says_exact_or_by_how_much(monkeypatch: pytest.MonkeyPatch) -> None:
    def finished(planned: list[Run], folder: Path) -> dict[Run, dict[str, dict[str, float]]]:
        """Each run as it is recorded."""
        found = {}
        for run in planned:
            measured = recorded(run.experiment).measured[run.condition]
            found[run] = {"measured": {name: values[0] for name, values in measured.items()}}
        return found

    monkeypatch.setattr(checking, "finished", finished)
    same = list(checking.compare(f"{questions.__name__}.relu", Path()))
    assert all(exact for exact, _ in same)
    assert same[0][1] == "relu, the ReLU against a linear stack: exact"

    def disturbed(planned: list[Run], folder: Path) -> dict[Run, dict[str, dict[str, float]]]:
        found = finished(planned, folder)
        run = next(run for run in found if run.condition == "ReLU")
        found[run]["measured"]["error"] += 0.25
        return found

    monkeypatch.setattr(checking, "finished", disturbed)
    (exact, line), *_ = checking.compare(f"{questions.__name__}.relu", Path())
    assert not exact
    assert "differs by 0.25 points of error (" in line
