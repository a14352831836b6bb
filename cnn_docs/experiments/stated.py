"""Under which commit an experiment was stated, so that nobody states it after the fact."""

from __future__ import annotations

import subprocess
from importlib import resources
from pathlib import Path

from cnn_docs._provenance.closure import closure


class NotStated(RuntimeError):
    """The code of an experiment has changes that are not committed. The message says where."""


def commit(module: str) -> str:
    """The commit that last changed the code of an experiment; empty outside a git checkout.

    Args:
        module: The module that defines the experiment.

    Raises:
        NotStated: If its code, or that of a module it imports, differs from what is committed.
    """
    package = Path(str(resources.files(module.partition(".")[0])))
    files = [str(path) for path in closure([module], package).values()]
    if _git(package, "ls-files", "--error-unmatch", str(package / "__init__.py")) is None:
        return ""  # installed, not checked out
    changed = _git(package, "status", "--porcelain", "--", *files)
    if changed:
        raise NotStated(
            f"`{module}` is to be stated before it is run, but its code is not committed:\n"
            f"{changed}\nCommit it first; `--quick` runs it as it is."
        )
    return _git(package, "log", "-1", "--format=%H", "--", *files) or ""


def _git(folder: Path, *arguments: str) -> str | None:
    """What git says, or nothing where it fails or is missing."""
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return None
    return done.stdout.strip("\n") if done.returncode == 0 else None
