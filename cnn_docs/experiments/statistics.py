"""Paired effects over seeds: their interval, their verdict, and the price of many comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy import stats

from cnn_docs.experiments.experiment import NO_EFFECT, REFUTED, SUPPORTED, UNDECIDED

CONFIDENCE = 0.95


class Estimate(NamedTuple):
    """A mean effect with the interval in which the mean over all seeds may lie."""

    mean: float
    low: float
    high: float


def estimate(effects: Sequence[float]) -> Estimate:
    """The mean of paired effects and its 95 % interval by Student's t.

    Args:
        effects: One effect for each seed, at least two.

    Returns:
        Mean, lower and upper end, in the unit of the effects.

    Raises:
        ValueError: If there are fewer than two effects.

    >>> mean, low, high = estimate([1.0, 2.0, 3.0])
    >>> round(mean, 2), round(low, 2), round(high, 2)
    (2.0, -0.48, 4.48)
    """
    if len(effects) < 2:
        raise ValueError(f"`effects` must hold at least two seeds, got {len(effects)}.")
    count = len(effects)
    mean, error = float(np.mean(effects)), float(np.std(effects, ddof=1)) / count**0.5
    reach = _reach(count) * error
    return Estimate(mean, mean - reach, mean + reach)


@cache
def _reach(count: int) -> float:
    """How many standard errors the interval reaches to each side."""
    return float(stats.t.ppf((1 + CONFIDENCE) / 2, count - 1))


def p_value(effects: Sequence[float]) -> float:
    """How often a mean at least so far from zero would come by chance: the paired t test.

    Args:
        effects: One effect for each seed, at least two.

    >>> round(p_value([1.0, 2.0, 3.0]), 3)
    0.074
    """
    if np.ptp(effects) == 0:
        return 1.0 if effects[0] == 0 else 0.0
    return float(stats.ttest_1samp(effects, 0.0).pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust the p values of many comparisons (Holm 1979, *A simple sequentially rejective test*).

    With all adjusted values below 0.05 called effects, one or more false ones are among them in at
    most 5 % of such families of comparisons.

    Args:
        p_values: One for each comparison.

    Returns:
        The adjusted values, in the same order.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p_values, kind="stable")
    factors = np.arange(len(p_values), 0, -1)
    ascending = np.maximum.accumulate(np.asarray(p_values, dtype=float)[order] * factors)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(ascending, 1.0)
    return adjusted.tolist()


def verdict(effects: Sequence[float], smallest: float) -> str:
    """The verdict on one contrast.

    Args:
        effects: One effect for each seed, positive where the seed agrees with the claim.
        smallest: The smallest effect worth calling one.

    Returns:
        "supported" if the interval lies above zero and the mean is at least `smallest`; "refuted"
        if the same holds below zero; "no effect worth calling one" if the whole interval lies
        within ± `smallest`; else "undecided".

    >>> verdict([1.0, 1.2, 0.8], smallest=0.5)
    'supported'
    >>> verdict([0.1, -0.1, 0.0], smallest=0.5)
    'no effect worth calling one'
    >>> verdict([3.0, -1.0, 0.5], smallest=0.5)
    'undecided'
    """
    mean, low, high = estimate(effects)
    if low > 0 and mean >= smallest:
        return SUPPORTED
    if high < 0 and mean <= -smallest:
        return REFUTED
    if -smallest < low and high < smallest:
        return NO_EFFECT
    return UNDECIDED
