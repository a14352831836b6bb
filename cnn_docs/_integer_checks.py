"""Checks of whole-number arguments. Each returns what it checked, or says what is accepted."""

from numbers import Integral
from typing import Any


def positive_integer(value: Any, name: str) -> int:
    """Return `value` as an int of at least 1."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
        raise ValueError(f"`{name}` must be an integer of at least 1, got {value!r}.")
    return int(value)


def non_negative_integer(value: Any, name: str) -> int:
    """Return `value` as an int of at least 0."""
    if not isinstance(value, Integral) or isinstance(value, bool) or value < 0:
        raise ValueError(f"`{name}` must be an integer of at least 0, got {value!r}.")
    return int(value)


def pair(value: Any, name: str) -> tuple[int, int]:
    """Return `value`, one integer for both axes or one for each, as (height, width)."""
    if isinstance(value, tuple | list):
        if len(value) != 2:
            raise ValueError(
                f"`{name}` must be one integer or a pair (height, width), got {value!r}."
            )
        return positive_integer(value[0], f"{name}[0]"), positive_integer(value[1], f"{name}[1]")
    size = positive_integer(value, name)
    return size, size
