"""The containers of a page: what stands between ``/// name`` and ``///``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cnn_docs.publish.reading.page import Problem, Span

_OPENING = re.compile(r"(/{3,}) ?([\w-]+)(?: *\| *(.*))?")
_CLOSING = re.compile(r"(/{3,}) *")


@dataclass(frozen=True)
class Container:
    """A fold, a note or a live element: its name, its title, its lines, what it stands in."""

    name: str
    title: str
    span: Span
    parent: int | None

    @property
    def tag(self) -> str:
        """The HTML element that ``/// html | tag[…]`` makes; empty for other containers."""
        found = re.match(r"[\w-]+", self.title) if self.name == "html" else None
        return found[0] if found else ""


def containers(prose: Mapping[int, str]) -> list[Container]:
    """Find the containers in the lines of a page that are not code.

    Args:
        prose: the lines by their number.

    Returns:
        The closed containers in the order of their first lines; ``parent`` is the first line of
        the container around one.

    >>> containers({1: "/// details | Why", 2: "Text", 3: "///"})
    [Container(name='details', title='Why', span=Span(first=1, last=3), parent=None)]
    """
    found = []
    opened: list[tuple[int, re.Match[str]]] = []
    for number, line in prose.items():
        if opening := _OPENING.fullmatch(line):
            opened.append((number, opening))
        elif (closing := _CLOSING.fullmatch(line)) and opened and opened[-1][1][1] == closing[1]:
            first, begun = opened.pop()
            name, title = begun[2], begun[3] or ""
            parent = opened[-1][0] if opened else None
            found.append(Container(name, title, Span(first, number), parent))
    return sorted(found, key=lambda container: container.span.first)


def problems_with_containers(prose: Mapping[int, str], path: str) -> list[Problem]:
    """Containers that Markdown would read otherwise than their author."""
    problems = []
    opened: list[tuple[int, str]] = []
    for number, line in prose.items():
        if not line.lstrip().startswith("///"):
            continue
        message = ""
        if opening := _OPENING.fullmatch(line):
            opened.append((number, opening[1]))
        elif not (closing := _CLOSING.fullmatch(line)):
            message = "a container begins with /// name | title and ends with ///, flush left"
        elif not opened or opened[-1][1] != closing[1]:
            message = (
                "this line closes no container; end the last one that is open with as many "
                "slashes as it begins with"
            )
        else:
            opened.pop()
            if prose.get(number + 1, "").strip():
                message = "text that follows /// may be read as code; leave a blank line after it"
            elif prose.get(number - 1, "").startswith("|"):
                message = "/// right under a table is read as its last row; leave a blank line"
        if message:
            problems.append(Problem(path, number, message))
    for number, slashes in opened:
        problems.append(
            Problem(path, number, f"this container is never closed; end it with {slashes}")
        )
    return problems
