"""Hands every page and every docstring to the engine, as tests of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.sybil import SybilCollection

from cnn_docs.publish.integration.sybil_parser import PageParser, Source
from cnn_docs.publish.running.process import ENVIRONMENT
from cnn_docs.publish.settings import load_settings

for name, value in ENVIRONMENT.items():  # before NumPy or TensorFlow is imported anywhere
    os.environ.setdefault(name, value)

parser = PageParser(load_settings(Path(__file__).parent))

# MkDocs renders the other suffixes too, so the engine refuses them.
pages = Sybil(
    parsers=[parser],
    patterns=["*.md", "*.markdown", "*.mdown", "*.mkdn", "*.mkd"],
    excludes=["CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md"],
    document_types=dict.fromkeys([".md", ".markdown", ".mdown", ".mkdn", ".mkd"], Source),
)
# A pattern's ** stands for one folder, so each depth has a pattern; a test counts what they find.
sources = Sybil(
    parsers=[parser],
    patterns=[
        *("docs/*/*.py", "docs/*/*/*.py"),
        *("cnn_docs/*.py", "cnn_docs/*/*.py", "cnn_docs/*/*/*.py"),
    ],
    document_types={".py": Source},  # the whole file: the engine finds the docstrings itself
)


class _NoTests(pytest.Module):
    """A page or a module of the package: its tests are its blocks, which Sybil collects."""

    def collect(self) -> list[pytest.Item]:
        return []


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> _NoTests | None:
    """Keep pytest from importing a file that is named on its command line and holds no tests."""
    if module_path.is_relative_to(Path(__file__).parent / "tests"):
        return None
    return _NoTests.from_parent(parent, path=module_path)


pytest_collect_file = SybilCollection([pages, sources]).pytest()
