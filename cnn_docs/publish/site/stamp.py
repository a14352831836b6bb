"""Tell whether a finished site is still what its sources would give, so that nothing is rebuilt."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import sys
from pathlib import Path

from cnn_docs._provenance.digest import digest
from cnn_docs.publish.settings import Settings
from cnn_docs.publish.site.destination import is_marked


def sources_digest(settings: Settings, builder: str) -> str:
    """A digest of all that a build reads: files, data, versions, the project's variables.

    Args:
        settings: the project; every file of its folder counts but for hidden and built ones.
        builder: the module that builds.
    """
    parts = {
        "files": {
            str(path.relative_to(settings.root)): digest(path.read_bytes())
            for path in _files(settings.root)
        },
        "engine": [
            digest(path.read_bytes()) for path in sorted(Path(__file__).parents[1].rglob("*.py"))
        ],
        "data": {need: settings.data_at_hand(need) for need in sorted(settings.needs)},
        "variables": {k: v for k, v in sorted(os.environ.items()) if k.startswith("CNN_DOCS_")},
        "builder": builder,
        "python": [sys.version, platform.machine()],
        # A set, since the project itself is found twice when the build is started from its folder.
        "installed": sorted({f"{d.name} {d.version}" for d in importlib.metadata.distributions()}),
    }
    return digest(json.dumps(parts).encode())


def is_current(destination: Path, sources: str) -> bool:
    """Whether the site was built from these sources and nobody has touched a file of it since."""
    stamp = _stamp(destination)
    return stamp.exists() and stamp.read_bytes() == _content(destination, sources)


def write_stamp(destination: Path, sources: str) -> None:
    """Note from which sources the site was built."""
    _stamp(destination).write_bytes(_content(destination, sources))


def _stamp(destination: Path) -> Path:
    return destination.parent / f".{destination.name}-stamp"


def _content(destination: Path, sources: str) -> bytes:
    built = [
        (str(path.relative_to(destination)), path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(destination.rglob("*"))
        if path.is_file()
    ]
    return f"{sources}\n{digest(json.dumps(built).encode())}\n".encode()


def _files(folder: Path) -> list[Path]:
    """The files of a folder, in order, but for what is hidden, compiled or built."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == "__pycache__" or path.suffix == ".egg-info":
            continue
        if path.is_dir():
            found += [] if is_marked(path) else _files(path)
        elif path.is_file():  # not a link that leads nowhere
            found.append(path)
    return found
