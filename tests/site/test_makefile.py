"""`make` finds a Python that fits, says which would, and mends what a failed attempt left."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.publish.building import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")

# The interpreters on the path, each with what it says its version is.
PYTHONS = {"python3": "3.9.18", "python3.11": "3.11.2", "python3.13": "3.13.0"}

# Stands for each of them: says its version, makes a .venv, lets pip fail, and notes what it did.
PYTHON = """#!/bin/sh
case "$1 $2" in
  "-c "*) echo {version} ;;
  "-m venv") echo "venv {version}" >> done
    mkdir -p .venv/bin
    cp "$0" .venv/bin/python
    printf '#!/bin/sh\\necho built\\n' > .venv/bin/cnn-docs
    chmod +x .venv/bin/cnn-docs ;;
  "-m pip") echo pip >> done; test ! -e no-network ;;
esac
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, root)
    (tmp_path / "bin").mkdir()
    for name, version in PYTHONS.items():
        interpreter = tmp_path / "bin" / name
        interpreter.write_text(PYTHON.format(version=version))
        interpreter.chmod(0o755)
    return root


def _make(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as if no other make ran this test."""
    outer = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if name not in outer}
    kept["PATH"] = f"{project.parent / 'bin'}:/usr/bin:/bin"
    command = ["make", *arguments]
    return subprocess.run(command, cwd=project, env=kept, capture_output=True, text=True)


def _done(project: Path) -> list[str]:
    """What the interpreters did since they were last asked."""
    notes = project / "done"
    lines = notes.read_text().splitlines() if notes.exists() else []
    notes.write_text("")
    return lines


def _site(project: Path, python: str | None = None) -> list[str]:
    """Run `make site`, with success; what was done for it."""
    arguments = ["site"] if python is None else ["site", f"PYTHON={python}"]
    made = _make(project, *arguments)
    assert made.returncode == 0, made.stderr
    assert made.stdout.endswith("built\n")
    return _done(project)


@pytest.mark.parametrize("target", ["site", "test"])
@pytest.mark.parametrize(
    ("python", "what"), [("python3", "is 3.9.18"), ("/nowhere", "is no Python that runs")]
)
def test_a_wrong_python_is_said_at_once(project: Path, target: str, python: str, what: str) -> None:
    _site(project, "python3.11")
    refused = _make(project, target, f"PYTHON={python}")
    assert refused.returncode != 0
    assert f"PYTHON={python} {what}. Needed: Python 3.11, 3.12 or 3.13." in refused.stderr
    assert "Say: make site PYTHON=python3.13" in refused.stderr
    assert _done(project) == []
    assert _site(project) == []  # what was there still is


def test_the_first_python_that_fits_is_taken(project: Path) -> None:
    assert _site(project) == ["venv 3.13.0", "pip"]


def test_what_is_installed_is_installed_once(project: Path) -> None:
    assert _site(project, "python3.11") == ["venv 3.11.2", "pip"]
    assert _site(project, "python3.11") == []
    assert _site(project) == []


def test_after_a_failed_attempt_all_is_made_anew(project: Path) -> None:
    (project / "no-network").touch()
    assert _make(project, "site", "PYTHON=python3.11").returncode != 0
    (project / "no-network").unlink()
    _done(project)
    assert _site(project, "python3.11") == ["venv 3.11.2", "pip"]


def test_another_python_makes_all_anew(project: Path) -> None:
    _site(project, "python3.11")
    assert _site(project, "python3.13") == ["venv 3.13.0", "pip"]


def test_when_its_python_is_gone_all_is_made_anew(project: Path) -> None:
    _site(project, "python3.11")
    (project / ".venv/bin/python").unlink()
    assert _site(project, "python3.11") == ["venv 3.11.2", "pip"]


def test_in_a_folder_that_was_moved_all_is_made_anew(project: Path) -> None:
    _site(project, "python3.11")
    moved = project.rename(project.with_name("moved"))
    assert _site(moved, "python3.11") == ["venv 3.11.2", "pip"]


def test_changed_pins_are_installed_into_what_is_there(project: Path) -> None:
    _site(project, "python3.11")
    os.utime(project / "constraints.txt", (2**32, 2**32))
    assert _site(project) == ["pip"]


def test_make_alone_lists_its_targets(project: Path) -> None:
    listed = [line.split()[1] for line in _make(project).stdout.splitlines()]
    assert listed == [
        "help", "site", "serve", "check", "test", "test-all", "benchmark", "clean",
    ]  # fmt: skip
