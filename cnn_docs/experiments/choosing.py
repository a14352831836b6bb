"""Write the step sizes that a search chose for the ladder's networks into the package."""

from __future__ import annotations

import json
from pathlib import Path

from cnn_docs._provenance.atomic import write_whole
from cnn_docs.experiments import ladder_rates
from cnn_docs.experiments.runner import fingerprints, finished, plan
from cnn_docs.experiments.runs import Run

_MODULE = ladder_rates.__name__


def searches() -> list[Run]:
    """The runs that choose: for each network the first seed, which counts for nothing else."""
    return plan([_MODULE], seeds=1)


def gather(folder: Path, package: Path) -> None:
    """Write the chosen step sizes, with what they were chosen from.

    Args:
        folder: Where the records of `searches()` are, which all have to be finished.
        package: The folder of the package.
    """
    found = {run.condition: record for run, record in finished(searches(), folder).items()}
    latest = max(found.values(), key=lambda one: one["date"])
    record = {
        "rates": {rung: one["settings"]["rate"] for rung, one in found.items()},
        "tried": {rung: one["tried"] for rung, one in found.items()},
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
