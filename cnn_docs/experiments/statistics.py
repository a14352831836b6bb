"""Paired effects over seeds: their interval, their verdict, and the price of many claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE = 0.95
#: How often the test images are drawn anew.
DRAWS = 1_000

SUPPORTED = "supported"
REFUTED = "refuted"
NO_EFFECT = "no effect worth calling one"
UNDECIDED = "undecided"
NO_HARM = "no harm"

Claims = Literal["effect", "no harm"]


class Estimate(NamedTuple):
    """A mean effect, how uncertain it is, and the interval in which it may lie.

    Attributes:
        mean: The mean over the seeds.
        low: The lower end of the 95 % interval.
        high: The upper end.
        error: The standard error; 0 for what no seed and no image changes.
        freedom: The degrees of freedom of Student's distribution.
    """

    mean: float
    low: float
    high: float
    error: float
    freedom: float


def estimate(
    effects: Sequence[float], *, overlap: float = 0.0, image_error: float = 0.0
) -> Estimate:
    """The mean of paired effects and its 95 % interval.

    Args:
        effects: One effect for each seed, at least two.
        overlap: Where seeds learn from parts of one set of images and are tested on the rest: test
            images for each image that is learned from. Such effects hang together, and the interval
            of Nadeau and Bengio 2003 (*Inference for the generalization error*) allows for it.
        image_error: Where all seeds are tested on the same images: the standard error that comes
            from these being a sample, as `image_error` estimates it.

    Raises:
        ValueError: If there are fewer than two effects.

    >>> found = estimate([1.0, 2.0, 3.0])
    >>> round(found.mean, 2), round(found.low, 2), round(found.high, 2)
    (2.0, -0.48, 4.48)
    >>> round(estimate([1.0, 2.0, 3.0], overlap=1 / 9).low, 2)
    -0.87
    """
    if len(effects) < 2:
        raise ValueError(f"`effects` must hold at least two seeds, got {len(effects)}.")
    count, mean = len(effects), float(np.mean(effects))
    of_seeds = float(np.var(effects, ddof=1)) * (1 / count + overlap)
    variance = of_seeds + image_error**2
    if variance == 0:
        return Estimate(mean, mean, mean, 0.0, count - 1)
    # Satterthwaite 1946: the part that comes from the images is known far better than the other.
    freedom = (count - 1) * (variance / of_seeds) ** 2 if of_seeds else np.inf
    error = variance**0.5
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, freedom)) * error
    return Estimate(mean, mean - reach, mean + reach, error, float(freedom))


def image_error(effect: Callable[[NDArray[np.float64]], float], images: int) -> float:
    """The standard error of an effect that comes from the test images, by drawing them anew.

    Args:
        effect: From weights, one for each test image and 1 on average, to the mean effect.
        images: How many test images there are.
    """
    rng = np.random.default_rng(0)
    draws = (rng.multinomial(images, np.full(images, 1 / images)) for _ in range(DRAWS))
    return float(np.std([effect(weights.astype(float)) for weights in draws], ddof=1))


def image_error_of_mean(misread: Sequence[NDArray[Any]]) -> float:
    """The standard error of a mean over seeds and images that comes from the images, in percent.

    It is what drawing them anew would show, and needs no draws, since a mean is linear in them.

    Args:
        misread: For each seed a number for each test image, such as whether it was misread.

    >>> round(image_error_of_mean([[0, 0, 1, 1], [0, 0, 1, 1]]), 2)
    28.87
    """
    return 100 * float(stats.sem(np.mean(misread, axis=0)))


def _tails(found: Estimate, smallest: float) -> dict[str, float]:
    """For each verdict how probable data like these are where it is false, at the most."""

    def beyond(limit: float, side: int) -> float:
        """The probability of a mean this far to a side where the effect does not pass the limit."""
        distance = side * (found.mean - limit)
        if found.error == 0:
            return float(distance <= 0)
        return float(stats.t.sf(distance / found.error, found.freedom))

    return {
        SUPPORTED: beyond(smallest, +1),
        REFUTED: beyond(-smallest, -1),
        NO_EFFECT: max(beyond(smallest, -1), beyond(-smallest, +1)),
        NO_HARM: beyond(smallest, -1),
    }


def verdict(found: Estimate, smallest: float, claims: Claims = "effect") -> tuple[str, float]:
    """The verdict on one contrast, before the correction for many, with its p value.

    Args:
        found: The effect with its interval.
        smallest: The smallest effect worth calling one.
        claims: "effect" where the claim says that there is one, "no harm" where it says that the
            effect stays below the smallest one.

    Returns:
        For a claimed effect "supported" if the interval lies wholly beyond the smallest effect,
        "refuted" if it lies beyond it on the other side, "no effect worth calling one" if it lies
        within; for no harm "supported" if it lies wholly below the smallest effect, "refuted" if
        wholly beyond it; else "undecided". And the two-sided p value of the verdict that the
        data come nearest to: how probable such data are where it is false.

    >>> verdict(estimate([1.0, 1.2, 1.1]), smallest=0.5)[0]
    'supported'
    >>> verdict(estimate([0.1, -0.1, 0.0]), smallest=0.5)[0]
    'no effect worth calling one'
    >>> verdict(estimate([0.1, -0.1, 0.0]), smallest=0.5, claims="no harm")[0]
    'supported'
    >>> verdict(estimate([3.0, -1.0, 0.5]), smallest=0.5)[0]
    'undecided'
    """
    tails = _tails(found, smallest)
    no_harm = tails.pop(NO_HARM)
    if claims == NO_HARM:
        tails = {SUPPORTED: no_harm, REFUTED: tails[SUPPORTED]}
    nearest = min(tails, key=lambda word: tails[word])
    p = min(1.0, 2 * tails[nearest])
    return (nearest if p < 1 - CONFIDENCE else UNDECIDED), p


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust the p values of many claims (Holm 1979, *A simple sequentially rejective test*).

    With all adjusted values below 0.05 called decided, one or more false verdicts are among them in
    at most 5 % of such families of claims.

    Args:
        p_values: One for each.

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


def joined(verdicts: Sequence[str], how: Literal["all", "any"]) -> str:
    """The verdict on a claim from those on its decisive contrasts.

    Args:
        verdicts: One for each decisive contrast.
        how: Whether the claim needs all of them, or any.

    Returns:
        For "all": the worst of them, in the order refuted, no effect, undecided, supported. For
        "any": the best, in the order supported, undecided, no effect, refuted.

    >>> joined(["supported", "refuted"], "all"), joined(["supported", "refuted"], "any")
    ('refuted', 'supported')
    """
    worst_first = [REFUTED, NO_EFFECT, UNDECIDED, SUPPORTED]
    order = worst_first if how == "all" else worst_first[::-1]
    return min(verdicts, key=order.index)
