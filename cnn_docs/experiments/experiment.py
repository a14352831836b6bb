"""What an experiment states before a number is seen: claim, decisive contrast, conditions.

The code of an experiment, this module included, is part of its fingerprint: a result that was
measured under another statement is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

OneSeed = Mapping[str, Mapping[str, float]]
"""What one seed gave: for each condition, its measurements by name."""

Settings = Mapping[str, float]
"""What is chosen on held-out images for a condition, by name: the rate of learning, and so on."""

RATES = {"rate": (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1)}
"""Adam's steps to choose from. The search starts in the middle and ends between two worse ones."""

DECAYS = {"decay": (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)}
"""Weight decays to choose from, where regularisation matters."""


class Fit(NamedTuple):
    """How one training, or one solver, came to its end.

    Attributes:
        converged: Whether the loss on held-out images had stopped falling before the time was up.
        looks: How often that loss was looked at.
        training_loss: The loss on the images that were learned from, at the weights that are kept.
        training_error: The error on them, in points.
        held_out_loss: The loss on the held-out images, at the weights that are kept.
        held_out_error: The error on them, in points.
        curve: The loss on the held-out images at each look; none for a solver.
    """

    converged: bool
    looks: int
    training_loss: float
    training_error: float
    held_out_loss: float
    held_out_error: float
    curve: tuple[float, ...] = ()


@dataclass(frozen=True)
class Measured:
    """What one condition gave with one seed.

    Attributes:
        values: Measurements by name.
        wrong: For each test image whether it was misread, by the name of the measurement, which is
            the share of them in points. So the test images can be resampled.
        fits: How its trainings ended, in order.
        score: What settings are chosen by in place of the mean loss on held-out images, where the
            claim is about something else, such as speed. Lower is better.
    """

    values: Mapping[str, float] = field(default_factory=dict)
    wrong: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    fits: Sequence[Fit] = ()
    score: float | None = None

    def chosen_by(self) -> float:
        """The number by which settings are chosen: lower is better."""
        if self.score is not None:
            return self.score
        return float(np.mean([fit.held_out_loss for fit in self.fits]))

    def numbers(self) -> dict[str, float]:
        """All measurements by name, the errors in points among them."""
        errors = {name: 100 * float(np.mean(wrong)) for name, wrong in self.wrong.items()}
        return {name: float(value) for name, value in {**self.values, **errors}.items()}


@dataclass(frozen=True)
class Contrast:
    """One number for each seed, positive when the seed agrees with the claim.

    Attributes:
        name: What is compared, in words that read well behind "supported for".
        of: From one seed's measurements to the effect.
        unit: What the effect is counted in, such as "points of error".
        smallest: The smallest effect worth calling one, in that unit.
        claims: "effect" where the claim says that there is one; "no harm" where it says that the
            effect, counted as harm, stays below the smallest one.
        exact: Whether it is a count or a theorem, the same number with every seed.
    """

    name: str
    of: Callable[[OneSeed], float]
    unit: str
    smallest: float
    claims: Literal["effect", "no harm"] = "effect"
    exact: bool = False

    def __post_init__(self) -> None:
        """Refuse a size that no effect could fall short of."""
        if not self.smallest > 0:
            raise ValueError(f"`smallest` must be above 0, got {self.smallest!r} ({self.name}).")


def less(measurement: str, worse: str, better: str, name: str, smallest: float) -> Contrast:
    """The contrast that one condition has a lower error than another.

    Args:
        measurement: What is compared, in points of error.
        worse: The condition that has more of it if the claim holds.
        better: The condition that has less.
        name: What is compared, in words.
        smallest: The smallest effect worth calling one, in points.

    >>> contrast = less("error", "linear", "ReLU", "the ReLU against none", 0.5)
    >>> contrast.of({"linear": {"error": 4.0}, "ReLU": {"error": 2.5}})
    1.5
    """
    return Contrast(
        name,
        lambda seed: seed[worse][measurement] - seed[better][measurement],
        "points of error",
        smallest,
    )


@dataclass(frozen=True)
class Experiment:
    """A claim of the notes and how it is put to the test.

    Attributes:
        name: The name of its module, of its record and of its page.
        lesson: The page whose subject it is, such as "lessons/relu".
        claim: What the notes say, in one sentence.
        source: Where the notes, or the literature, say it.
        done: What was done, in two or three sentences.
        data: "digits", each seed tested on a part of the file of its own, or "mnist", all seeds
            tested on the same 10,000 images. MNIST has to be at hand.
        seeds: How many seeds, counted from 0. Conditions are paired on them.
        conditions: What is compared.
        measure: From a condition, a seed, the chosen settings and whether to be quick to what it
            gave. Quick runs take the same path through the code in a few steps.
        decisive: The contrasts on which the verdict rests.
        joined: Whether the claim needs "all" of the decisive contrasts, or "any".
        context: Contrasts that tell more and decide nothing.
        tuned: For each condition whose settings are chosen on held-out images, what there is to
            choose from, in rising order.
        reads: Files of the package that it reads, relative to the package.
    """

    name: str
    lesson: str
    claim: str
    source: str
    done: str
    data: Literal["digits", "mnist"]
    seeds: int
    conditions: tuple[str, ...]
    measure: Callable[[str, int, Settings, bool], Measured]
    decisive: tuple[Contrast, ...]
    joined: Literal["all", "any"] = "all"
    context: tuple[Contrast, ...] = ()
    tuned: Mapping[str, Mapping[str, Sequence[float]]] = field(default_factory=dict)
    reads: tuple[str, ...] = ()

    @property
    def contrasts(self) -> tuple[Contrast, ...]:
        """The decisive ones, then the others."""
        return self.decisive + self.context

    def statement(self) -> dict[str, Any]:
        """What is stated before a number is seen, as JSON can hold it."""
        return {
            "experiment": self.name,
            "lesson": self.lesson,
            "claim": self.claim,
            "source": self.source,
            "done": self.done,
            "data": self.data,
            "joined": self.joined,
            "contrasts": [
                {
                    "name": one.name,
                    "unit": one.unit,
                    "smallest": one.smallest,
                    "claims": one.claims,
                    "exact": one.exact,
                    "decisive": one in self.decisive,
                }
                for one in self.contrasts
            ],
            "reads": list(self.reads),
        }

    def __post_init__(self) -> None:
        """Refuse names that would hide one another, and too few seeds for an interval."""
        for what, names in (
            ("conditions", list(self.conditions)),
            ("contrasts", [contrast.name for contrast in self.contrasts]),
        ):
            if not names or len(set(names)) < len(names):
                raise ValueError(f"`{what}` must have names of their own, got {names}.")
        if not self.decisive:
            raise ValueError("`decisive` must hold at least one contrast, got none.")
        if self.seeds < 2:
            raise ValueError(f"`seeds` must be at least 2 for an interval, got {self.seeds}.")
        unknown = set(self.tuned) - set(self.conditions)
        if unknown:
            raise ValueError(f"`tuned` must name conditions, got {sorted(unknown)}.")
