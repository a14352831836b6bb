"""The rule for verdicts, the interval that it rests on, and the price of many claims."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn_docs.experiments import statistics
from cnn_docs.experiments.statistics import NO_EFFECT, REFUTED, SUPPORTED, UNDECIDED, estimate

effects = st.lists(st.floats(-100, 100).map(lambda x: round(x, 3)), min_size=2, max_size=12)
smallest_effects = st.floats(0.01, 50)


@given(effects, smallest_effects)
def test_turning_the_effects_round_turns_the_verdict_round(
    values: list[float], smallest: float
) -> None:
    opposite = {SUPPORTED: REFUTED, REFUTED: SUPPORTED}
    word, p = statistics.verdict(estimate(values), smallest)
    turned, again = statistics.verdict(estimate([-value for value in values]), smallest)
    assert turned == opposite.get(word, word)
    assert p == pytest.approx(again, abs=1e-9)


@given(effects, smallest_effects, st.floats(0, 0.3), st.floats(0, 5))
def test_the_verdict_is_where_the_interval_lies(
    values: list[float], smallest: float, overlap: float, image_error: float
) -> None:
    found = estimate(values, overlap=overlap, image_error=image_error)
    edges = [abs(end - edge) for end in found[1:3] for edge in (smallest, -smallest)]
    if min(edges) < 1e-6:
        return  # on the edge itself, where rounding decides
    word, _ = statistics.verdict(found, smallest)
    harm, _ = statistics.verdict(found, smallest, "no harm")
    if found.low > smallest:
        assert (word, harm) == (SUPPORTED, REFUTED)
    elif found.high < -smallest:
        assert (word, harm) == (REFUTED, SUPPORTED)
    elif -smallest < found.low and found.high < smallest:
        assert (word, harm) == (NO_EFFECT, SUPPORTED)
    else:
        assert word == UNDECIDED
        assert harm == (SUPPORTED if found.high < smallest else UNDECIDED)


def test_an_effect_above_zero_is_not_enough() -> None:
    assert statistics.verdict(estimate([0.6, 0.61, 0.59]), 0.5)[0] == SUPPORTED
    assert statistics.verdict(estimate([0.6, 0.3, 0.9]), 0.5)[0] == UNDECIDED
    assert statistics.verdict(estimate([0.1, 0.11, 0.12]), 0.5)[0] == NO_EFFECT
    assert statistics.verdict(estimate([0.0, 0.0]), 0.5)[0] == NO_EFFECT  # a count


def test_the_interval_covers_the_mean_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    hits = 0
    for _ in range(1000):
        found = estimate(rng.normal(3, 2, 8).tolist())
        hits += found.low < 3 < found.high
    assert 930 <= hits <= 970


def test_with_seeds_and_images_drawn_the_interval_covers_as_often_as_it_says() -> None:
    """Eight seeds tested on the same 500 images: without the images it covers far too seldom."""
    rng = np.random.default_rng(0)
    hits = without = 0
    for _ in range(200):
        # For each image how much likelier one network is to misread it than the other.
        harder = rng.normal(0.05, 0.3, 500)
        wrong = rng.normal(harder, 0.2, (8, 500)) + rng.normal(0, 0.005, (8, 1))

        def effect(weights: np.ndarray, wrong: np.ndarray = wrong) -> float:
            return float((wrong @ weights / weights.sum()).mean())

        values = wrong.mean(axis=1).tolist()
        found = estimate(values, image_error=statistics.image_error(effect, 500))
        hits += found.low < 0.05 < found.high
        alone = estimate(values)
        without += alone.low < 0.05 < alone.high
    assert 184 <= hits <= 200
    assert without < 150


def test_the_interval_allows_for_splits_that_overlap() -> None:
    """Nadeau and Bengio's variance: (1/J + test/learned) instead of 1/J."""
    plain, wider = estimate([1.0, 2.0, 3.0, 4.0]), estimate([1.0, 2.0, 3.0, 4.0], overlap=0.25)
    assert wider.error == pytest.approx(plain.error * 2**0.5)


def test_holm_keeps_false_verdicts_rare() -> None:
    rng = np.random.default_rng(0)
    families = [statistics.holm(rng.uniform(size=20).tolist()) for _ in range(1000)]
    assert sum(min(family) < 0.05 for family in families) <= 70


def test_a_claim_that_needs_all_is_as_good_as_its_worst_part() -> None:
    assert statistics.joined([SUPPORTED, SUPPORTED], "all") == SUPPORTED
    assert statistics.joined([SUPPORTED, UNDECIDED], "all") == UNDECIDED
    assert statistics.joined([SUPPORTED, NO_EFFECT, UNDECIDED], "all") == NO_EFFECT
    assert statistics.joined([SUPPORTED, REFUTED], "all") == REFUTED
    assert statistics.joined([REFUTED, SUPPORTED], "any") == SUPPORTED
    assert statistics.joined([REFUTED, UNDECIDED], "any") == UNDECIDED
    assert statistics.joined([REFUTED, REFUTED], "any") == REFUTED


def test_one_effect_is_refused() -> None:
    with pytest.raises(ValueError, match="`effects` must hold at least two seeds, got 1"):
        estimate([1.0])
