"""The evidence's first page: short, light, and narrowed down by verdict and lesson."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cnn_docs.experiments.results import names
from tests.browser import DESKTOP

ROWS = ".claims tbody tr"


@pytest.fixture
def evidence(browser: Browser, site_address: str) -> Iterator[Page]:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{site_address}evidence/index.html")
    yield page
    page.close()


HAS_FONT = """
font => {
  const context = document.createElement("canvas").getContext("2d")
  const width = face => { context.font = `40px ${face}`; return context.measureText("mill").width }
  return width(`"${font}", monospace`) !== width("monospace")
}
"""


def test_it_is_read_in_five_minutes(evidence: Page) -> None:
    assert evidence.viewport_size == DESKTOP
    if not evidence.evaluate(HAS_FONT, "Liberation Serif"):
        pytest.skip("the height is stated for the Liberation fonts (Debian's fonts-liberation)")
    assert evidence.evaluate("document.documentElement.scrollHeight") <= 6_000


def test_it_weighs_little(site: Path) -> None:
    weights = [
        len(gzip.compress((site / "evidence" / name).read_bytes(), 6))  # as any server sends it
        for name in ("index.html", "figures/forest.svg")
    ]
    assert sum(weights) <= 150_000, f"page and figure weigh {weights} bytes"


def test_each_claim_leads_to_its_page(evidence: Page, site_address: str) -> None:
    links = evidence.locator(f"{ROWS} td:nth-child(2) a").evaluate_all(
        "all => all.map(a => a.href)"
    )
    assert [link.removeprefix(f"{site_address}evidence/") for link in links] == [
        f"{name}.html" for name in names()
    ]


def test_the_claims_are_narrowed_down(evidence: Page) -> None:
    filters = evidence.locator(".claims-filter")
    verdict, lesson = filters.get_by_label("Verdict"), filters.get_by_label("Lesson")
    verdict.select_option("supported")
    shown = evidence.locator(f"{ROWS}:visible")
    words = shown.locator("td:last-child").all_inner_texts()
    assert words
    assert all(word.startswith("supported") for word in words)
    expect(evidence.locator(".claims-filter span")).to_have_text(
        f"{len(words)} of {len(names())} claims"
    )
    lesson.select_option("ReLU")
    assert shown.locator("td:first-child").all_inner_texts() == ["ReLU"]
    verdict.select_option("refuted")
    expect(shown).to_have_count(0)
    verdict.select_option("all")
    lesson.select_option("all")
    expect(shown).to_have_count(len(names()))
