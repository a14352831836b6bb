r"""Formulas: TeX between dollars in a page becomes MathML, with no script in the reader's browser.

``$…$`` stands in a line; ``$$…$$``, alone in its paragraph, is set on a line of its own. This is
also the Python-Markdown extension that mkdocs.yml lists as ``cnn_docs.publish.mathml``.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, tostring

from latex2mathml import exceptions
from latex2mathml.converter import Converter
from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE
from pymdownx.arithmatex import ArithmatexExtension, BlockArithmatexProcessor
from pymdownx.arithmatex import InlineArithmatexPattern as InlineFormulas

from cnn_docs.publish.mathfont import CHARACTERS
