"""A cold build gives the bytes of the site built before, and ProperDocs builds the same pages.

Cold but for the few pages that run for long: that those draw the same twice is seen where pytest
runs their blocks.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cnn_docs.publish.check import read_page
from cnn_docs.publish.running import cache
from cnn_docs.publish.settings import Settings, load_settings
from tests.publish.building import build, copy_project

pytestmark = pytest.mark.slow


LONG = 10  # seconds that a page runs


@pytest.fixture(scope="module")
def built(site: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("cold"))
    there = load_settings(project).cache
    there.mkdir(parents=True)
    for page in (read_page(path, settings) for path in settings.page_files()):
        if cache.seconds(page, settings) > LONG:
            shutil.copy(cache.kept_file(page, settings), there)
    build(project)
    return project


def _bytes(site: Path) -> dict[str, bytes]:
    """Every file; the seconds in the receipts are the one thing that may differ, and are named."""
    return {
        path.relative_to(site).as_posix(): re.sub(
            rb'(class="receipt-seconds">)\d+ s', rb"\1", path.read_bytes()
        )
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def test_a_cold_build_elsewhere_gives_the_same_bytes(built: Path, site: Path) -> None:
    there, here = _bytes(built / "site"), _bytes(site)
    assert there.keys() == here.keys()
    differing = [name for name, content in here.items() if content != there[name]]
    assert differing == []


def test_properdocs_builds_the_same_pages(built: Path) -> None:
    build(built, builder="properdocs", to="proper")
    ours, theirs = _bytes(built / "site"), _bytes(built / "proper")
    assert ours.keys() == theirs.keys()
    articles = [name for name in ours if name.endswith(".html") and name != "404.html"]
    for name in articles:
        assert _article(ours[name]) == _article(theirs[name]), name


def _article(html: bytes) -> bytes:
    found = re.search(rb"<article.*</article>", html, re.DOTALL)
    assert found
    return found[0]
