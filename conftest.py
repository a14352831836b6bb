"""Hands every page and every docstring to the engine, as tests of their own."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

from sybil import Sybil
from sybil.evaluators.doctest import NUMBER
from sybil.parsers.rest import DocTestParser
from sybil.sybil import SybilCollection

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before TensorFlow is imported anywhere

from cnn_docs.publish.settings import load_settings
from cnn_docs.publish.testing import PageParser

settings = load_settings(Path(__file__).parent)

pages = Sybil(parsers=[PageParser(settings)], pattern="*.md", excludes=["CHANGELOG.md"])
notebooks = Sybil(parsers=[PageParser(settings)], pattern="docs/**/lessons/*.py")
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=doctest.ELLIPSIS | NUMBER)], pattern="cnn_docs/**/*.py"
)

pytest_collect_file = SybilCollection([pages, notebooks, docstrings]).pytest()
