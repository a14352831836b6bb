"""The results that ship with the package: read, with their verdicts, and checked for staleness."""

from __future__ import annotations

import importlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from cnn_docs.experiments import statistics
from cnn_docs.experiments.experiment import (
    NO_EFFECT,
    REFUTED,
    SUPPORTED,
    UNDECIDED,
    Experiment,
)
from cnn_docs.experiments.fingerprint import fingerprints
from cnn_docs.experiments.questions import NAMES
from cnn_docs.experiments.result import Effect, Result, markdown

RESULTS = Path(__file__).parents[1] / "results" / "experiments"
QUESTIONS = "cnn_docs.experiments.questions"
VERDICTS = (SUPPORTED, REFUTED, NO_EFFECT, UNDECIDED)
"""What a contrast may show, in the order in which a summary counts them."""


def load(module: str) -> Experiment:
    """The experiment that a module defines.

    Args:
        module: The module's full name.
    """
    found = importlib.import_module(module).EXPERIMENT
    if not isinstance(found, Experiment) or found.name != module.rpartition(".")[2]:
        raise ValueError(f"`{module}` must define EXPERIMENT, with the module's own name.")
    return found


def names() -> tuple[str, ...]:
    """The names of the experiments, in the order in which the page shows them.

    >>> names()[0]
    'relu'
    """
    return NAMES


def recorded(name: str) -> Result:
    """The recorded result of an experiment.

    Args:
        name: One of `names`.

    Raises:
        ValueError: If there is no such experiment, or none is recorded.
    """
    if name not in NAMES:
        raise ValueError(f"`name` must be one of {', '.join(NAMES)}, got {name!r}.")
    everything = _everything()
    if name not in everything:
        raise ValueError(f"`name` = {name!r} has no record yet: cnn-docs experiments run {name}.")
    return everything[name]


def summary() -> str:
    """All claims as one Markdown table: claim, verdict, how many contrasts say what, seeds.

    >>> print(summary().splitlines()[0])
    | claim | verdict | its contrasts | seeds |
    """
    rows = []
    for name, result in _everything().items():
        found = Counter(effect.verdict for effect in result.effects)
        said = ", ".join(f"{found[word]} {word}" for word in VERDICTS if word in found)
        rows.append((_link(name, result), result.short, said, _seeds(result)))
    return markdown(("claim", "verdict", "its contrasts", "seeds"), rows)


def table() -> str:
    """All recorded results as one Markdown table: claim, verdict, effects, seeds.

    >>> print(table().splitlines()[0])
    | claim | verdict | effect with 95 % interval | seeds |
    """
    rows = []
    for name, result in _everything().items():
        effects = "<br>".join(f"{one.contrast.name}: {one.text}" for one in result.effects)
        rows.append((_link(name, result), result.short, effects, _seeds(result)))
    return markdown(("claim", "verdict", "effect with 95 % interval", "seeds"), rows)


def _link(name: str, result: Result) -> str:
    """The claim, leading to its section of the page."""
    return f"[{result.experiment.claim}](#{name})"


def _seeds(result: Result) -> str:
    return str(len(result.provenance["seeds"]))


def effects_of(
    experiment: Experiment, measured: Mapping[str, Mapping[str, Sequence[float]]], seeds: int
) -> list[tuple[float, ...]]:
    """For each contrast its effects, one for each seed.

    Args:
        experiment: The experiment.
        measured: For each condition and measurement one number a seed.
        seeds: How many seeds there are.
    """
    one_seed = [
        {
            condition: {name: values[seed] for name, values in measurements.items()}
            for condition, measurements in measured.items()
        }
        for seed in range(seeds)
    ]
    return [tuple(float(one.of(seed)) for seed in one_seed) for one in experiment.contrasts]


@cache
def _everything() -> dict[str, Result]:
    """All recorded results: the correction for many comparisons needs them together."""
    loaded = []
    for name in NAMES:
        path = RESULTS / f"{name}.json"
        if path.exists():
            experiment = load(f"{QUESTIONS}.{name}")
            loaded.append((experiment, json.loads(path.read_text(encoding="utf-8"))))
    effects = [
        effects_of(experiment, record["measured"], len(record["provenance"]["seeds"]))
        for experiment, record in loaded
    ]
    adjusted = iter(statistics.holm([statistics.p_value(v) for some in effects for v in some]))
    return {
        experiment.name: Result(
            experiment,
            record["measured"],
            tuple(
                Effect(contrast, values, next(adjusted))
                for contrast, values in zip(experiment.contrasts, some, strict=True)
            ),
            stale(experiment, record["fingerprints"]),
            record["provenance"],
        )
        for (experiment, record), some in zip(loaded, effects, strict=True)
    }


def stale(experiment: Experiment, kept: Mapping[str, str]) -> tuple[str, ...]:
    """Which of an experiment's fingerprints differ from those kept with a result.

    Data that is not at hand cannot be compared, and counts as unchanged.

    Args:
        experiment: The experiment.
        kept: The fingerprints, "code" and "data", under which the result was measured.
    """
    now = fingerprints(experiment, f"{QUESTIONS}.{experiment.name}")
    return tuple(part for part in now if now[part] is not None and now[part] != kept[part])
