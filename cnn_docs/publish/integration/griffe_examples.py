"""A Griffe extension: examples in docstrings become code blocks in the API reference.

Docstrings write examples as ``>>>`` lines, which Sybil runs; in Markdown those would be quotes.
"""

from __future__ import annotations

from typing import Any

import griffe

from cnn_docs.publish.reading.docstrings import EXAMPLE


class Examples(griffe.Extension):
    """Puts each run of example lines into a fence of its own."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change one docstring."""
        if obj.docstring:
            obj.docstring.value = fenced(obj.docstring.value)


def fenced(docstring: str) -> str:
    r"""Put a fence around every example.

    >>> fenced(">>> 1 + 1\n2")
    '```pycon\n>>> 1 + 1\n2\n```'
    """
    return EXAMPLE.sub(lambda example: f"```pycon\n{example[0]}\n```", docstring)
