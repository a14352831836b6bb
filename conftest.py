"""Hands every page and every docstring to the engine, as tests of their own."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

from sybil import Document, Sybil
from sybil.evaluators.doctest import NUMBER
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

from cnn_docs.publish.integration.sybil_parser import PageParser
from cnn_docs.publish.running.session import ENVIRONMENT
from cnn_docs.publish.settings import load_settings

for name, value in ENVIRONMENT.items():  # before NumPy or TensorFlow is imported anywhere
    os.environ.setdefault(name, value)

settings = load_settings(Path(__file__).parent)

pages = Sybil(parsers=[PageParser(settings)], pattern="*.md", excludes=["CHANGELOG.md"])
# A pattern's ** stands for one folder, so each depth has a pattern; a test counts what they find.
notebooks = Sybil(
    parsers=[PageParser(settings)],
    patterns=["docs/*/*.py", "docs/*/*/*.py"],
    document_types={".py": Document},  # the whole file, not its docstrings
)
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=doctest.ELLIPSIS | NUMBER)],
    patterns=["cnn_docs/*.py", "cnn_docs/*/*.py", "cnn_docs/*/*/*.py"],
)

pytest_collect_file = SybilCollection([pages, notebooks, docstrings]).pytest()
