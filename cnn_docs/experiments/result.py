"""What came of an experiment, and the verdict that the rule gives it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from cnn_docs.experiments import statistics
from cnn_docs.experiments.experiment import (
    DEPENDS,
    NO_EFFECT,
    REFUTED,
    SUPPORTED,
    UNDECIDED,
    all_agree,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MINUS = "\N{MINUS SIGN}"
VERDICTS = (SUPPORTED, REFUTED, NO_EFFECT, UNDECIDED)
"""What a contrast may show, in the order in which a summary counts them."""
#: Verdicts that do not rest on a p value, so that correcting it cannot change them.
_WITHOUT_P = (UNDECIDED, NO_EFFECT)


@dataclass(frozen=True)
class Effect:
    """One contrast, measured.

    Attributes:
        name: What is compared.
        unit: What the effect is counted in.
        smallest: The smallest effect worth calling one.
        values: The effect for each seed.
        p_adjusted: Its p value, adjusted for all contrasts of all recorded experiments.
    """

    name: str
    unit: str
    smallest: float
    values: tuple[float, ...]
    p_adjusted: float

    @cached_property
    def estimate(self) -> statistics.Estimate:
        """The mean over seeds and its 95 % interval."""
        return statistics.estimate(self.values)

    @cached_property
    def verdict(self) -> str:
        """The verdict on this contrast."""
        return statistics.verdict(self.values, self.smallest)

    @property
    def corrected(self) -> str:
        """The verdict on this contrast if the correction for many comparisons counts."""
        survives = self.p_adjusted < 1 - statistics.CONFIDENCE
        return self.verdict if survives or self.verdict in _WITHOUT_P else UNDECIDED

    @property
    def text(self) -> str:
        """The mean, its interval and their unit, with as many decimals as the size calls for."""
        decimals = max(0, 1 - math.floor(math.log10(self.smallest)))
        mean, low, high = (f"{end:+.{decimals}f}".replace("-", MINUS) for end in self.estimate)
        return f"{mean} [{low}, {high}] {self.unit}"


@dataclass(frozen=True)
class Result:
    """What came of an experiment.

    Attributes:
        claim: What was put to the test.
        measured: For each condition and measurement one number a seed.
        effects: One for each contrast.
        rule: Where the claim has a rule of its own, what it says of each `row` of verdicts.
        stale: What has changed since, "code" or "data"; empty while the result stands.
        provenance: Command, seeds, versions, date and seconds of CPU, as recorded.
    """

    claim: str
    measured: Mapping[str, Mapping[str, tuple[float, ...]]]
    effects: tuple[Effect, ...]
    rule: Mapping[str, str] | None
    stale: tuple[str, ...]
    provenance: Mapping[str, Any]

    @cached_property
    def verdict(self) -> str:
        """The verdict on the claim, in one word or two."""
        return self._judge([effect.verdict for effect in self.effects])

    @cached_property
    def on_a_hair(self) -> bool:
        """Whether another verdict came out without one of the seeds, or by Holm's correction."""
        others = [self._judge([effect.corrected for effect in self.effects])]
        for seed in range(len(self.effects[0].values)):
            left = [
                statistics.verdict(
                    effect.values[:seed] + effect.values[seed + 1 :], effect.smallest
                )
                for effect in self.effects
            ]
            others.append(self._judge(left))
        return any(word != self.verdict for word in others)

    @property
    def sentence(self) -> str:
        """The verdict as a sentence: on what it depends, whether it hangs on a hair or is stale."""
        text = self.verdict
        if text == DEPENDS:
            sides = {
                word: [f"“{one.name}”" for one in self.effects if one.verdict == word]
                for word in dict.fromkeys(effect.verdict for effect in self.effects)
            }
            text += ": " + "; ".join(f"{word} for {_list(names)}" for word, names in sides.items())
        if self.on_a_hair:
            text += " (this hangs on a hair)"
        if self.stale:
            text += f" (stale: the {_list(self.stale)} changed since)"
        return text[0].upper() + text[1:] + "."

    @property
    def short(self) -> str:
        """The verdict with its reservations, in a few words."""
        hair = ", on a hair" if self.on_a_hair else ""
        return self.verdict + hair + (", stale" if self.stale else "")

    def __str__(self) -> str:
        """What came, as a Markdown table of the contrasts, with the claim in its last row."""
        rows = [(effect.name, effect.text, effect.verdict) for effect in self.effects]
        seeds = f"{len(self.provenance['seeds'])} seeds"
        return markdown(
            ("contrast", "effect with 95 % interval", "verdict"),
            [*rows, ("**the claim**", seeds, f"**{self.short}**")],
        )

    def means(self) -> str:
        """What was measured under each condition, as a Markdown table of means over the seeds."""
        names = list(dict.fromkeys(name for one in self.measured.values() for name in one))
        rows = [
            (condition, *(_mean(measurements.get(name)) for name in names))
            for condition, measurements in self.measured.items()
        ]
        return markdown(("condition", *names), rows)

    def figure(self) -> Figure:
        """Draw each contrast's effects, one dot a seed; see `cnn_docs.figures.effects`."""
        # Whoever reads a verdict draws nothing, and need not wait for Matplotlib.
        from cnn_docs.figures import effects

        by_name = {effect.name: effect for effect in self.effects}
        return effects.effects(
            {name: effect.values for name, effect in by_name.items()},
            {name: effect.estimate for name, effect in by_name.items()},
            smallest={name: effect.smallest for name, effect in by_name.items()},
            units={name: effect.unit for name, effect in by_name.items()},
        )

    def _judge(self, verdicts: Sequence[str]) -> str:
        if self.rule is not None:
            return self.rule[row(verdicts)]
        names = [effect.name for effect in self.effects]
        return all_agree(dict(zip(names, verdicts, strict=True)))


def row(verdicts: Iterable[str]) -> str:
    """Verdicts on all contrasts of a claim, as a rule of its own lists them.

    >>> row([SUPPORTED, NO_EFFECT])
    'supported, no effect worth calling one'
    """
    return ", ".join(verdicts)


def _list(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _mean(values: Sequence[float] | None) -> str:
    if values is None:  # not measured under this condition
        return "–"
    mean = float(np.mean(values))
    text = f"{mean:,.0f}" if abs(mean) >= 1000 else f"{mean:.3g}"
    return text.replace("-", MINUS)


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
