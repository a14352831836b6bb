"""Put a new folder in the place of an old one; whenever it is interrupted, one of them is whole."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

#: Linux's numbers for "paths are absolute" and "let the two change places".
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def put_in_place(new: Path, destination: Path) -> None:
    """Put the folder ``new`` in the place of ``destination``, and remove what was there.

    Linux does it at one stroke. Elsewhere there is a moment without a folder, from which
    `restore` recovers.

    Args:
        new: a folder beside ``destination``.
        destination: a folder, or nothing yet.
    """
    if not _exchange(new, destination):
        if destination.exists():
            destination.rename(_old(destination))
        new.rename(destination)
    # What was there is now called `new`, or lies beside the new one.
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(_old(destination), ignore_errors=True)


def restore(destination: Path) -> None:
    """Bring back the folder that an interrupted `put_in_place` took away, if none is there."""
    if _old(destination).exists() and not destination.exists():
        _old(destination).rename(destination)
    shutil.rmtree(_old(destination), ignore_errors=True)


def _old(destination: Path) -> Path:
    return destination.parent / f".{destination.name}-old"


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at one stroke; ``False`` where that cannot be."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    paths = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
    return bool(renameat2(*paths, _RENAME_EXCHANGE) == 0)
