"""Choose the step sizes of the ladder from finished searches, and write them into the package."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cnn_docs._provenance.atomic import write_whole
from cnn_docs.experiments import ladder_rates
from cnn_docs.experiments.runner import fingerprints, finished, plan

_MODULE = ladder_rates.__name__


def best(tried: Sequence[Sequence[Mapping[str, Any]]]) -> float:
    """The step size with the least loss, summed over seeds, among those that all seeds tried.

    Args:
        tried: For each seed all that it tried: "settings" with a "rate", and the "score", None
            where it was no number.

    >>> def tries(**scores):
    ...     return [{"settings": {"rate": len(name)}, "score": scores[name]} for name in scores]
    >>> best([tries(a=3.0, aa=1.0, aaa=1.5), tries(aa=2.0, aaa=1.2, aaaa=1.3)])
    3
    """
    scores = [{one["settings"]["rate"]: one["score"] for one in seed} for seed in tried]
    common = [rate for rate in scores[0] if all(seed.get(rate) is not None for seed in scores)]
    return min(common, key=lambda rate: sum(seed[rate] for seed in scores))


def gather(folder: Path, package: Path) -> None:
    """Write the chosen step sizes, with what they were chosen from.

    Args:
        folder: Where the records of the searches are, which all have to be finished.
        package: The folder of the package.
    """
    found = finished(plan([_MODULE]), folder)
    tried = {
        rung: [one["tried"] for run, one in sorted(found.items()) if run.condition == rung]
        for rung in ladder_rates.EXPERIMENT.conditions
    }
    latest = max(found.values(), key=lambda one: one["date"])
    record = {
        "rates": {rung: best(seeds) for rung, seeds in tried.items()},
        "tried": tried,
        "fingerprints": fingerprints(_MODULE),
        "provenance": {
            "command": "cnn-docs experiments rates",
            "stated_in": sorted({one["commit"] for one in found.values()}),
            "date": latest["date"],
            "cpu_seconds": round(sum(one["cpu_seconds"] for one in found.values()), 1),
            "versions": latest["versions"],
        },
    }
    write_whole(package / ladder_rates.FILE, json.dumps(record, indent=1) + "\n")
