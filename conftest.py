"""Hands every page and every docstring to the engine, as tests of their own."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

from sybil import Sybil
from sybil.evaluators.doctest import NUMBER
from sybil.parsers.rest import DocTestParser

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # before TensorFlow is imported anywhere

from cnn_docs.publish.settings import load_settings  # noqa: E402
from cnn_docs.publish.testing import PageParser  # noqa: E402

settings = load_settings(Path(__file__).parent)

pages = Sybil(parsers=[PageParser(settings)], pattern="*.md", excludes=["CHANGELOG.md"])
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=doctest.ELLIPSIS | NUMBER)], pattern="cnn_docs/**/*.py"
)

pytest_collect_file = (pages + docstrings).pytest()
