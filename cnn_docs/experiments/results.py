"""Recorded results: what came of an experiment, and the verdict that the rule gives it."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cnn_docs.experiments import statistics
from cnn_docs.experiments.experiment import DEPENDS, UNDECIDED, Contrast, Experiment
from cnn_docs.experiments.fingerprint import fingerprints
from cnn_docs.experiments.questions import NAMES

RESULTS = Path(__file__).parents[1] / "results" / "experiments"
QUESTIONS = "cnn_docs.experiments.questions"
MINUS = "\N{MINUS SIGN}"


def load(module: str) -> Experiment:
    """The experiment that a module defines.

    Args:
        module: The module's full name.
    """
    found = importlib.import_module(module).EXPERIMENT
    if not isinstance(found, Experiment) or found.name != module.rpartition(".")[2]:
        raise ValueError(f"`{module}` must define EXPERIMENT, with the module's own name.")
    return found


@dataclass(frozen=True)
class Effect:
    """One contrast, measured.

    Attributes:
        contrast: What is compared.
        values: The effect for each seed, in the contrast's unit.
        p_adjusted: Its p value, adjusted for all contrasts of all recorded experiments.
    """

    contrast: Contrast
    values: tuple[float, ...]
    p_adjusted: float

    @property
    def estimate(self) -> statistics.Estimate:
        """The mean over seeds and its 95 % interval."""
        return statistics.estimate(self.values)

    @property
    def verdict(self) -> str:
        """The verdict on this contrast."""
        return statistics.verdict(self.values, self.contrast.smallest)

    @property
    def text(self) -> str:
        """The mean, its interval and their unit, with as many decimals as the size calls for."""
        decimals = max(0, 1 - math.floor(math.log10(self.contrast.smallest)))
        mean, low, high = (f"{end:+.{decimals}f}".replace("-", MINUS) for end in self.estimate)
        return f"{mean} [{low}, {high}] {self.contrast.unit}"


@dataclass(frozen=True)
class Result:
    """What came of an experiment.

    Attributes:
        experiment: The experiment.
        measured: For each condition and measurement one number a seed.
        effects: One for each contrast.
        stale: What has changed since, "code" or "data"; empty while the result stands.
        provenance: Command, seeds, versions, date and seconds of CPU, as recorded.
    """

    experiment: Experiment
    measured: Mapping[str, Mapping[str, tuple[float, ...]]]
    effects: tuple[Effect, ...]
    stale: tuple[str, ...]
    provenance: Mapping[str, Any]

    @property
    def verdict(self) -> str:
        """The verdict on the claim, in one word or two."""
        return self._rule([effect.verdict for effect in self.effects])

    @property
    def on_a_hair(self) -> bool:
        """Whether another verdict came out without one of the seeds, or by Holm's correction."""
        corrected = [
            effect.verdict if effect.p_adjusted < 1 - statistics.CONFIDENCE else UNDECIDED
            for effect in self.effects
        ]
        # The correction is for effects that were found; that there is none needs no p value.
        corrected = [
            effect.verdict if effect.verdict in _WITHOUT_P else word
            for effect, word in zip(self.effects, corrected, strict=True)
        ]
        others = [self._rule(corrected)]
        for seed in range(len(self.effects[0].values)):
            left = [
                statistics.verdict(
                    effect.values[:seed] + effect.values[seed + 1 :], effect.contrast.smallest
                )
                for effect in self.effects
            ]
            others.append(self._rule(left))
        return any(word != self.verdict for word in others)

    @property
    def sentence(self) -> str:
        """The verdict as a sentence: on what it depends, whether it hangs on a hair or is stale."""
        text = self.verdict
        if text == DEPENDS:
            sides = {
                word: [one.contrast.name for one in self.effects if one.verdict == word]
                for word in dict.fromkeys(effect.verdict for effect in self.effects)
            }
            text += ": " + "; ".join(f"{word} for {_list(names)}" for word, names in sides.items())
        if self.on_a_hair:
            text += " (this hangs on a hair)"
        if self.stale:
            text += f" (stale: the {_list(self.stale)} changed since)"
        return text[0].upper() + text[1:] + "."

    def __str__(self) -> str:
        """What came, as a Markdown table of the contrasts."""
        return _markdown(
            ("contrast", "effect with 95 % interval", "verdict"),
            [(effect.contrast.name, effect.text, effect.verdict) for effect in self.effects],
        )

    def _rule(self, verdicts: Sequence[str]) -> str:
        names = [effect.contrast.name for effect in self.effects]
        return self.experiment.rule(dict(zip(names, verdicts, strict=True)))


_WITHOUT_P = (UNDECIDED, statistics.NO_EFFECT)


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


def table() -> str:
    """All recorded results as one Markdown table: claim, verdict, effects, seeds.

    >>> print(table().splitlines()[0])
    | claim | verdict | effect with 95 % interval | seeds |
    """
    rows = []
    for name, result in _everything().items():
        verdict = result.verdict + (", on a hair" if result.on_a_hair else "")
        rows.append(
            (
                f"[{result.experiment.claim}](#{name})",
                verdict + (", stale" if result.stale else ""),
                "<br>".join(f"{one.contrast.name}: {one.text}" for one in result.effects),
                str(len(result.provenance["seeds"])),
            )
        )
    return _markdown(("claim", "verdict", "effect with 95 % interval", "seeds"), rows)


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


def _list(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
