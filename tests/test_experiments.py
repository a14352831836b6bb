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

from cnn_docs.experiments import results, statistics
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
from cnn_docs.experiments.result import Effect, Result
from cnn_docs.experiments.results import names, recorded, table

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


def _result(*values: list[float], p: float = 0.0) -> Result:
    """A result whose contrasts, of smallest effect 0.5, came out with these values."""
    contrasts = tuple(
        Contrast(f"contrast {k}", lambda seed: 0.0, "points", 0.5) for k in range(len(values))
    )
    experiment = Experiment(
        name="made",
        claim="",
        source="",
        done="",
        data="digits",
        seeds=2,
        conditions=("one",),
        measure=lambda condition, seed, quick: {},
        contrasts=contrasts,
    )
    measured = [
        Effect(contrast, tuple(one), p) for contrast, one in zip(contrasts, values, strict=True)
    ]
    return Result(experiment, {}, tuple(measured), (), {})


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


def test_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="`smallest` must be above 0"):
        Contrast("", lambda seed: 0.0, "points", 0.0)


def test_files_that_are_read_count_as_data() -> None:
    weights = data_fingerprint("digits", ("weights/lenet5.npz",))
    assert weights != data_fingerprint("digits")


def test_every_question_has_its_module_and_its_place() -> None:
    folder = Path(results.__file__).with_name("questions")
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == set(names())
    for name in names():
        experiment = results.load(f"{results.QUESTIONS}.{name}")
        assert experiment.seeds >= (10 if experiment.data == "digits" else 5)
        assert "\n" not in experiment.claim


def test_reading_results_costs_no_tensorflow() -> None:
    code = (
        "import sys; from cnn_docs.experiments import results; results.table();"
        "sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", names())
def test_the_recorded_result_still_stands(name: str) -> None:
    result = recorded(name)
    again = f"run `cnn-docs experiments run {name} --jobs 2`"
    assert result.stale == (), (
        f"the {result.stale} of {name} changed since it was recorded: {again}"
    )
    assert list(result.provenance["seeds"]) == list(range(result.experiment.seeds))


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
