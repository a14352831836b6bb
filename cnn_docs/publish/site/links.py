"""Find dead links and fragments in a built site, and name the line of the page they stand in."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.site.memory import Memory


class _Linked(NamedTuple):
    """What can be linked to in one HTML file, and what is linked from it."""

    ids: frozenset[str]
    targets: list[str]


class _Reader(HTMLParser):
    """Collects what can be linked to, and what is linked, in one HTML file."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if "hreflang" in dict(attributes):  # to another language, whose site is built later
            return
        for name, value in attributes:
            if value and (name == "id" or (tag == "a" and name == "name")):
                self.ids.add(value)
            elif value and (name == "href" or (name == "src" and tag != "source")):
                self.targets.append(value)


def dead_links(
    site: Path, pages: Mapping[str, Page], html: Mapping[str, str], memory: Memory
) -> list[Problem]:
    """Every link that leads nowhere, in the pages as written and in the built HTML.

    Args:
        site: the folder of the built site.
        pages: the pages as their authors wrote them, by source file.
        html: the built file of each source file, relative to ``site``; sources are relative to
            the folder of the pages.
        memory: knows what stands in files that have not changed since the last build.

    Returns:
        One problem a dead link: at the author's line, or at the HTML file for a link that no
        page's author wrote (the theme's, the API reference's).
    """
    read = {path.relative_to(site).as_posix(): _read(path, memory) for path in site.rglob("*.html")}
    problems = []
    for source, page in pages.items():
        for link in page.links:
            message = _why_dead(source, link.target, site, read, html)
            if message:
                problems.append(
                    Problem(page.path, link.line, f"dead link {link.target}: {message}")
                )
    pages_at_fault = {problem.path for problem in problems}
    built_at_fault = {html[s] for s, page in pages.items() if page.path in pages_at_fault}
    for here in read.keys() - built_at_fault:
        for target in read[here].targets:
            message = _why_dead(here, target, site, read, {})
            if message:
                problems.append(Problem(here, 1, f"dead link {target}: {message}"))
    return sorted(set(problems))


def _why_dead(
    here: str, target: str, site: Path, read: Mapping[str, _Linked], html: Mapping[str, str]
) -> str | None:
    """What is wrong with ``target`` as seen from the file ``here``, if anything."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return None
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    # A path from the root is the 404 page's, which is shown at any address.
    joined = (
        path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(here), path)
    )
    goal = posixpath.normpath(joined) if path else here
    goal = html.get(goal, goal)
    if (site / goal).is_dir():
        goal = posixpath.normpath(f"{goal}/index.html")
    if goal not in read:
        exists = (site / goal).is_file()
        return None if exists else f"there is no {goal}; link to a file that the site has"
    if fragment and fragment not in read[goal].ids:
        return f"{goal} has no heading or anchor with the id {fragment}"
    return None


def _read(path: Path, memory: Memory) -> _Linked:
    text = path.read_text(encoding="utf-8")

    def find_out() -> list[list[str]]:
        reader = _Reader()
        reader.feed(text)
        return [sorted(reader.ids), reader.targets]

    ids, targets = memory.recall(f"links {text}", find_out)
    return _Linked(frozenset(ids), targets)
