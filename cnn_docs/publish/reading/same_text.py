"""Whether a page shows what was printed: text to the letter, numbers to the digits shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
#: A number with its sign. What belongs to a word, a version or a range is text.
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?<![)\]])[+\-−])?(?:{_DIGITS}(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?(?!\.?\w)",
    re.IGNORECASE,
)
_TOLERANCE = re.compile(r"(\d+(?:\.\d+)?)( ?%)?")
#: A wildcard needs a word beside it: alone, or among numbers, it would hide results.
_WORD = re.compile(r"[^\W\d_]{2}")

_SameNumber = Callable[[str, str], bool]


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be off where it depends on training: absolutely, or in per cent."""

    amount: Decimal
    is_relative: bool

    @classmethod
    def parse(cls, text: str) -> Tolerance:
        """Read ``0.8`` or ``20 %``.

        Raises:
            ValueError: ``text`` is neither.

        >>> str(Tolerance.parse("0.8")), str(Tolerance.parse("20%"))
        ('± 0.8', '± 20 %')
        """
        found = _TOLERANCE.fullmatch(text.strip())
        if not found:
            raise ValueError(f"a tolerance is a number or a percentage, 0.8 or 20%, not {text!r}")
        return cls(Decimal(found[1]), bool(found[2]))

    def __str__(self) -> str:
        return f"± {self.amount}" + (" %" if self.is_relative else "")

    def allows(self, shown: str, printed: str) -> bool:
        """Whether ``printed`` is near enough to ``shown``, both numbers."""
        want, got = _decimal(shown), _decimal(printed)
        limit = self.amount * abs(want) / 100 if self.is_relative else self.amount
        return abs(want - got) <= limit


def same_text(shown: str, printed: str, within: Tolerance | None = None) -> bool:
    """Whether ``printed`` is what ``shown`` says.

    Text is compared to the letter. A number may show fewer decimals than were printed, and then
    it must be right to half a unit of its last digit. Three dots stand for text within a line
    that has a word beside them. Where a tolerance is stated, it holds for every number, and the
    width of spaces does not count, because it follows the numbers.

    >>> same_text("area 3.14", "area 3.14159"), same_text("area 3.15", "area 3.14159")
    (True, False)
    >>> same_text("[1 1]", "[1. 1.]"), same_text("1", "True")
    (False, False)
    >>> same_text("error 3.9 %", "error 4.4 %", Tolerance.parse("0.8"))
    True
    """
    if within:
        shown, printed = (re.sub(" +", " ", text) for text in (shown, printed))
    shown_lines, printed_lines = _lines(shown), _lines(printed)
    same = _same_with(within)
    return len(shown_lines) == len(printed_lines) and all(
        _same_line(line, other, same)
        for line, other in zip(shown_lines, printed_lines, strict=True)
    )


def _lines(text: str) -> list[str]:
    # A fence cannot show whether the last line was ended.
    return text.removesuffix("\n").split("\n")


def _same_with(within: Tolerance | None) -> _SameNumber:
    def same(shown: str, printed: str) -> bool:
        return _stands_for(shown, printed) or bool(within and within.allows(shown, printed))

    return same


def _same_line(shown: str, printed: str, same: _SameNumber) -> bool:
    if shown == printed:
        return True
    if "..." in shown and _WORD.search(shown):
        return _matches_dots(shown, printed, same)
    return _NUMBER.sub("#", shown) == _NUMBER.sub("#", printed) and all(
        map(same, _NUMBER.findall(shown), _NUMBER.findall(printed))
    )


def _matches_dots(shown: str, printed: str, same: _SameNumber) -> bool:
    parts = [_NUMBER.split(part) for part in shown.split("...")]
    pattern = ".*".join(f"({_NUMBER.pattern})".join(map(re.escape, part)) for part in parts)
    found = re.fullmatch(pattern, printed, re.IGNORECASE)
    numbers = _NUMBER.findall(" ... ".join(shown.split("...")))
    return found is not None and all(map(same, numbers, found.groups()))


def _stands_for(shown: str, printed: str) -> bool:
    """Whether ``shown`` is ``printed`` with fewer decimals, rounded either way at a half."""
    if shown == printed:
        return True
    form, other = _form(shown), _form(printed)
    if form[:2] != other[:2] or not _decimals(shown) < _decimals(printed):
        return False
    if _decimals(shown) == 0 and "e" not in shown.lower():
        return False  # an integer, or a float without decimals, is what it is
    unit = Decimal(1).scaleb(_decimal(shown).as_tuple().exponent)  # type: ignore[arg-type]
    return abs(_decimal(shown) - _decimal(printed)) <= unit / 2


def _form(number: str) -> tuple[str, bool]:
    """What is text about a number: its sign, and whether it has an exponent."""
    sign = number[0] if number[0] in "+-−" else ""
    return sign, "e" in number.lower()


def _decimals(number: str) -> int:
    return len(number.lower().partition("e")[0].partition(".")[2])


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace("−", "-").replace(",", ""))
