"""What came of an experiment, and the verdict that the rule gives it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from cnn_docs.experiments import statistics
from cnn_docs.experiments.statistics import UNDECIDED

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Effect:
    """One contrast, measured.

    Attributes:
        name: What is compared.
        unit: What the effect is counted in.
        smallest: The smallest effect worth calling one.
        claims: Whether the claim is that there is an "effect", or "no harm".
        exact: Whether it is a count or a theorem, the same with every seed.
        decisive: Whether the verdict on the claim rests on it.
        values: The effect for each seed.
        overlap: By how much the seeds' tests hang together; see `statistics.estimate`.
        image_error: The standard error that comes from the test images.
        p_adjusted: For a decisive contrast that is not exact, the p value of its verdict, adjusted
            for all such contrasts of all recorded experiments.
    """

    name: str
    unit: str
    smallest: float
    claims: statistics.Claims
    exact: bool
    decisive: bool
    values: tuple[float, ...]
    overlap: float
    image_error: float
    p_adjusted: float | None = None

    @cached_property
    def estimate(self) -> statistics.Estimate:
        """The mean over seeds and its 95 % interval."""
        return self._estimate(self.values)

    @cached_property
    def uncorrected(self) -> tuple[str, float]:
        """The verdict before the correction for many claims, and its p value."""
        return self._judge(self.values)

    @property
    def verdict(self) -> str:
        """The verdict on this contrast; for a decisive one after the correction."""
        word, _ = self.uncorrected
        corrected_away = self.p_adjusted is not None and self.p_adjusted >= _ALPHA
        return UNDECIDED if corrected_away else word

    @property
    def without_one(self) -> tuple[str, ...]:
        """The verdict without each of the seeds, after the same correction."""
        word, p = self.uncorrected
        if self.exact:
            return tuple(word for _ in self.values)
        price = self.p_adjusted / p if self.p_adjusted else 1.0
        judged = [
            self._judge(self.values[:seed] + self.values[seed + 1 :])
            for seed in range(len(self.values))
        ]
        return tuple(UNDECIDED if price * p >= _ALPHA else word for word, p in judged)

    @property
    def agreement(self) -> tuple[float, float, float]:
        """Mean and interval in multiples of the smallest effect, positive where the claim holds."""
        mean, low, high = (end / self.smallest for end in self.estimate[:3])
        return (mean, low, high) if self.claims == "effect" else (-mean, -high, -low)

    @property
    def decimals(self) -> int:
        """As many decimals as the smallest effect calls for."""
        return max(0, 1 - math.floor(math.log10(self.smallest)))

    @property
    def text(self) -> str:
        """The mean, its interval and their unit."""
        mean, low, high = (
            f"{end:+.{self.decimals}f}".replace("-", MINUS) for end in self.estimate[:3]
        )
        return f"{mean} {self.unit}" if self.exact else f"{mean} [{low}, {high}] {self.unit}"

    def _estimate(self, values: Sequence[float]) -> statistics.Estimate:
        return statistics.estimate(values, overlap=self.overlap, image_error=self.image_error)

    def _judge(self, values: Sequence[float]) -> tuple[str, float]:
        return statistics.verdict(self._estimate(values), self.smallest, self.claims)


_ALPHA = 1 - statistics.CONFIDENCE


@dataclass(frozen=True)
class Training:
    """How a condition was trained.

    Attributes:
        settings: For each seed what it chose on held-out images, by name.
        tried: For each seed all that it tried, the best first: "settings", and the "score" that
            they came to.
        fits: For each training of the seeds that count its "looks", "training_loss",
            "training_error", "held_out_loss" and "held_out_error".
        curve: The loss on held-out images of the first training, look by look.
    """

    settings: Sequence[Mapping[str, float]]
    tried: Sequence[Sequence[Mapping[str, Any]]]
    fits: Mapping[str, Sequence[float | None]]
    curve: Sequence[float]


@dataclass(frozen=True)
class Result:
    """What came of an experiment.

    Attributes:
        name: The experiment's name.
        lesson: The page whose subject it is.
        claim: What was put to the test.
        source: Who says so.
        done: What was done.
        joined: Whether the claim needs "all" of its decisive contrasts, or "any".
        effects: One for each contrast, the decisive ones first.
        measured: For each condition and measurement one number a seed.
        image_errors: For each condition and measurement the standard error, in points, that comes
            from the test images. Empty where each seed has images of its own, and in records from
            before it was kept.
        training: For each condition how it was trained.
        find_changes: What has changed since, "code" or "data". It is asked when it is needed: for
            all results together it takes a second.
        provenance: Command, commit of the statement, how many seeds, versions, date, CPU seconds.
    """

    name: str
    lesson: str
    claim: str
    source: str
    done: str
    joined: Literal["all", "any"]
    effects: tuple[Effect, ...]
    measured: Mapping[str, Mapping[str, tuple[float, ...]]]
    image_errors: Mapping[str, Mapping[str, float]]
    training: Mapping[str, Training]
    find_changes: Callable[[], tuple[str, ...]]
    provenance: Mapping[str, Any]

    @cached_property
    def stale(self) -> tuple[str, ...]:
        """What has changed since, "code" or "data"; empty while the result stands."""
        return self.find_changes()

    @property
    def decisive(self) -> tuple[Effect, ...]:
        """The contrasts on which the verdict rests."""
        return tuple(effect for effect in self.effects if effect.decisive)

    @property
    def verdict(self) -> str:
        """The verdict on the claim."""
        return statistics.joined([effect.verdict for effect in self.decisive], self.joined)

    @property
    def exact(self) -> bool:
        """Whether the verdict rests on counts and theorems alone."""
        return all(effect.exact for effect in self.decisive)

    @property
    def by_itself(self) -> str:
        """The verdict on the claim if it were the only one, so without the correction."""
        return statistics.joined([effect.uncorrected[0] for effect in self.decisive], self.joined)

    @property
    def by_a_hair(self) -> bool:
        """Whether the verdict on the claim would be another without one of the seeds."""
        cases = zip(*(effect.without_one for effect in self.decisive), strict=True)
        return any(statistics.joined(words, self.joined) != self.verdict for words in cases)

    @property
    def short(self) -> str:
        """The verdict with its reservations, in a few words."""
        words = [self.verdict]
        words += ["exact"] if self.exact else []
        words += [f"by itself {self.by_itself}"] if self.by_itself != self.verdict else []
        words += ["by a hair"] if self.by_a_hair else []
        words += ["stale"] if self.stale else []
        return ", ".join(words)

    @property
    def sentence(self) -> str:
        """The verdict as a sentence, with the effects on which it rests."""
        effects = "; ".join(f"{effect.name}: {effect.text}" for effect in self.decisive)
        return f"{self.short[0].upper()}{self.short[1:]}. {effects}."

    def mean(self, condition: str, measurement: str) -> float:
        """The mean of a measurement over the seeds.

        Args:
            condition: One of the conditions.
            measurement: What was measured under it.

        Raises:
            ValueError: If it was not measured.
        """
        try:
            return float(np.mean(self.measured[condition][measurement]))
        except KeyError:
            there = {name: list(values) for name, values in self.measured.items()}
            raise ValueError(
                f"`condition` and `measurement` must be among {there}, got {condition!r} and "
                f"{measurement!r}."
            ) from None

    def interval(self, condition: str, measurement: str) -> statistics.Estimate:
        """The mean of an error with its interval over other seeds and other test images.

        Args:
            condition: One of the conditions.
            measurement: What was measured under it, in points.

        Raises:
            ValueError: If it is not known how much the test images add.
        """
        known = self.image_errors.get(condition, {})
        if measurement not in known:
            there = {name: list(errors) for name, errors in self.image_errors.items()}
            raise ValueError(
                f"`condition` and `measurement` must be among {there}, got {condition!r} and "
                f"{measurement!r}."
            )
        values = self.measured[condition][measurement]
        return statistics.estimate(values, image_error=known[measurement])

    def __str__(self) -> str:
        """What came, as a Markdown table of the contrasts, with the claim in its last row.

        Beside each effect stands the smallest one worth calling one, in the same unit.
        """
        rows = [
            (
                f"**{one.name}**" if one.decisive else one.name,
                one.text,
                f"{one.smallest:g}",
                one.verdict,
            )
            for one in self.effects
        ]
        seeds = f"{self.provenance['seeds']} seeds"
        return markdown(
            ("contrast (decisive in bold)", "effect with 95 % interval", "counts from", "verdict"),
            [*rows, ("**the claim**", seeds, "", f"**{self.short}**")],
        )

    def means(self) -> str:
        """What was measured under each condition, as a Markdown table of means over the seeds."""
        names = list(dict.fromkeys(name for one in self.measured.values() for name in one))
        rows = [
            (condition, *(_mean(measurements.get(name)) for name in names))
            for condition, measurements in self.measured.items()
        ]
        return markdown(("condition", *names), rows)

    def by_rate(self, contrast: str, condition: str) -> str:
        """A contrast's mean effect for each learning rate that seeds chose, as a Markdown table.

        Where the effect follows the rate, its interval holds the luck of the choice too.

        Args:
            contrast: The name of a contrast.
            condition: The condition whose rate counts.

        Raises:
            ValueError: If there is no such contrast, or no rate was chosen for the condition.

        >>> from cnn_docs.experiments import results
        >>> views = results.recorded("views")
        >>> table = views.by_rate("what leaving out half of the maps costs", "one network")
        >>> table.splitlines()[0]
        '| rate of “one network” | seeds | what leaving out half of the maps costs |'
        """
        effects = {effect.name: effect for effect in self.effects}
        if contrast not in effects:
            raise ValueError(f"`contrast` must be one of {list(effects)}, got {contrast!r}.")
        chosen = {name: one.settings for name, one in self.training.items() if one.settings}
        if condition not in chosen:
            raise ValueError(f"`condition` must be one of {list(chosen)}, got {condition!r}.")
        effect = effects[contrast]
        rates = [one["rate"] for one in chosen[condition]]
        rows = []
        for rate in sorted(set(rates)):
            own = [value for value, its in zip(effect.values, rates, strict=True) if its == rate]
            mean = f"{np.mean(own):+.{effect.decimals}f} {effect.unit}".replace("-", MINUS)
            rows.append((f"{rate:g}", f"{len(own)}", mean))
        return markdown((f"rate of “{condition}”", "seeds", contrast), rows)

    def trainings(self) -> str:
        """How each condition was trained, as a Markdown table: medians over the seeds.

        Where a seed trains more than one network, or has a reader too, the first is shown.
        """
        rows = []
        for condition, one in self.training.items():
            each = max(1, len(one.fits["looks"]) // self.provenance["seeds"])
            medians = (
                _median(one.fits[name][::each])
                for name in ("looks", "training_error", "held_out_error")
            )
            rows.append((condition, _chosen(one.settings) or "–", *medians))
        header = ("condition", "chosen", "looks until it ended", "training error", "held-out error")
        return markdown(header, rows)

    def figure(self) -> Figure:
        """Draw each contrast's effects, one dot a seed; see `cnn_docs.figures.effects`."""
        # Whoever reads a verdict draws nothing, and need not wait for Matplotlib.
        from cnn_docs.figures import effects

        by_name = {effect.name: effect for effect in self.effects}
        return effects.effects(
            {name: effect.values for name, effect in by_name.items()},
            {name: effect.estimate[:3] for name, effect in by_name.items()},
            smallest={name: effect.smallest for name, effect in by_name.items()},
            units={name: effect.unit for name, effect in by_name.items()},
        )


def _chosen(settings: Sequence[Mapping[str, float]]) -> str:
    """What the seeds chose, with the range where they differ."""
    names = settings[0] if settings else {}
    ranges = {name: sorted(one[name] for one in settings) for name in names}
    return ", ".join(
        f"{name} {low:.2g}" if low == high else f"{name} {low:.2g} to {high:.2g}"
        for name, (low, *_, high) in ((name, (*r, r[-1])) for name, r in ranges.items())
    )


def _mean(values: Sequence[float] | None) -> str:
    if values is None:  # not measured under this condition
        return "–"
    return _short(float(np.mean(values)))


def _median(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    return _short(float(np.median(known))) if known else "–"


def _short(value: float) -> str:
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", MINUS)


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
