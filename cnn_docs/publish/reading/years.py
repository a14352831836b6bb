"""Whether a number of four digits is a year, by the words around it."""

from __future__ import annotations

import re

_YEAR = r"(?:19[4-9]\d|20[0-2]\d|2030)"
_ALONE = re.compile(_YEAR)
_BEFORE = re.compile(
    r"(?:(?i:\b(?:in|of|since|by|until|from|before|after))|\bal\.?,?"
    # A name; the capital that begins a sentence does not make one.
    r"|(?:\w[^.!?]*[\s(\[]|[A-Z]\w*)[A-Z][\w'’-]*,?"
    rf"|\b{_YEAR}(?:\s*[–-]|\s+(?:to|and|or)))\s*$"
)
_AFTER = re.compile(rf"\s*[–-]\s*{_YEAR}\b|s\b|년")
_OPENS = re.compile(r"[(\[;]\s*$")
_CLOSES = re.compile(r"\s*[)\];]")
#: A unit, or what networks have and learn from: «of 2000 images» is no year.
_COUNTED = re.compile(
    r"\s*%|(?!s\b)[A-Za-z]|\s+(?:of|batches|cases|cells|classes|connections|copies|digits|epochs"
    r"|errors|examples|features|filters|images|iterations|layers|maps|mistakes|networks|neurons"
    r"|numbers|parameters|passes|pictures|pixels|points|rounds|runs|samples|seconds|seeds|steps"
    r"|tests|times|trainings|trials|units|updates|values|weights|windows)\b"
)


def is_year(number: str, *, before: str, after: str) -> bool:
    """Whether ``number`` is a year from 1940 to 2030.

    Its place tells: after a word such as «in» or «of», after a name, in brackets of its own, in a
    range of years, or as a decade; but never before something that is counted.

    Args:
        number: as it is written; 2,048 has a comma, so it is none.
        before: what stands before it in its sentence.
        after: what stands after it.

    >>> is_year("1998", before="the network of ", after=" has")
    True
    >>> is_year("2000", before="It learns from 100 or ", after=" digits")
    False
    """
    if not _ALONE.fullmatch(number) or _COUNTED.match(after):
        return False
    return bool(
        _BEFORE.search(before)
        or _AFTER.match(after)
        or (_OPENS.search(before) and _CLOSES.match(after))
    )
