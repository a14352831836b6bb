"""A build that is interrupted, or not alone, publishes a whole site or leaves the old one."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from cnn_docs.publish.settings import load_settings
from cnn_docs.publish.site.destination import mark
from cnn_docs.publish.site.stamp import is_current, sources_digest, write_stamp

PYPROJECT = '[tool.cnn-docs]\ndocs = "docs"\npackage = "package"\n'
MKDOCS = """\
site_name: Small
docs_dir: docs
use_directory_urls: false
theme: {name: material, font: false}
plugins: [cnn-docs]
markdown_extensions: [pymdownx.superfences]
"""
PAGE = '# Page\n\n```python\nprint("ran")\n```\n\n```text title="Output"\nran\n```\n'
BUILD = (sys.executable, "-m", "cnn_docs.cli", "site")

# A page that says that it is at work, and waits until it may go on.
WAITING = """\
# Page

```python
import time
from pathlib import Path

here = Path({project!r})
(here / "running").touch()
while not (here / "gate").exists():
    time.sleep(0.05)
print("ran")
```

```text title="Output"
ran
```
"""

# Says that the builder is at work, gives the test time to kill it, and says that it went on.
HOOKS = """
import pathlib, time

def on_pre_build(config):
    pathlib.Path("building").touch()
    time.sleep(2)

def on_post_build(config):
    pathlib.Path("built").touch()
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "pyproject.toml": PYPROJECT,
        "mkdocs.yml": MKDOCS,
        "docs/index.md": PAGE,
        "package/__init__.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def _published(project: Path) -> str:
    return (project / "site/index.html").read_text()


def _leftovers(project: Path) -> list[str]:
    kept = (".site-lock", ".site-stamp")
    return sorted(p.name for p in project.glob(".site-*") if p.name not in kept)


def test_two_builds_at_once_both_end_with_a_whole_site(project: Path) -> None:
    builds = [subprocess.Popen(BUILD, cwd=project, stderr=subprocess.PIPE) for _ in range(2)]
    for build in builds:
        _, errors = build.communicate()
        assert build.returncode == 0, errors.decode()
    assert "ran" in _published(project)
    assert _leftovers(project) == []


def test_a_killed_build_leaves_the_old_site_and_the_next_is_right(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the old site")
    mark(project / "site")
    (project / "docs/index.md").write_text(WAITING.format(project=str(project)))
    build = subprocess.Popen(BUILD, cwd=project, stderr=subprocess.PIPE, start_new_session=True)
    while not (project / "running").exists():
        assert build.poll() is None, "the build ended before it could be killed"
        time.sleep(0.05)
    subprocess.run(["kill", f"-{signal.SIGKILL}", "--", f"-{build.pid}"], check=True)
    build.communicate()
    assert _published(project) == "the old site"

    (project / "gate").touch()
    subprocess.run(BUILD, cwd=project, check=True, capture_output=True)
    assert "ran" in _published(project)
    assert _leftovers(project) == []


def test_nothing_goes_on_building_when_the_command_is_killed(project: Path) -> None:
    (project / "docs/index.md").write_text("# A page without blocks\n")
    (project / "mkdocs.yml").write_text(f"{MKDOCS}hooks: [hooks.py]\n")
    (project / "hooks.py").write_text(HOOKS)
    build = subprocess.Popen(BUILD, cwd=project, stderr=subprocess.DEVNULL)
    while not (project / "building").exists():
        assert build.poll() is None, "the build ended before it began"
        time.sleep(0.1)
    build.kill()
    build.wait()
    time.sleep(3)  # longer than the hook waits
    assert not (project / "built").exists()


def test_another_language_is_linked_to_and_its_pages_are_checked(project: Path) -> None:
    switch = "extra: {alternate: [{name: 한국어, lang: ko, link: ko/index.html}]}\n"
    (project / "mkdocs.yml").write_text(MKDOCS + switch)
    subprocess.run(BUILD, cwd=project, check=True, capture_output=True)
    assert 'href="ko/index.html"' in _published(project)

    other = "INHERIT: mkdocs.yml\ndocs_dir: ko\nsite_dir: site/ko\n"
    (project / "mkdocs.ko.yml").write_text(other)
    (project / "ko").mkdir()
    (project / "ko/index.md").write_text(PAGE.replace("\nran\n", "\nwalked\n"))
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "mkdocs.ko.yml"]
    failed = subprocess.run(build, cwd=project, capture_output=True, text=True)
    assert "ko/index.md:8: the page shows 'walked', the block printed 'ran'" in failed.stderr
    (project / "ko/index.md").write_text(PAGE)
    subprocess.run(build, cwd=project, check=True, capture_output=True)
    assert "ran" in (project / "site/ko/index.html").read_text()


def test_a_failed_build_leaves_the_old_site(project: Path) -> None:
    subprocess.run(BUILD, cwd=project, check=True, capture_output=True)
    (project / "docs/index.md").write_text(PAGE.replace("\nran\n", "\nwalked\n"))
    failed = subprocess.run(BUILD, cwd=project, capture_output=True, text=True)
    assert failed.returncode != 0
    assert "docs/index.md:8: the page shows 'walked', the block printed 'ran'" in failed.stderr
    assert "ran" in _published(project)
    assert _leftovers(project) == []


def test_a_site_is_left_alone_while_nothing_changes(project: Path) -> None:
    subprocess.run(BUILD, cwd=project, check=True, capture_output=True)
    again = subprocess.run(BUILD, cwd=project, check=True, capture_output=True, text=True)
    assert "Nothing has changed" in again.stdout


@pytest.mark.parametrize("changed", ["docs/index.md", "package/__init__.py", "mkdocs.yml"])
def test_a_changed_source_makes_the_site_stale(project: Path, changed: str) -> None:
    before = _sources(project)
    (project / changed).write_text((project / changed).read_text() + "\n")
    assert _sources(project) != before


def test_a_changed_variable_makes_the_site_stale(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _sources(project)
    monkeypatch.setenv("CNN_DOCS_SITE_URL", "https://example.org/")
    assert _sources(project) != before


def test_what_a_build_leaves_behind_does_not_make_the_site_stale(project: Path) -> None:
    before = _sources(project)
    (project / "site").mkdir()
    mark(project / "site")
    for made in ("site/index.html", ".cache/pages/index.json", "package/__pycache__/a.pyc"):
        (project / made).parent.mkdir(parents=True, exist_ok=True)
        (project / made).write_text("made")
    assert _sources(project) == before


def test_a_package_that_is_found_twice_does_not_make_the_site_stale(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As this one is in its own folder, where `python -m` looks first."""
    before = _sources(project)
    info = tmp_path / "elsewhere/click.egg-info/PKG-INFO"
    info.parent.mkdir(parents=True)
    info.write_text(f"Metadata-Version: 2.1\nName: click\nVersion: {version('click')}\n")
    monkeypatch.syspath_prepend(info.parents[1])
    assert _sources(project) == before


@pytest.mark.parametrize("damage", ["changed", "removed", "added"])
def test_a_damaged_site_is_stale(tmp_path: Path, damage: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("whole")
    write_stamp(site, "sources")
    assert is_current(site, "sources")
    assert not is_current(site, "other sources")
    if damage == "changed":
        (site / "index.html").write_text("half")
    elif damage == "removed":
        (site / "index.html").unlink()
    else:
        (site / "more.html").write_text("more")
    assert not is_current(site, "sources")


def _sources(project: Path) -> str:
    return sources_digest(load_settings(project), "mkdocs")
