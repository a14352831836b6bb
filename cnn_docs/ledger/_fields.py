"""Receptive fields along one axis, also where they differ from unit to unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, inf, lcm

from cnn_docs.ledger._readings import Reading


@dataclass(frozen=True)
class Field:
    """What each unit along one axis of a map can see of the input.

    Behind windows alone, the field of the next unit is the same one, moved by the stride: one
    extent says it all. Behind upsampling it takes several units until the pattern repeats.

    Attributes:
        extents: The first and the last pixel that a unit can see, for the units 0, 1, … until the
            pattern repeats. A unit that sees nothing has (inf, -inf).
        step: Pixels by which the pattern has moved when it repeats.
    """

    extents: tuple[tuple[float, float], ...] = ((0, 0),)
    step: int = 1

    @property
    def size(self) -> int:
        """Pixels of the largest field."""
        return int(max(0, *(last - first + 1 for first, last in self.extents)))

    def of(self, unit: int) -> tuple[float, float]:
        """First and last pixel that a unit can see."""
        repeats, place = divmod(unit, len(self.extents))
        first, last = self.extents[place]
        return first + repeats * self.step, last + repeats * self.step

    def through(self, reading: Reading) -> "Field":
        """What the units of a layer can see that reads this map."""
        times = len(self.extents) // gcd(len(self.extents), reading.shift)
        extents = [
            _hull(self.of(unit) for unit in reading.of(reader))
            for reader in range(times * reading.every)  # until both patterns repeat
        ]
        return Field(tuple(extents), self.step * times * reading.shift // len(self.extents))


def union(fields: Sequence[Field]) -> Field | None:
    """What a unit can see that reads the units in its own place of several maps.

    None if the maps have different strides: their fields drift apart, and no size fits all units.
    """
    if len({Fraction(field.step, len(field.extents)) for field in fields}) > 1:
        return None
    period = lcm(*(len(field.extents) for field in fields))
    extents = [_hull(field.of(unit) for field in fields) for unit in range(period)]
    return Field(tuple(extents), fields[0].step * period // len(fields[0].extents))


def _hull(extents: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """From the first pixel of any to the last."""
    firsts, lasts = zip((inf, -inf), *extents, strict=True)
    return min(firsts), max(lasts)
