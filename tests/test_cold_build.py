"""Cold builds: how long they take, beside notebooks, and that two of them are the same bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("docs", "cnn_docs", "mkdocs.yml", "pyproject.toml")

pytestmark = pytest.mark.slow


def _copy(folder: Path) -> Path:
    """The project without its cache."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / part, ignore=ignored)
        else:
            shutil.copy(source, folder)
    return folder


def _build(root: Path, *, builder: str = "mkdocs", to: str = "site") -> tuple[float, str]:
    """Seconds that a build takes, and what it says."""
    code = (
        "from pathlib import Path; from cnn_docs.publish.site import build_site; "
        f"build_site(Path.cwd(), Path({to!r}), builder={builder!r})"
    )
    start = time.perf_counter()
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return time.perf_counter() - start, run.stdout + run.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _copy(tmp_path_factory.mktemp("cold"))


@pytest.fixture(scope="module")
def cold_seconds(copy: Path) -> float:
    return _build(copy)[0]


def _bytes(site: Path) -> dict[str, bytes]:
    """Every file; the seconds in the receipts are the one thing that may differ, and are named."""
    return {
        path.relative_to(site).as_posix(): re.sub(
            rb'(class="receipt-seconds">)\d+ s', rb"\1", path.read_bytes()
        )
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_two_cold_builds_are_identical(copy: Path, cold_seconds: float, tmp_path: Path) -> None:
    second = _copy(tmp_path)
    _build(second)
    first_bytes, second_bytes = _bytes(copy / "site"), _bytes(second / "site")
    assert first_bytes.keys() == second_bytes.keys()
    differing = [name for name, content in first_bytes.items() if content != second_bytes[name]]
    assert differing == []


def test_properdocs_builds_the_same_pages(copy: Path, cold_seconds: float) -> None:
    _build(copy, builder="properdocs", to="proper")
    ours, theirs = _bytes(copy / "site"), _bytes(copy / "proper")
    assert ours.keys() == theirs.keys()
    articles = [name for name in ours if name.endswith(".html") and name != "404.html"]
    for name in articles:
        assert _article(ours[name]) == _article(theirs[name]), name


def _article(html: bytes) -> bytes:
    found = re.search(rb"<article.*</article>", html, re.DOTALL)
    assert found
    return found[0]


def test_how_long_builds_take(
    copy: Path, cold_seconds: float, record_property: Callable[[str, object], None]
) -> None:
    """Prints the figures; a timed assertion would fail on a busy machine and prove nothing."""
    figures = {"cold": cold_seconds, "nothing changed": _build(copy)[0]}
    page = copy / "docs/en/lessons/conv2d.md"
    page.write_text(page.read_text().replace("\n## ", "\nA sentence more.\n\n## ", 1))
    figures["prose of one page changed"], said = _build(copy)
    assert "running pages" not in said
    page.write_text(page.read_text().replace("```python\n", "```python\n# a comment\n", 1))
    figures["code of one page changed"], said = _build(copy)
    assert "1/1" in said
    notebooks = sorted((copy / "site/lessons").glob("*.ipynb"))
    figures[f"{len(notebooks)} lessons as notebooks, a kernel each"] = sum(
        _notebook_seconds(path) for path in notebooks
    )
    table = [f"{seconds:7.1f}  {what}" for what, seconds in figures.items()]
    record_property("measured", "\n".join(["seconds  what", *table]))


def _notebook_seconds(path: Path) -> float:
    notebook = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    return time.perf_counter() - start
