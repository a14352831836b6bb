"""What a terminal shows of the text that a program wrote to it."""

from __future__ import annotations

import re

#: Colours, cursor movements: what a terminal obeys and does not show.
_ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


def as_shown(written: str) -> str:
    r"""Apply carriage returns, backspaces and escape sequences, so that a bar is its last state.

    >>> as_shown("1/2 [=>  ]\r2/2 [====]\ndone\n")
    '2/2 [====]\ndone\n'
    """
    return "\n".join(_line(_ESCAPE.sub("", line)) for line in written.split("\n"))


def _line(written: str) -> str:
    written = written.removesuffix("\r")
    if "\r" not in written and "\b" not in written:
        return written
    shown: list[str] = []
    position = 0
    for character in written:
        if character == "\r":
            position = 0
        elif character == "\b":
            position = max(0, position - 1)
        else:
            shown[position : position + 1] = [character]
            position += 1
    return "".join(shown).rstrip(" ")  # a bar erases its tail with spaces
