"""How long builds take, beside the same lessons as notebooks with a kernel each."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.publish.building import build, copy_project


@pytest.mark.benchmark
def test_how_long_builds_take(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Prints the figures: an assertion on them would fail on a busy machine and prove nothing."""
    copy = copy_project(tmp_path)
    figures = {"cold": build(copy)[0], "nothing changed": build(copy)[0]}
    page = copy / "docs/en/lessons/conv2d.md"
    page.write_text(page.read_text().replace("\n## ", "\nA sentence more.\n\n## ", 1))
    figures["prose of one page changed"], said = build(copy)
    assert "running pages" not in said
    page.write_text(page.read_text().replace("```python\n", "```python\n# a comment\n", 1))
    figures["code of one page changed"], said = build(copy)
    assert "1/1" in said
    notebooks = sorted((copy / "site/lessons").glob("*.ipynb"))
    shutil.rmtree(copy / ".cache")
    lessons = f"{len(notebooks)} lessons"
    figures[f"{lessons}, a process each"] = _engine_seconds(copy)
    figures[f"{lessons} as notebooks, a kernel each"] = sum(map(_notebook_seconds, notebooks))
    figures["prose of one page, until `make serve` shows it"] = _serve_seconds(copy)
    table = [f"{seconds:7.1f}  {what}" for what, seconds in figures.items()]
    record_property("measured", "\n".join(["seconds  what", *table]))


def _engine_seconds(project: Path) -> float:
    lessons = sorted((project / "docs/en/lessons").iterdir())
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "cnn_docs.cli", "pages", *lessons],
        cwd=project,
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start


def _notebook_seconds(path: Path) -> float:
    notebook = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    return time.perf_counter() - start


def _serve_seconds(project: Path) -> float:
    """Seconds from saving a page until the server of `make serve` shows the new sentence."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--dev-addr", address]
    server = subprocess.Popen(command, cwd=project, stderr=subprocess.DEVNULL)
    try:
        page = project / "docs/en/lessons/conv2d.md"
        _wait_for("Conv2D", address)
        time.sleep(2)  # it watches the folders a moment after it answers
        start = time.perf_counter()
        page.write_text(page.read_text().replace("\n## ", "\nA sentence to wait for.\n\n## ", 1))
        _wait_for("A sentence to wait for.", address)
        return time.perf_counter() - start
    finally:
        server.terminate()
        server.wait()


def _wait_for(text: str, address: str) -> None:
    while True:
        with contextlib.suppress(OSError):
            url = f"http://{address}/lessons/conv2d.html"
            if text in urllib.request.urlopen(url, timeout=10).read().decode():
                return
        time.sleep(0.05)
