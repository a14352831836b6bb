"""Each way to break the page contract fails tests and build, with one line that leads there.

All faulty pages are run by one pytest and built by one build, as a contributor would meet them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from cnn_docs.publish.settings import load_settings
from tests.publish.cases import FAULTS, NEEDS_FAULTS, SOUND, Case

ROOT = Path(__file__).resolve().parents[2]
PAGES = "docs/en"
HOME = "# Home\n\nA page.\n"


def _project(root: Path, pages: Mapping[str, str], listed: Mapping[str, str] | None = None) -> Path:
    """A project of its own: the real package and configuration, and these pages."""
    pages = {"index.md": HOME, "reference/glossary.md": "# Glossary\n", **pages}
    configuration = (ROOT / "mkdocs.yml").read_text()
    configuration = configuration[: configuration.index("\nnav:")] + "\nnav:\n"
    configuration = re.sub("  (logo|favicon): .*", "", configuration)  # a block of a page draws it
    listed = pages if listed is None else {"index.md": "", "reference/glossary.md": "", **listed}
    settings = (ROOT / "pyproject.toml").read_text()
    files = {
        "mkdocs.yml": configuration + "".join(f"  - {name}\n" for name in listed),
        "pyproject.toml": settings.replace(
            "[tool.cnn-docs]", "[tool.cnn-docs]\nseconds_a_block = 20"
        ),
        "conftest.py": (ROOT / "conftest.py").read_text(),
        **{f"{PAGES}/{name}": text for name, text in pages.items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode(errors="surrogateescape"))
    (root / "docs/theme").symlink_to(ROOT / "docs/theme")
    (root / "cnn_docs").symlink_to(ROOT / "cnn_docs")
    return root


def _run(root: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COLUMNS": "300"} | variables
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, env=environment
    )


def _said(root: Path, *command: str, **variables: str) -> str:
    """What the command says; it must fail."""
    run = _run(root, *command, **variables)
    assert run.returncode != 0, f"{command} passed over every fault:\n{run.stdout}"
    return run.stdout + run.stderr


TESTS = ("pytest", PAGES, "-q", "--tb=short", "-p", "no:cacheprovider")
BUILD = ("cnn_docs.cli", "site")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = {case.name + case.suffix: case.text for case in FAULTS}
    return _project(tmp_path_factory.mktemp("faulty").resolve(), pages)


@pytest.fixture(scope="module")
def said(faulty: Path) -> dict[str, str]:
    return {"tests": _said(faulty, *TESTS), "build": _said(faulty, *BUILD)}


def _assert_leads_there(said: str, case: Case) -> None:
    """What is said of this page begins at the line of its fault, and names it."""
    found = re.findall(rf"{PAGES}/{case.name}{re.escape(case.suffix)}:(\d+): (.*)", said)
    assert found, f"nothing is said of {case.name}"
    about = {(int(line), message) for line, message in found}
    assert min(line for line, _ in about) == case.line, about
    assert any(re.search(case.message, message) for _, message in about), about


@pytest.mark.parametrize("where", ["tests", "build"])
@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.name)
def test_a_fault_in_a_page_is_found(case: Case, where: str, said: dict[str, str]) -> None:
    _assert_leads_there(said[where], case)


def test_a_sound_page_among_faulty_ones_is_not_accused(said: dict[str, str]) -> None:
    for text in said.values():
        assert not re.search(r"(index|glossary)\.md:\d+: ", text)


def test_nothing_is_published_when_the_build_fails(faulty: Path, said: dict[str, str]) -> None:
    assert not (faulty / "site").exists()
    assert not list(faulty.glob(".site-building*"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file in the layout of MNIST, so that needs blocks run wherever these tests do."""
    import numpy as np

    path = tmp_path_factory.mktemp("data") / "mnist.npz"
    sizes = {"train": 60000, "test": 10000}
    arrays: dict[str, np.ndarray]
    arrays = {f"x_{part}": np.zeros((n, 28, 28), np.uint8) for part, n in sizes.items()}
    arrays |= {f"y_{part}": np.zeros(n, np.uint8) for part, n in sizes.items()}
    np.savez_compressed(path, allow_pickle=False, **arrays)
    return str(path)


@pytest.fixture(scope="module")
def said_with_data(tmp_path_factory: pytest.TempPathFactory, data: str) -> dict[str, str]:
    root = tmp_path_factory.mktemp("needs").resolve()
    _project(root, {case.name + case.suffix: case.text for case in NEEDS_FAULTS})
    commands = {"tests": TESTS, "build": BUILD}
    return {name: _said(root, *what, CNN_DOCS_MNIST=data) for name, what in commands.items()}


@pytest.mark.parametrize("where", ["tests", "build"])
@pytest.mark.parametrize("case", NEEDS_FAULTS, ids=lambda case: case.name)
def test_needs_means_what_it_says(case: Case, where: str, said_with_data: dict[str, str]) -> None:
    _assert_leads_there(said_with_data[where], case)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built project of sound pages, which its tests have passed."""
    root = _project(
        tmp_path_factory.mktemp("sound").resolve(),
        {f"{name}.md": text for name, (text, _) in SOUND.items()},
    )
    for command in (TESTS, BUILD):
        run = _run(root, *command)
        assert run.returncode == 0, run.stdout + run.stderr
    return root


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_page_is_published_as_it_was_meant(name: str, sound: Path) -> None:
    html = (sound / f"site/{name}.html").read_text()
    article = html.partition("<article")[2].partition("</article>")[0]
    assert re.search(SOUND[name][1], article), article


SITE_FAULTS = [
    Case("dead-link", "# A page\n\n[a page](nowhere.md)\n", 3, r"dead link nowhere\.md: "),
    Case(
        "dead-fragment", "# A page\n\n[there](#no-such)\n", 3, "dead link #no-such: .* no heading"
    ),
    Case("not-listed", "# A page\n", 1, "no entry of the navigation leads to this page"),
]


@pytest.fixture(scope="module")
def said_of_site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    pages = {f"{case.name}.md": case.text for case in SITE_FAULTS}
    listed = {name: text for name, text in pages.items() if name != "not-listed.md"}
    root = _project(tmp_path_factory.mktemp("site-faults").resolve(), pages, listed)
    (root / "tests").mkdir()
    for name in ("conftest.py", "browser.py", "site/test_site.py"):
        shutil.copy(ROOT / "tests" / name, root / "tests")
    tests = ("pytest", "tests/test_site.py", "-q", "-p", "no:cacheprovider")
    return {"tests": _said(root, *tests), "build": _said(root, *BUILD)}


@pytest.mark.parametrize("where", ["tests", "build"])
@pytest.mark.parametrize("case", SITE_FAULTS, ids=lambda case: case.name)
def test_a_fault_between_pages_is_found(
    case: Case, where: str, said_of_site: dict[str, str]
) -> None:
    _assert_leads_there(said_of_site[where], case)


@pytest.mark.parametrize("name", ["lessons/conv2d.md", "lenet5/training.md", "lessons/scaling.md"])
def test_every_wrong_last_digit_is_found(name: str) -> None:
    """Every decimal that a real page shows, one at a time, compared with what was printed."""
    from tests.publish.decimals import unnoticed_changes

    assert unnoticed_changes(load_settings(ROOT), name) == []
