"""The head of a page is read as MkDocs reads it, and what MkDocs would misread is refused."""

from __future__ import annotations

import pytest
from mkdocs.utils.meta import get_data

from cnn_docs.publish.reading.front_matter import front_matter, metadata, problems_in_front_matter
from cnn_docs.publish.reading.parse import parse_page

SOUND = {
    "a mapping": "---\ntitle: A page\nhide: [toc]\n---\n# A page\n",
    "spaces behind the rules": "--- \ntitle: A page\n---\t\n# A page\n",
    "closed by dots": "---\ntitle: A page\n...\n# A page\n",
    "no head": "# A page\n",
    "a rule further down": "# A page\n\n---\n\nText\n\n---\n",
    "a blank line first": "\nNote: it stays.\n",
}

REFUSED = {
    "prose between two rules": ("---\n\nA sentence.\n\n---\n", 1, "would be shown: it is no map"),
    "a list": ("---\n- title\n---\n", 1, "would be shown: it is no mapping"),
    "only a comment": ("---\n# A heading\n---\n", 1, "would be shown: it is no mapping"),
    "broken YAML": ("---\ntitle: A\ndescription: a: b\n---\n", 3, "mapping values are not allowed"),
    "Markdown": ("---\n\n# A\n\n![A](b.svg)\n\n---\n", 5, "would be shown"),
    "an impossible date": ("---\ndate: 2024-13-45\n---\n", 1, "would be shown: month must be"),
    "nothing between the rules": ("---\n---\n# A page\n", 1, "empty or never closed"),
    "no second rule": ("---\ntitle: A page\n\n# A page\n", 1, "empty or never closed"),
    "no line behind the second rule": ("---\ntitle: A page\n---", 1, "empty or never closed"),
    "a first line that MkDocs drops": ("Note: it goes.\n", 1, "begins with 'Note:'"),
    "an address that MkDocs drops": ("https://a.example\n", 1, "begins with 'https:'"),
    "a byte order mark": ("\ufeff---\ntitle: A page\n---\n", 1, "a byte order mark"),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_head_is_read_as_mkdocs_reads_it(name: str) -> None:
    text = SOUND[name]
    body, data = get_data(text)
    assert text[len(front_matter(text)) :].lstrip("\n") == body.lstrip("\n")
    assert (metadata(text) or {}) == data
    assert problems_in_front_matter(text, path="a.md") == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_head_that_mkdocs_would_misread_is_refused_on_its_line(name: str) -> None:
    text, line, message = REFUSED[name]
    assert front_matter(text) == ""
    (problem,) = problems_in_front_matter(text, path="a.md")
    assert problem.line == line
    assert message in problem.message


def test_the_head_of_a_script_page_is_refused_on_its_line() -> None:
    page = parse_page(
        "# ---\n# title: A\n# about: a: b\n# ---\n\n# %% [markdown]\n# B\n", path="a.py"
    )
    assert [str(problem)[:7] for problem in page.problems] == ["a.py:3:"]
