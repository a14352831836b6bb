"""The head of a page between two rules, read exactly as MkDocs reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from cnn_docs.publish.reading.page import Problem

#: MkDocs' own pattern (mkdocs.utils.meta). What stands inside must be a mapping as well.
_HEAD = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_OPENING = re.compile(r"-{3}[ \t]*(?:\n|$)")
#: What MkDocs takes for metadata, in the manner of MultiMarkdown, where there is no such head.
_KEY = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Entry:
    """One entry of the front matter as it is written, with its own entries; lines from 1."""

    key: str
    value: str
    line: int
    inner: tuple[Entry, ...] = ()


def front_matter(text: str) -> str:
    """The front matter of a page's Markdown, its rules included; empty where there is none.

    >>> front_matter("---\\ntitle: Pooling\\n---\\n# Pooling\\n")
    '---\\ntitle: Pooling\\n---\\n'
    >>> front_matter("---\\nA sentence between two rules.\\n---\\n")
    ''
    """
    found = _HEAD.match(text)
    return found[0] if found and metadata(text) is not None else ""


def metadata(text: str) -> dict[str, Any] | None:
    """What the front matter of a page's Markdown says; ``None`` where there is none.

    >>> metadata("---\\ntitle: Pooling\\nhide: [toc]\\n---\\n")
    {'title': 'Pooling', 'hide': ['toc']}
    """
    found = _HEAD.match(text)
    try:
        loaded = yaml.safe_load(found[1]) if found else None
    except (yaml.YAMLError, ValueError):
        return None
    return loaded if isinstance(loaded, dict) else None


def entries(text: str) -> tuple[Entry, ...]:
    """The entries of a page's front matter, as they are written: 0.10 does not become 0.1.

    >>> entries("---\\naccounted:\\n  0.10: a step\\n---\\n")[0].inner
    (Entry(key='0.10', value='a step', line=3, inner=()),)
    """
    found = _HEAD.match(text)
    return _entries(yaml.compose(found[1])) if found and front_matter(text) else ()


def _entries(node: yaml.Node) -> tuple[Entry, ...]:
    if not isinstance(node, yaml.MappingNode):
        return ()
    return tuple(
        Entry(
            str(name.value),
            value.value.strip() if isinstance(value, yaml.ScalarNode) else "",
            name.start_mark.line + 2,  # lines count from 1, and a rule stands above
            _entries(value),
        )
        for name, value in node.value
    )


def problems_in_front_matter(text: str, *, path: str) -> list[Problem]:
    """Heads that MkDocs would show as content, and first lines that it would drop.

    Args:
        text: the whole page, as Markdown.
        path: what messages name.

    >>> [problem.line for problem in problems_in_front_matter("Note: it fails.\\n", path="a.md")]
    [1]
    """
    return [Problem(path, line, message) for line, message in _problems(text)]


def _problems(text: str) -> Iterator[tuple[int, str]]:
    if text.startswith(_BYTE_ORDER_MARK):
        yield 1, "a byte order mark hides the front matter; save the file as UTF-8 without one"
    elif found := _HEAD.match(text):
        line, fault = _fault(found[1])
        if fault:
            yield (
                line,
                f"what opens this page is no front matter but would be shown: {fault}; write "
                "'key: value' lines between the two rules, or *** for a rule",
            )
    elif _OPENING.match(text):
        yield (
            1,
            "this front matter is empty or never closed; end it with a line ---, or write *** for "
            "a rule",
        )
    elif key := _KEY.match(text):
        yield (
            1,
            f"MkDocs drops a first line that begins with '{key[0].strip()}', as metadata; begin "
            "with a heading, or put metadata between two lines ---",
        )


def _fault(head: str) -> tuple[int, str]:
    """Why a head is no mapping, and on which line of the page; an empty reason where it is one."""
    try:
        loaded = yaml.safe_load(head)
    except yaml.MarkedYAMLError as error:
        return (error.problem_mark.line + 2 if error.problem_mark else 1), str(error.problem)
    except (yaml.YAMLError, ValueError) as error:
        return 1, str(error)
    return 1, "" if isinstance(loaded, dict) else "it is no mapping"
