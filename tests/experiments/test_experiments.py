"""The rule for verdicts, the price of many comparisons, and what a result depends on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn_docs.experiments import checking, questions, results, statistics
from cnn_docs.experiments.experiment import (
    DEPENDS,
    NO_EFFECT,
    NOT_SUPPORTED,
    REFUTED,
    SUPPORTED,
    UNDECIDED,
    Contrast,
    Experiment,
    all_agree,
)
from cnn_docs.experiments.fingerprint import data_fingerprint
from cnn_docs.experiments.questions import NAMES
from cnn_docs.experiments.recording import stated
from cnn_docs.experiments.result import Effect, Result, row
from cnn_docs.experiments.results import recorded, table
from cnn_docs.experiments.runner import load
from cnn_docs.experiments.runs import Run

effects = st.lists(st.floats(-100, 100).map(lambda x: round(x, 3)), min_size=2, max_size=12)


@given(effects, st.floats(0.01, 50))
def test_turning_the_effects_round_turns_the_verdict_round(
    values: list[float], smallest: float
) -> None:
    opposite = {SUPPORTED: REFUTED, REFUTED: SUPPORTED}
    verdict = statistics.verdict(values, smallest)
    turned = statistics.verdict([-value for value in values], smallest)
    assert turned == opposite.get(verdict, verdict)


@given(effects)
def test_an_interval_without_zero_is_a_small_p_value(values: list[float]) -> None:
    mean, low, high = statistics.estimate(values)
    if np.ptp(values) > 1e-6 and min(abs(low), abs(high)) > 1e-6:
        assert (low > 0 or high < 0) == (statistics.p_value(values) < 0.05)
    assert low <= mean <= high


def test_the_four_verdicts() -> None:
    assert statistics.verdict([1.0, 1.1, 0.9], 0.5) == SUPPORTED
    assert statistics.verdict([-1.0, -1.1, -0.9], 0.5) == REFUTED
    assert statistics.verdict([0.1, 0.11, 0.12], 0.5) == NO_EFFECT  # above zero, but small
    assert statistics.verdict([1.0, -1.0, 3.0], 0.5) == UNDECIDED
    assert statistics.verdict([0.0, 0.0], 0.5) == NO_EFFECT  # a count that no seed changes


def test_the_interval_covers_the_mean_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(1000):
        _, low, high = statistics.estimate(rng.normal(3, 2, 8).tolist())
        hits += low < 3 < high
    assert 930 <= hits <= 970


def test_holm_keeps_false_discoveries_rare() -> None:
    rng = np.random.default_rng(0)
    families = [statistics.holm(rng.uniform(size=20).tolist()) for _ in range(1000)]
    assert sum(min(family) < 0.05 for family in families) <= 70


def test_a_claim_holds_only_if_all_its_contrasts_do() -> None:
    assert all_agree({"a": SUPPORTED, "b": SUPPORTED}) == SUPPORTED
    assert all_agree({"a": REFUTED, "b": REFUTED}) == REFUTED
    assert all_agree({"a": SUPPORTED, "b": NO_EFFECT}) == DEPENDS
    assert all_agree({"a": REFUTED, "b": NO_EFFECT}) == NOT_SUPPORTED


def _result(*values: list[float], p: float = 0.0, rule: dict[str, str] | None = None) -> Result:
    """A result whose contrasts, of smallest effect 0.5, came out with these values."""
    effects = [
        Effect(f"contrast {k}", "points", 0.5, tuple(one), p) for k, one in enumerate(values)
    ]
    return Result("", {}, tuple(effects), rule, (), {})


def test_a_verdict_that_one_seed_carries_hangs_on_a_hair() -> None:
    assert not _result([1.0, 1.1, 0.9, 1.0]).on_a_hair
    # The mean is 0.525 with all seeds, and 0.4 without the first.
    assert _result([0.9, 0.4, 0.4, 0.4]).on_a_hair


def test_a_verdict_that_does_not_survive_holm_hangs_on_a_hair() -> None:
    assert _result([1.0, 1.1, 0.9, 1.0], p=0.2).on_a_hair
    assert not _result([0.0, 0.01, -0.01], p=1.0).on_a_hair  # that there is none needs no p value


def test_the_sentence_says_what_it_depends_on() -> None:
    sentence = _result([1.0, 1.1, 0.9, 1.0], [0.0, 0.01, 0.0, 0.0], [0.0, 0.02, 0.0, 0.01]).sentence
    assert sentence == (
        "Depends: supported for “contrast 0”; no effect worth calling one for “contrast 1” and "
        "“contrast 2”."
    )


def test_a_rule_of_its_own_decides_on_the_claim() -> None:
    effects = [1.0, 1.1, 0.9, 1.0], [0.0, 0.01, 0.0, 0.0]
    rule = {row([SUPPORTED, NO_EFFECT]): SUPPORTED}
    assert _result(*effects).verdict == DEPENDS
    assert _result(*effects, rule=rule).verdict == SUPPORTED


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
        assert experiment.seeds >= (10 if experiment.data == "digits" else 5)
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


@pytest.mark.parametrize("name", NAMES)
def test_a_record_says_what_its_question_says(name: str) -> None:
    record = json.loads((results.RESULTS / f"{name}.json").read_text())
    said = stated(_experiment(name), record["measured"], len(record["provenance"]["seeds"]))
    assert {key: record[key] for key in said} == said


@pytest.mark.parametrize("name", NAMES)
def test_the_recorded_result_still_stands(name: str) -> None:
    result = recorded(name)
    again = f"run `cnn-docs experiments run {name} --jobs 2`"
    assert result.stale == (), (
        f"the {result.stale} of {name} changed since it was recorded: {again}"
    )
    assert list(result.provenance["seeds"]) == list(range(_experiment(name).seeds))


def test_a_stale_result_shows_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(results.RESULTS / "relu.json", tmp_path)
    record = json.loads((tmp_path / "relu.json").read_text())
    record["fingerprints"]["code"] = "0" * 64
    (tmp_path / "relu.json").write_text(json.dumps(record))
    monkeypatch.setattr(results, "RESULTS", tmp_path)
    results._everything.cache_clear()
    try:
        assert recorded("relu").stale == ("code",)
        assert "(stale: the code changed since)" in recorded("relu").sentence
        assert ", stale |" in table()
    finally:
        results._everything.cache_clear()


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="`name` must be one of relu, "):
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
    assert same == [(True, "relu, the ReLU against a linear stack: exact")]

    def disturbed(planned: list[Run], folder: Path) -> dict[Run, dict[str, dict[str, float]]]:
        found = finished(planned, folder)
        found[planned[0]]["measured"]["error"] += 0.25
        return found

    monkeypatch.setattr(checking, "finished", disturbed)
    ((exact, line),) = checking.compare(f"{questions.__name__}.relu", Path())
    assert not exact
    assert "differs by 0.25 points of error (1.2963 recorded, 1.0463 now" in line
