"""The convolution bench on a page of its own, as tests open it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.lab.elements import put_element


def open_bench(page: Page, address: str, query: str = "", attributes: str = "linked") -> None:
    """Open a bench at ``address`` with the settings of ``query``."""
    put_element(page, address, "bench", "conv-bench", query=query, attributes=attributes)
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
