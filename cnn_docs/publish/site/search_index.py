"""The index of the search, which every reader of every page loads."""

from __future__ import annotations

import json
from pathlib import Path


def slim(path: Path, package: str) -> None:
    """Take out what finds the wrong thing, and write letters as they are.

    A page's keywords (`tags` in its front matter) stand with each of its sections too, which would
    then be found by words that are not theirs. And of a docstring, readers look for the name; the
    rest uses every lesson's words.

    Args:
        path: the index that Material's search plugin wrote. It is replaced.
        package: the package whose docstrings the site shows.
    """
    index = json.loads(path.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        _, _, section = entry["location"].partition("#")
        if section:
            entry.pop("tags", None)
        if section.startswith(f"{package}."):
            entry["text"] = ""
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
