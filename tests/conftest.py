"""What the tests share: the project's settings, and one build of its site."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cnn_docs.lab.files import lab_files
from cnn_docs.publish.settings import Settings, load_settings
from tests.browser import launched, served

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def settings() -> Settings:
    return load_settings(ROOT)


@pytest.fixture(scope="session")
def site() -> Path:
    """The site of this checkout, as `make site` builds it: if it is up to date it stays."""
    build = subprocess.run(
        [sys.executable, "-m", "cnn_docs.cli", "site"], cwd=ROOT, capture_output=True, text=True
    )
    assert build.returncode == 0, f"the site does not build:\n{build.stdout}{build.stderr}"
    return ROOT / "site"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured: `record_property("measured", "…")` reaches us from any process."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "measured":
                terminalreporter.section(report.nodeid, "-")
                terminalreporter.line(str(value))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the lab's elements load, beside a blank page: enough to try them without the site."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "docs/theme/assets", folder / "assets")
    (folder / "assets/lab/data").mkdir()
    for name, content in lab_files().items():
        (folder / "assets/lab/data" / name).write_bytes(content)
    (folder / "blank.html").write_text("<!doctype html><html lang=en><title>Blank</title>")
    return folder


@pytest.fixture(scope="session")
def lab_address(lab_folder: Path) -> Iterator[str]:
    with served(lab_folder) as address:
        yield address


@pytest.fixture(scope="session")
def site_address(site: Path) -> Iterator[str]:
    """The address of the built site, served on this machine."""
    with served(site) as address:
        yield address
