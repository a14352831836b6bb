"""Find the files among the pages that would be published without having been checked, or lost."""

from __future__ import annotations

from pathlib import Path

from cnn_docs.publish.reading.page import Problem
from cnn_docs.publish.settings import PAGE_SUFFIXES, Settings


def stray_files(settings: Settings) -> list[Problem]:
    """The files of the pages' folder that are no pages, and the pages that hide one another.

    MkDocs copies whatever it finds there, and renders Markdown under other suffixes too.

    Args:
        settings: the project; hidden files and those that editors leave are passed over.

    Returns:
        One problem a file, at its first line.
    """
    problems = []
    owners: dict[Path, Path] = {}
    for path in settings.docs_files():
        if path.suffix not in PAGE_SUFFIXES:
            problems.append(stray_file(path, settings))
        elif (owner := owners.setdefault(path.with_suffix(""), path)) is not path:
            message = (
                f"{owner.name} would be published under the same name, and one of the two lost; "
                "give each page a name of its own"
            )
            problems.append(Problem(settings.shown(path), 1, message))
    return problems


def stray_file(path: Path, settings: Settings) -> Problem:
    """The problem of a file that is no page and lies where pages do."""
    return Problem(
        settings.shown(path),
        1,
        "this file would be published unchecked; a page ends in .md or .py, and a figure is drawn "
        "by a block of its page",
    )
