"""The index of the search, after the plugin that wrote it."""

from __future__ import annotations

import json
from pathlib import Path

from cnn_docs.publish.site.search_index import slim


def test_keywords_stay_with_the_page_and_of_docstrings_names_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "search_index.json"
    text = "<p>Pool.</p> <p>More.</p>"
    places = ["a.html", "a.html#pooling", "api.html#package.pool"]
    docs = [{"location": place, "text": text, "tags": ["풀링"]} for place in places]
    path.write_text(json.dumps({"docs": docs}), encoding="utf-8")

    slim(path, "package")

    assert json.loads(path.read_text(encoding="utf-8"))["docs"] == [
        {"location": "a.html", "text": text, "tags": ["풀링"]},
        {"location": "a.html#pooling", "text": text},
        {"location": "api.html#package.pool", "text": ""},
    ]
    assert "풀링" in path.read_text(encoding="utf-8")
