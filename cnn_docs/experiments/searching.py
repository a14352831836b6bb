"""Choose settings by climbing down a grid: from its middle to where all neighbours are worse."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Try(NamedTuple):
    """Settings that were tried, by name, and what they came to: lower is better."""

    settings: Mapping[str, float]
    score: float


def search(
    grid: Mapping[str, Sequence[float]], score: Callable[[dict[str, float]], float]
) -> list[Try]:
    """Try settings until none beside the best is better.

    Args:
        grid: For each setting its values in order.
        score: From settings to a number, lower is better. What is not finite is as bad as can be.

    Returns:
        All that was tried, the best first.

    >>> [best, *_] = search({"x": range(10), "y": (0, 1)}, lambda at: abs(at["x"] - 2) + at["y"])
    >>> best
    Try(settings={'x': 2, 'y': 0}, score=0)
    """
    tried: dict[tuple[int, ...], Try] = {}

    def reach(at: tuple[int, ...]) -> float:
        if at not in tried:
            settings = {
                name: values[place] for (name, values), place in zip(grid.items(), at, strict=True)
            }
            found = score(settings)
            tried[at] = Try(settings, found if math.isfinite(found) else math.inf)
        return tried[at].score

    here = tuple(len(values) // 2 for values in grid.values())
    while True:
        beside = [
            (*here[:axis], here[axis] + step, *here[axis + 1 :])
            for axis, step in itertools.product(range(len(here)), (-1, 1))
        ]
        sizes = [len(values) for values in grid.values()]
        beside = [at for at in beside if all(0 <= p < n for p, n in zip(at, sizes, strict=True))]
        best = min([here, *beside], key=reach)
        if best == here:
            return sorted(tried.values(), key=lambda one: one.score)
        here = best


def middle(grid: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Where a search starts.

    Args:
        grid: For each setting its values in order.

    >>> middle({"rate": (0.1, 0.2, 0.3)})
    {'rate': 0.2}
    """
    return {name: values[len(values) // 2] for name, values in grid.items()}
