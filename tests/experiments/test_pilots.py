"""What a pilot tells."""

from __future__ import annotations

import pytest

from cnn_docs.experiments import pilots
from cnn_docs.experiments.result import Effect


def _effect(*values: float) -> Effect:
    """A measured effect, of which half a point is the smallest that counts."""
    return Effect("", "points", 0.5, "effect", False, True, values, 0.0, 0.0)


@pytest.mark.parametrize(
    ("values", "seeds"),
    [
        ([1.0, 1.1, 0.9, 1.0], 4),  # far beyond the smallest effect, with hardly a spread
        ([0.0, 0.1, -0.1, 0.0], 4),  # nothing, for certain
        ([0.5, 0.9, 0.1, 0.5], None),  # as large as the smallest effect
    ],
)
def test_the_seeds_that_decide(values: list[float], seeds: int | None) -> None:
    assert pilots.seeds_that_decide(_effect(*values), claims=10) == seeds


def test_more_claims_ask_for_more_seeds() -> None:
    effect = _effect(1.0, 1.6, 0.4, 1.0)
    few, many = (pilots.seeds_that_decide(effect, claims=claims) for claims in (1, 100))
    assert few and many and few < many
