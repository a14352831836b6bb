"""Build the site of a copy of the project, without what earlier builds kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("docs", "cnn_docs", "mkdocs.yml", "pyproject.toml")


def copy_project(folder: Path) -> Path:
    """The project without its cache."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / part, ignore=ignored)
        else:
            shutil.copy(source, folder)
    return folder


def build(root: Path, *, builder: str = "mkdocs", to: str = "site") -> tuple[float, str]:
    """Seconds that a build takes, and what it says."""
    code = (
        "from pathlib import Path; from cnn_docs.publish.site.build import build_site; "
        f"build_site(Path.cwd(), Path({to!r}), builder={builder!r})"
    )
    start = time.perf_counter()
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return time.perf_counter() - start, run.stdout + run.stderr
