"""Keep the outcomes of a page's run until something it depends on changes."""

from __future__ import annotations

import ast
import json
import logging
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.closure import closure, imported_modules
from cnn_docs._provenance.digest import digest, file_digest
from cnn_docs._provenance.versions import versions
from cnn_docs.publish.reading.page import Page
from cnn_docs.publish.running.process import variables
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import Settings

log = logging.getLogger("mkdocs.plugins.cnn_docs")

#: The engine's own modules that shape an outcome. The others only compare or present it.
_ENGINE = ("session.py", "capture.py", "terminal.py", "process.py", "figures.py")

#: Code that reads the words of the package: docstrings and comments are among its data.
_READS_SOURCES = ("__doc__", "inspect", "help(", "linecache")


def fingerprint(page: Page, settings: Settings) -> str:
    """A digest of what a page's outcomes depend on, as far as its sources tell.

    That is its code, the modules of the package that it imports, data, versions, and variables that
    change results. Prose and outputs do not count, nor do comments and docstrings of the package.
    """
    needs = sorted({block.needs for block in page.blocks if block.needs})
    parts = {
        "code": [(block.code, block.needs, block.scope) for block in page.blocks],
        "package": _package_digests(page, settings.package),
        "engine": [file_digest(Path(__file__).with_name(name)) for name in _ENGINE],
        "data": {need: settings.data_at_hand(need) for need in needs},
        "versions": versions(),
        "variables": dict(variables()),
        "machine": platform.machine(),
    }
    return digest(json.dumps(parts, sort_keys=True).encode())


def _package_digests(page: Page, package: Path) -> dict[str, str]:
    code = "\n".join(block.code for block in page.blocks)
    try:
        imported = list(imported_modules(ast.parse(code), package))
    except (SyntaxError, ValueError):
        imported = []  # running the page reports it, and what fails is not kept
    modules = closure([*imported, page.module], package)
    words_count = any(word in code for word in _READS_SOURCES)
    return {
        name: digest(path.read_bytes()) if words_count else file_digest(path)
        for name, path in modules.items()
    }


def load(page: Page, key: str, settings: Settings) -> list[Outcome | None] | None:
    """The outcomes kept for ``page`` under ``key``; ``None`` where there are none to be trusted.

    Files of the package that the page's blocks have read must be what they were.
    """
    record = _record(page, settings)
    if record is None or record["key"] != key:
        return None
    read = record["read"]
    if read != _digests(read, settings.package):
        return None
    return [None if entry is None else Outcome(**entry) for entry in record["outcomes"]]


def seconds(page: Page, settings: Settings) -> float:
    """How long the page took when it was last run; no time at all if that is not known."""
    record = _record(page, settings)
    outcomes = record["outcomes"] if record else []
    return sum(entry["seconds"] for entry in outcomes if entry)


def store(
    page: Page,
    key: str,
    outcomes: Sequence[Outcome | None],
    read: Iterable[str],
    settings: Settings,
) -> None:
    """Keep ``outcomes``, all at once or not at all; a cache that cannot be written is only slow.

    Args:
        page: the page.
        key: its fingerprint.
        outcomes: what each of its blocks did.
        read: files and folders of the package that its blocks have read.
        settings: the project.
    """
    inside = [str(Path(path).relative_to(settings.package)) for path in read]
    record = {
        "key": key,
        "read": _digests(inside, settings.package),
        "outcomes": [entry and asdict(entry) for entry in outcomes],
    }
    body = json.dumps(record)
    try:
        write_whole(kept_file(page, settings), digest(body.encode()) + "\n" + body)
    except OSError as error:
        log.info("the cache cannot be written (%s); pages will run again next time", error)


def _record(page: Page, settings: Settings) -> dict[str, Any] | None:
    """What is kept of a page, if it is whole."""
    try:
        text = kept_file(page, settings).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    kept, _, body = text.partition("\n")
    if kept != digest(body.encode()):  # truncated, or damaged in another way
        return None
    record: dict[str, Any] = json.loads(body)
    return record


def _digests(paths: Iterable[str], package: Path) -> dict[str, str]:
    """Digests of files, and of what folders list."""
    found = {}
    for name in sorted(paths):
        path = package / name
        if path.is_dir():
            listed = sorted(entry.name for entry in path.iterdir() if entry.name != "__pycache__")
            found[name] = digest(json.dumps(listed).encode())
        else:
            found[name] = file_digest(path) if path.is_file() else ""
    return found


def kept_file(page: Page, settings: Settings) -> Path:
    """Where the outcomes of ``page`` are kept."""
    return settings.cache / (page.path.replace("/", "--") + ".json")
