"""Numbers as they are written: found in text and in code, and borne out by what is shown."""

from __future__ import annotations

import ast
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

#: Between thousands: a comma, a space that does not break, or an underscore as in code.
_SEPARATOR = "[,\u00a0\u202f\u2009_]"
#: A number, also with a unit glued on, or a version such as 3.11.2, which is none. A digit that
#: follows a letter belongs to a name (conv2d, C3), but for the second one of 28x28.
_NUMBER = re.compile(
    r"(?:(?<![A-Za-z\d])(?<![A-Za-z]_)|(?<=\dx))(?<!\d\.)"
    r"(?:\d+(?:\.\d+){2,}"
    rf"|(?P<number>(?:(?:\d{{1,3}}(?:{_SEPARATOR}\d{{3}})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)"
    r"(?:e[+-]?\d{1,3}(?!\d))?))"
)
#: A name of several parts: ResNet-101, run-7-b.
_NAME = re.compile(r"(?<![\w$-])[A-Za-z]\w+(?:-\w+)+")
#: A precision, as in {share:.3f} or %.1f, which is no number that anyone sees.
_PRECISION = re.compile(r"\.\d+(?=[efgEFG%])")


@dataclass(frozen=True)
class Number:
    """A number as a text has it, from ``start`` to ``end``."""

    text: str
    start: int
    end: int

    @property
    def value(self) -> Decimal:
        """The number, with the digits behind its point that are written."""
        value = Decimal(re.sub(_SEPARATOR, "", self.text))
        return value if _last_place(value) <= 0 else Decimal(int(value))

    @property
    def is_telling(self) -> bool:
        """Whether it has decimals, or three digits and more: too much to be right by accident."""
        return re.fullmatch(r"\d{1,2}", self.text) is None


def numbers_in(text: str) -> Iterator[Number]:
    """The numbers of a text, in order.

    >>> [number.text for number in numbers_in("289px, 28x28, 2,048, .947, conv2d_289, ResNet-101")]
    ['289', '28', '28', '2,048', '.947']
    """
    for found in _NUMBER.finditer(_NAME.sub(_blank, text)):
        if found["number"]:
            yield Number(found["number"], *found.span("number"))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def numbers_in_code(code: str) -> frozenset[Decimal]:
    """The numbers that Python code computes with or has in its texts; comments do not count.

    >>> [str(number) for number in numbers_in_code("rate = 3e-3  # 0.5 is too much")]
    ['0.003']
    """
    return frozenset(_numbers_in_code(code))


def _numbers_in_code(code: str) -> Iterator[Decimal]:
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError):
        yield from (number.value for number in numbers_in(code))
        return
    for value in (node.value for node in nodes if isinstance(node, ast.Constant)):
        if isinstance(value, str):
            yield from (number.value for number in numbers_in(_PRECISION.sub("", value)))
        elif (
            isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        ):
            yield Decimal(repr(value))


class Shown:
    """The numbers that a page shows."""

    def __init__(self, printed: Iterable[Decimal], exact: Iterable[Decimal]) -> None:
        """Keep what is ``printed``, known to its last digit, and what is ``exact``, as in code."""
        places = {(value, float(_last_place(value))) for value in printed}
        self._places = sorted(places | {(value, -math.inf) for value in exact})

    def bears_out(self, told: Decimal) -> bool:
        """Whether ``told`` is shown, with its digits or more, to half a unit of its last digit.

        >>> shown = Shown(printed=[Decimal("0.142")], exact=[Decimal("0.5")])
        >>> [shown.bears_out(Decimal(told)) for told in ("0.14", "0.15", "0.1420", "0.50")]
        [True, False, False, True]
        """
        half = Decimal(1).scaleb(_last_place(told)) / 2
        first = bisect_left(self._places, (told - half, -math.inf))
        last = bisect_right(self._places, (told + half, math.inf))
        return any(place <= _last_place(told) for _, place in self._places[first:last])


def _last_place(value: Decimal) -> int:
    """The power of ten of the last digit: −2 for 0.14."""
    return int(value.as_tuple().exponent)
