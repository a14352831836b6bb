"""A build replaces the sites that it built, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cnn_docs.publish.settings import Settings, load_settings
from cnn_docs.publish.site.destination import UnsafeDestination, mark, refuse_unsafe

PYPROJECT = '[tool.cnn-docs]\ndocs = "docs/en"\npackage = "package"\n'


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    root = tmp_path / "project"
    (root / "docs/en").mkdir(parents=True)
    (root / "docs/en/index.md").write_text("# Page\n")
    (root / "pyproject.toml").write_text(PYPROJECT)
    return load_settings(root)


@pytest.mark.parametrize(
    ("destination", "reason"),
    [
        (".", "holds the project"),
        ("..", "holds the project"),
        ("docs/en", "which the build reads"),
        ("docs/en/new", "which the build reads"),
        ("docs", "which the build reads"),
        ("docs/new", "which the build reads"),
        ("package/new", "which the build reads"),
        ("pyproject.toml", "is a file"),
        ("../precious", "is not empty, and no site"),
        ("../clone", "is a git repository"),
    ],
)
def test_what_would_lose_something_is_refused_and_left_as_it_is(
    project: Settings, destination: str, reason: str
) -> None:
    precious, clone = (project.root.parent / name for name in ("precious", "clone"))
    precious.mkdir()
    (precious / "thesis.txt").write_text("ten years")
    (clone / ".git").mkdir(parents=True)
    mark(clone)  # as a clone of the published branch is
    before = sorted(project.root.parent.rglob("*"))
    command = [sys.executable, "-m", "cnn_docs.cli", "site", "--to", destination]
    refused = subprocess.run(command, cwd=project.root, capture_output=True, text=True)
    assert refused.returncode != 0
    assert reason in refused.stderr
    assert "Traceback" not in refused.stderr
    assert sorted(project.root.parent.rglob("*")) == before


@pytest.mark.parametrize("kind", ["new", "empty", "built before"])
def test_what_loses_nothing_is_accepted(project: Settings, kind: str) -> None:
    site = project.root / "site"
    if kind != "new":
        site.mkdir()
    if kind == "built before":
        (site / "index.html").write_text("old")
        with pytest.raises(UnsafeDestination):
            refuse_unsafe(site, project)
        mark(site)
    refuse_unsafe(site, project)
