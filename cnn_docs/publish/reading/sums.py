"""Sums that a sentence tells, such as «12 × 12 × 32 = 4,608»: found and worked out."""

from __future__ import annotations

import ast
import itertools
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_PLAIN = re.compile(_NUMBER)
_SUM = re.compile(rf"[(\s]*{_NUMBER}(?:[)\s]*[-+−–×x*·/÷=≈][(\s]*{_NUMBER})+\)*")
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "x": "*", "·": "*", "÷": "/", ",": None})
_OPERATIONS: dict[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
#: What shows that the first side of a sum begins further to the left, and the last one ends
#: further to the right, with something that is no number.
_BEGINS_EARLIER = re.compile(r"(?:[+×·/÷^√]|\S\s*[-−–]|[\w)]\s*\*)\s*\Z|[\w)\]]\Z")
_ENDS_LATER = re.compile(r"[\w²³^(]|\s*[+−×*·/÷]")


@dataclass(frozen=True)
class Sum:
    """One equation: an expression, what the sentence says it comes to, and what it does."""

    expression: str
    told: str
    value: Fraction
    is_right: bool
    start: int

    @property
    def result(self) -> str:
        """The number that the sum proves; empty where it is wrong, or has no plain number."""
        return self.told if self.is_right and _PLAIN.fullmatch(self.told) else ""


def sums_in(text: str) -> Iterator[Sum]:
    """Find the sums in a sentence; signs may be typographic or ASCII, the result on either side.

    A result is right if it is to half a unit of its last digit, as a number or in per cent. A
    sum of which only a part can be worked out, as «n × 3 + 1 = 7», is passed over.

    >>> [(s.expression, s.told, s.is_right) for s in sums_in("so 28x28 = 784, and 9 - 3 = 5")]
    [('28x28', '784', True), ('9 - 3', '5', False)]
    """
    for found in _SUM.finditer(text):
        is_percentage = text[found.end() :].lstrip().startswith("%")
        for left, right in itertools.pairwise(_sides(found, text)):
            expression, told = (right, left) if _PLAIN.fullmatch(left) else (left, right)
            value = _value(expression)
            if value is None or _value(told) is None or _PLAIN.fullmatch(expression):
                continue
            is_right = _comes_to(value, told, is_percentage=is_percentage)
            yield Sum(expression, told, value, is_right, found.start())


def _sides(found: re.Match[str], text: str) -> list[str]:
    """What stands between the signs of equality, without a side that is cut off."""
    sides = [side.strip() for side in re.split("[=≈]", found[0])]
    # The whole sum may stand in brackets.
    if sides[0].count("(") > sides[0].count(")"):
        sides[0] = sides[0].removeprefix("(").strip()
    if sides[-1].count(")") > sides[-1].count("("):
        sides[-1] = sides[-1].removesuffix(")").strip()
    leading = re.match(r"\s*", found[0])
    assert leading
    if _BEGINS_EARLIER.search(text[: found.start()] + leading[0]):
        sides = sides[1:]
    if _ENDS_LATER.match(text[found.end() :]):
        sides = sides[:-1]
    return sides


def _value(expression: str) -> Fraction | None:
    try:
        return _worked_out(ast.parse(expression.translate(_SIGNS), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError):
        return None


def _worked_out(node: ast.expr) -> Fraction:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](_worked_out(node.left), _worked_out(node.right))
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    raise ValueError(f"{ast.unparse(node)} is neither a number nor a sum of numbers")


def _comes_to(value: Fraction, told: str, *, is_percentage: bool) -> bool:
    if not _PLAIN.fullmatch(told):
        return value == _value(told)
    number = Decimal(told.replace(",", ""))
    unit = Fraction(Decimal(1).scaleb(int(number.as_tuple().exponent)))
    scales = (1, 100) if is_percentage else (1,)
    return any(abs(value * scale - Fraction(number)) <= unit / 2 for scale in scales)
