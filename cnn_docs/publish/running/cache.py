"""Keep the outcomes of a page's run until something it depends on changes."""

from __future__ import annotations

import importlib.metadata
import json
import logging
import os
import platform
import tempfile
from dataclasses import asdict
from functools import cache
from pathlib import Path

from cnn_docs.code_digest import code_digest, digest
from cnn_docs.publish.reading.page import Page
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import Settings

log = logging.getLogger("mkdocs.plugins.cnn_docs")

#: The engine's own modules that shape an outcome. The others only compare or present it.
_ENGINE = ("session.py", "figures.py")
_LIBRARIES = ("numpy", "matplotlib", "tensorflow", "keras", "scikit-learn", "scipy")


def fingerprint(page: Page, settings: Settings) -> str:
    """A digest of all that a page's outcomes depend on: code, package, data, versions.

    Prose and outputs do not count, nor do comments and docstrings of the package.
    """
    needs = sorted({block.needs for block in page.blocks if block.needs})
    parts = {
        "code": [(block.code, block.needs) for block in page.blocks],
        "package": package_digest(settings.package),
        "engine": _engine_digests(),
        "data": {need: settings.data_at_hand(need) for need in needs},
        "versions": versions(),
        "machine": platform.machine(),
    }
    return digest(json.dumps(parts, sort_keys=True).encode())


@cache
def _engine_digests() -> list[str]:
    return [code_digest(Path(__file__).with_name(name)) for name in _ENGINE]


def package_digest(package: Path) -> str:
    """A digest of the teaching package: its code without comments and docstrings, and its data."""
    digests = {}
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.is_dir() or "__pycache__" in inside.parts or inside.parts[0] == "publish":
            continue
        stat = path.stat()
        digests[str(inside)] = _file_digest(path, stat.st_mtime_ns, stat.st_size)
    return digest(json.dumps(digests).encode())


@cache
def _file_digest(path: Path, changed: int, size: int) -> str:
    """A file's digest, computed again when its time of change or its size is another."""
    return code_digest(path) if path.suffix == ".py" else digest(path.read_bytes())


@cache
def versions() -> dict[str, str]:
    """The versions that a page's numbers may depend on, found without importing anything."""
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        found[library] = importlib.metadata.version(library)
    return found


def load(page: Page, key: str, settings: Settings) -> list[Outcome | None] | None:
    """The outcomes kept for ``page`` under ``key``; ``None`` where there are none to be trusted."""
    try:
        text = _file(page, settings).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    kept, _, body = text.partition("\n")
    if kept != digest(body.encode()):  # truncated, or damaged in another way
        return None
    record = json.loads(body)
    if record["key"] != key:
        return None
    return [None if entry is None else Outcome(**entry) for entry in record["outcomes"]]


def store(page: Page, key: str, outcomes: list[Outcome | None], settings: Settings) -> None:
    """Keep ``outcomes``, all at once or not at all; a cache that cannot be written is only slow."""
    record = {"key": key, "outcomes": [entry and asdict(entry) for entry in outcomes]}
    body = json.dumps(record)
    target = _file(page, settings)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(digest(body.encode()) + "\n" + body)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        log.info("the cache cannot be written (%s); pages will run again next time", error)


def _file(page: Page, settings: Settings) -> Path:
    return settings.cache / (page.path.replace("/", "--") + ".json")
