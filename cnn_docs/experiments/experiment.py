"""What an experiment is: a claim, the conditions it compares, and the rule for its verdict.

All of it is written down before a number is seen. The code of an experiment, this module included,
is part of its fingerprint: a result that was measured under another rule is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

OneSeed = Mapping[str, Mapping[str, float]]
"""What one seed gave: for each condition, its measurements by name."""

SUPPORTED = "supported"
REFUTED = "refuted"
NO_EFFECT = "no effect worth calling one"
UNDECIDED = "undecided"
NOT_SUPPORTED = "not supported"
DEPENDS = "depends"


@dataclass(frozen=True)
class Contrast:
    """One number for each seed, positive when the seed agrees with the claim.

    Attributes:
        name: What is compared, in words that read well behind "supported for".
        of: From one seed's measurements to the effect.
        unit: What the effect is counted in, such as "points of error".
        smallest: The smallest effect worth calling one, in that unit.
    """

    name: str
    of: Callable[[OneSeed], float]
    unit: str
    smallest: float

    def __post_init__(self) -> None:
        """Refuse a size that no effect could fall short of."""
        if not self.smallest > 0:
            raise ValueError(f"`smallest` must be above 0, got {self.smallest!r} ({self.name}).")


def all_agree(verdicts: Mapping[str, str]) -> str:
    """The verdict on a claim from those on its contrasts, the default rule.

    Args:
        verdicts: For the name of each contrast, its verdict.

    Returns:
        "supported" or "refuted" if all contrasts say so, "depends" if some are supported and others
        not, "not supported" if none is.

    >>> all_agree({"small": "supported", "large": "undecided"})
    'depends'
    >>> all_agree({"small": "refuted", "large": "undecided"})
    'not supported'
    """
    found = set(verdicts.values())
    if found in ({SUPPORTED}, {REFUTED}):
        return found.pop()
    return DEPENDS if SUPPORTED in found else NOT_SUPPORTED


@dataclass(frozen=True)
class Experiment:
    """A claim of the notes and how it is put to the test.

    Attributes:
        name: The name of its module, of its record and of its section on the page.
        claim: What the notes say, in one sentence.
        source: Where the notes, or the literature, say it.
        done: What was done, in two sentences.
        data: What it learns from. MNIST has to be at hand.
        seeds: How many seeds, counted from 0. Conditions are paired on them.
        conditions: What is compared.
        measure: From a condition, a seed and whether to be quick to measurements by name. Quick
            runs take the same path through the code in a few steps.
        contrasts: What the verdict rests on.
        reads: Files of the package that it reads, relative to the package.
        rule: From the verdicts on the contrasts to the verdict on the claim.
    """

    name: str
    claim: str
    source: str
    done: str
    data: Literal["digits", "mnist"]
    seeds: int
    conditions: tuple[str, ...]
    measure: Callable[[str, int, bool], dict[str, float]]
    contrasts: tuple[Contrast, ...]
    reads: tuple[str, ...] = ()
    rule: Callable[[Mapping[str, str]], str] = all_agree

    def __post_init__(self) -> None:
        """Refuse names that would hide one another, and too few seeds for an interval."""
        for what, names in (
            ("conditions", list(self.conditions)),
            ("contrasts", [contrast.name for contrast in self.contrasts]),
        ):
            if not names or len(set(names)) < len(names):
                raise ValueError(f"`{what}` must have names of their own, got {names}.")
        if self.seeds < 2:
            raise ValueError(f"`seeds` must be at least 2 for an interval, got {self.seeds}.")
