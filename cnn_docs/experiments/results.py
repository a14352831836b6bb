"""The results that ship with the package: read, with their verdicts, and checked for staleness."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from cnn_docs.data import DatasetUnavailable
from cnn_docs.experiments import questions, statistics
from cnn_docs.experiments.fingerprint import code_fingerprint, data_fingerprint
from cnn_docs.experiments.questions import NAMES
from cnn_docs.experiments.result import VERDICTS, Effect, Result, markdown

RESULTS = Path(__file__).parents[1] / "results" / "experiments"


def recorded(name: str) -> Result:
    """The recorded result of an experiment.

    Args:
        name: One of `cnn_docs.experiments.questions.NAMES`.

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
        effects = "<br>".join(f"{one.name}: {one.text}" for one in result.effects)
        rows.append((_link(name, result), result.short, effects, _seeds(result)))
    return markdown(("claim", "verdict", "effect with 95 % interval", "seeds"), rows)


def _link(name: str, result: Result) -> str:
    """The claim, leading to its section of the page."""
    return f"[{result.claim}](#{name})"


def _seeds(result: Result) -> str:
    return str(len(result.provenance["seeds"]))


@cache
def _everything() -> dict[str, Result]:
    """All recorded results: the correction for many comparisons needs them together."""
    paths = {name: RESULTS / f"{name}.json" for name in NAMES}
    records = {
        name: json.loads(path.read_text(encoding="utf-8"))
        for name, path in paths.items()
        if path.exists()
    }
    contrasts = [contrast for record in records.values() for contrast in record["contrasts"]]
    adjusted = iter(statistics.holm([statistics.p_value(one["effects"]) for one in contrasts]))
    return {
        name: Result(
            record["claim"],
            record["measured"],
            tuple(
                Effect(
                    one["name"], one["unit"], one["smallest"], tuple(one["effects"]), next(adjusted)
                )
                for one in record["contrasts"]
            ),
            record["rule"],
            _stale(name, record),
            record["provenance"],
        )
        for name, record in records.items()
    }


def _stale(name: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    """What has changed since a result was recorded, "code" or "data"."""
    kept = record["fingerprints"]
    now = {"code": code_fingerprint(f"{questions.__name__}.{name}")}
    # Data that is not at hand cannot be compared, and counts as unchanged.
    with suppress(DatasetUnavailable):
        now["data"] = data_fingerprint(record["data"], record["reads"])
    return tuple(part for part in now if now[part] != kept[part])
