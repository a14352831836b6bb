"""The elements where they stand in lessons: set up as the paragraph says, and calm as they come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sklearn.datasets import load_digits

from tests.browser import DESKTOP, PHONE, complaints

DOCS = Path(__file__).parents[2] / "docs/en"
SHORT = re.compile(r"^/// html \| (?:conv-bench|digit-lab)\[short", re.MULTILINE)
LESSONS = [
    path.relative_to(DOCS).with_suffix(".html").as_posix()
    for path in sorted(DOCS.rglob("*.md"))
    if SHORT.search(path.read_text(encoding="utf-8"))
]

SHIFTS = """
window.shift = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shift += entry.value
}).observe({ type: "layout-shift", buffered: true })
"""

#: What the reader moves by opening a fold is no jump.
OPEN_ITS_FOLD = """
async element => {
  const fold = element.closest("details:not([open])")
  if (!fold) return
  fold.open = true
  await new Promise(settled => setTimeout(settled, 300))
  window.shift = 0
}
"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_an_element_comes_without_a_jump_or_a_complaint(
    browser: Browser, site_address: str, lesson: str, viewport: ViewportSize
) -> None:
    with browser.new_context(viewport=viewport) as context:
        context.add_init_script(SHIFTS)
        page = context.new_page()
        heard = complaints(page)
        page.goto(site_address + lesson, wait_until="networkidle")
        element = page.locator(":is(conv-bench, digit-lab)[short]")
        element.evaluate(OPEN_ITS_FOLD)
        element.scroll_into_view_if_needed()
        expect(element.get_by_role("link", name="Open it with all controls")).to_be_visible()
        page.wait_for_timeout(200)
        assert page.evaluate("window.shift") < 0.02
        expect(element.locator(".lab-complaint")).to_have_count(0)
        assert not heard


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=DESKTOP) as context:
        yield context.new_page()


def _map(page: Page, of: str = "map") -> np.ndarray:
    """A map of the lesson's bench, once it is there."""
    page.locator("conv-bench").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
    values = page.evaluate(f"Array.from(document.querySelector('conv-bench').bench.{of}.values)")
    return np.reshape(values, (int(len(values) ** 0.5), -1))


def test_relu_a_filter_that_is_silent_on_the_zero_wakes_up(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}lessons/relu.html")
    assert not _map(page).any()
    page.get_by_role("textbox", name="bias", exact=True).fill("0.3")
    assert np.count_nonzero(_map(page)) == 1
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("combobox", name="picture").select_option("digit 1")
    assert _map(page).any()


def test_pooling_the_bench_has_the_numbers_of_the_lesson(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}lessons/pooling.html")
    map_6x6 = _map(page)
    assert map_6x6[:2, :2].round().tolist() == [[1, 10], [3, 7]]
    windows = map_6x6.reshape(3, 2, 3, 2)
    np.testing.assert_array_equal(_map(page, "pooled"), windows.max(axis=(1, 3)))


def test_channels_the_map_is_red_minus_blue(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}lessons/channels.html")
    found = _map(page)
    red, _, blue = page.evaluate(
        "document.querySelector('conv-bench').bench.channels.map(c => Array.from(c.values))"
    )
    window = np.reshape(np.subtract(red, blue), (8, 8))[:3, :3]
    assert found[0, 0] == pytest.approx(window.mean())
    assert found[2:, 2:].min() > 0  # all over the flower


def test_channel_sum_the_map_is_zero_until_a_weight_changes(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}lessons/channel-sum.html")
    np.testing.assert_allclose(_map(page), 0, atol=1e-12)
    assert _map(page, "parts[0]").min() > 0
    expect(page.locator(".bench-arithmetic")).to_contain_text("blue: all weights are 0")
    page.get_by_role("spinbutton", name="kernel, red, row 1, column 1").fill("0")
    assert (np.abs(_map(page)) > 0.1).all()


def test_the_lenet_page_reads_the_three(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}lenet5/architecture.html")
    page.get_by_text("Draw a digit of your own").click()  # the lab is in a fold
    expect(page.locator(".digit-read")).to_have_text(str(load_digits().target[3]))
