"""What people type or paste into the search leads them to the right page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, complaints

#: A page, and under it what is typed or pasted by people who should find it.
QUERIES = Path(__file__).with_name("queries.txt").read_text(encoding="utf-8")
ASKED = [
    (query.strip(), page)
    for page, *queries in (block.splitlines() for block in QUERIES.split("\n\n"))
    for query in queries
]

#: The first pages that the search offers, best first, once it has an answer.
FIRST = """
count => {
  const items = [...document.querySelectorAll(".md-search-result__item")]
  const answer = document.querySelector(".md-search-result__meta").textContent
  if (!items.length && answer !== "No matching documents") return null
  return items.slice(0, count).map(item => new URL(item.querySelector("a").href).pathname)
}
"""


@pytest.fixture(scope="module")
def searching(browser: Browser, site_address: str) -> Iterator[Page]:
    """A page whose search is open."""
    with browser.new_context(viewport=DESKTOP) as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        heard = complaints(page)
        page.goto(site_address, wait_until="networkidle")
        page.keyboard.press("/")
        yield page
        assert not heard


def first_pages(searching: Page, query: str, count: int) -> list[str]:
    """The pages that the search offers first, without ``.html``."""
    box = searching.locator(".md-search__input")
    box.fill("")
    searching.wait_for_function("!document.querySelector('.md-search-result__item')")
    box.fill(query)  # as a menu pastes: no key goes down or up
    found = searching.wait_for_function(FIRST, arg=count).json_value()
    return [path.removeprefix("/").removesuffix(".html") for path in found]


@pytest.mark.parametrize(("query", "page"), ASKED, ids=[query[:60] for query, _ in ASKED])
def test_the_right_page_is_among_the_first_three(searching: Page, query: str, page: str) -> None:
    assert page in first_pages(searching, query, 3)


def test_error_messages_are_searched_and_code_is_not(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    text = " ".join(entry["text"] for entry in index["docs"])
    assert "AttributeError: 'Sequential' object has no attribute 'predict_classes'" in text
    assert "with message_shown" not in text


def test_a_glossary_term_is_found_in_both_languages(searching: Page, site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    titles = [
        entry["title"]
        for entry in index["docs"]
        if entry["location"].startswith("reference/glossary.html#")
    ]
    assert titles
    missed = []
    for title in titles:
        english, _, korean = title.rstrip(")").partition(" (")
        for term in [english, *korean.split(", ")]:
            if "reference/glossary" not in first_pages(searching, term, 5):
                missed.append(term)
    assert not missed


def test_signs_of_a_message_are_not_taken_for_operators(searching: Page) -> None:
    plain = first_pages(searching, "expected axis 1 of input shape", 5)
    assert plain
    assert first_pages(searching, 'expected "axis" -1: of +input ^shape~', 5) == plain
