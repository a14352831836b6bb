"""First measurements that were undecided, and how many seeds they showed to be needed."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cnn_docs.experiments import results, statistics
from cnn_docs.experiments.result import Effect, Result, markdown

PILOTS = results.RESULTS.with_name("pilots")
#: More than so many are not looked for.
MOST = 40


def names() -> list[str]:
    """The experiments that had a pilot, in the order of their lessons."""
    return [name for name in results.NAMES if (PILOTS / f"{name}.json").exists()]


def pilot(name: str) -> Result:
    """The first measurement of an experiment.

    Args:
        name: One of `names()`.

    Raises:
        ValueError: If it had no pilot.
    """
    if name not in names():
        raise ValueError(f"`name` must be one of {', '.join(names())}, got {name!r}.")
    return results.result_of(name, json.loads((PILOTS / f"{name}.json").read_text("utf-8")))


def seeds_that_decide(effect: Effect, *, claims: int) -> int | None:
    """How many seeds decide, if mean and spread over the seeds stay what they were.

    Args:
        effect: A contrast that was measured.
        claims: For how many contrasts the verdict is corrected. The p value is multiplied by their
            number, as Holm's method does for the smallest of them.

    Returns:
        The number of seeds, or None if 40 are not enough.

    >>> from cnn_docs.experiments import pilots
    >>> [effect, *_] = pilots.pilot("channels_differ").decisive
    >>> pilots.seeds_that_decide(effect, claims=34)
    11
    """
    for count in range(2, MOST + 1):
        found = statistics.estimate(
            _alike(effect.values, count).tolist(),
            overlap=effect.overlap,
            image_error=effect.image_error,
        )
        word, p = statistics.verdict(found, effect.smallest, effect.claims)
        if word != statistics.UNDECIDED and p * claims < 1 - statistics.CONFIDENCE:
            return count
    return None


def _alike(values: Sequence[float], count: int) -> NDArray[np.float64]:
    """So many values with the mean and the standard deviation of others."""
    spread = np.linspace(-1, 1, count)
    return np.mean(values) + spread * np.std(values, ddof=1) / np.std(spread, ddof=1)


def table() -> str:
    """The pilots as a Markdown table: what was found, and how many seeds it takes."""
    everything = [results.recorded(name) for name in results.names()]
    claims = sum(not effect.exact for result in everything for effect in result.decisive)
    rows = []
    for name in names():
        first, now = pilot(name), results.recorded(name)
        # The contrast that takes the most seeds.
        needed = {
            effect: seeds_that_decide(effect, claims=claims)
            for effect in first.decisive
            if not effect.exact
        }
        effect = max(needed, key=lambda one: needed[one] or MOST + 1)
        rows.append(
            (
                f"[{effect.name}]({name}.md)",
                f"{effect.text}, {len(effect.values)} seeds",
                str(needed[effect] or f"over {MOST}"),
                str(now.provenance["seeds"]),
            )
        )
    return markdown(("contrast", "pilot", "seeds that decide", "new seeds"), rows)
