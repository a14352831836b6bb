"""Turn the finished runs of an experiment into the record that ships with the package.

The record says by itself what was claimed and what came, so that verdicts are read without
importing the experiment, and TensorFlow with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from cnn_docs._provenance.atomic import write_whole
from cnn_docs.experiments.experiment import Experiment, all_agree
from cnn_docs.experiments.result import VERDICTS, row
from cnn_docs.experiments.runner import fingerprints, finished, load, plan
from cnn_docs.experiments.runs import Run

Measured = Mapping[str, Mapping[str, Sequence[float]]]
"""For each condition and measurement one number a seed."""


def gather(module: str, folder: Path, results: Path) -> bool:
    """Write an experiment's record if all its runs are finished.

    Args:
        module: The module that defines it.
        folder: Where the records of the runs are.
        results: Where the record goes.

    Returns:
        Whether all runs were there.
    """
    experiment, planned = load(module), plan([module])
    found = finished(planned, folder)
    if len(found) < len(planned):
        return False
    record = {
        **stated(experiment, measured(experiment, found), experiment.seeds),
        "fingerprints": fingerprints(module),
        "provenance": {
            "command": f"cnn-docs experiments run {experiment.name}",
            "seeds": list(range(experiment.seeds)),
            "date": max(one["date"] for one in found.values()),
            "cpu_seconds": round(sum(one["cpu_seconds"] for one in found.values()), 1),
            "versions": max(found.values(), key=lambda one: one["date"])["versions"],
        },
    }
    write_whole(results / f"{experiment.name}.json", json.dumps(record, indent=1) + "\n")
    return True


def measured(experiment: Experiment, found: Mapping[Run, Mapping[str, Any]]) -> Measured:
    """Sort measurements by condition and name, one number a seed.

    Args:
        experiment: The experiment.
        found: The records of its runs, by seed.
    """
    by_condition: dict[str, dict[str, list[float]]] = {}
    for condition in experiment.conditions:
        values = [one["measured"] for run, one in found.items() if run.condition == condition]
        by_condition[condition] = {
            name: [one[name] for one in values] for name in sorted(values[0])
        }
    return by_condition


def effects_of(experiment: Experiment, numbers: Measured, seeds: int) -> list[list[float]]:
    """For each contrast its effects, one a seed.

    Args:
        experiment: The experiment.
        numbers: What was measured.
        seeds: How many seeds there are.
    """
    one_seed = [
        {
            condition: {name: values[seed] for name, values in measurements.items()}
            for condition, measurements in numbers.items()
        }
        for seed in range(seeds)
    ]
    return [[float(one.of(seed)) for seed in one_seed] for one in experiment.contrasts]


def stated(experiment: Experiment, numbers: Measured, seeds: int) -> dict[str, Any]:
    """What a record says of an experiment: claim, data, contrasts with their effects, rule.

    Args:
        experiment: The experiment.
        numbers: What was measured.
        seeds: How many seeds there are.
    """
    effects = effects_of(experiment, numbers, seeds)
    return {
        "experiment": experiment.name,
        "claim": experiment.claim,
        "data": experiment.data,
        "reads": list(experiment.reads),
        "contrasts": [
            {"name": one.name, "unit": one.unit, "smallest": one.smallest, "effects": values}
            for one, values in zip(experiment.contrasts, effects, strict=True)
        ],
        "rule": _rule(experiment),
        "measured": numbers,
    }


def _rule(experiment: Experiment) -> dict[str, str] | None:
    """What a rule of the experiment's own says of every row of verdicts; none for the default."""
    if experiment.rule is all_agree:
        return None
    names = [one.name for one in experiment.contrasts]
    return {
        row(verdicts): experiment.rule(dict(zip(names, verdicts, strict=True)))
        for verdicts in product(VERDICTS, repeat=len(names))
    }
