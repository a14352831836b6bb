"""Remember what was found out about texts, from one build to the next."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.digest import digest, file_digest

_ENGINE = Path(__file__).parents[1]


class Memory:
    """Answers kept in a JSON file, each under a digest of what it is about.

    Answers of another version of the engine are forgotten, and so are those that a build did not
    ask for. A file that cannot be read or written costs time and nothing else.

    Args:
        file: where answers are kept.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._engine = digest("".join(map(file_digest, sorted(_ENGINE.rglob("*.py")))).encode())
        self._known: dict[str, Any] = {}
        self._asked: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(file.read_text(encoding="utf-8"))
            self._known = kept["answers"] if kept["engine"] == self._engine else {}

    def recall(self, about: str, find_out: Callable[[], Any]) -> Any:
        """The answer about a text; found out if it is not known.

        Args:
            about: everything that the answer depends on.
            find_out: gives the answer, which JSON can hold.
        """
        key = digest(about.encode())
        if key not in self._asked:
            self._asked[key] = self._known[key] if key in self._known else find_out()
        return self._asked[key]

    def save(self) -> None:
        """Keep the answers that were asked for."""
        with contextlib.suppress(OSError):
            answers = {"engine": self._engine, "answers": self._asked}
            write_whole(self._file, json.dumps(answers))
