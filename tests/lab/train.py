"""The training bench on a page of its own, as tests open it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.lab.elements import put_element


def open_bench(page: Page, address: str, query: str = "", attributes: str = "linked") -> None:
    """Open a bench at ``address`` with the settings of ``query``, once it shows a network."""
    put_element(page, address, "train", "train-bench", query=query, attributes=attributes)
    expect(page.locator(".train-score").first).not_to_be_empty(timeout=30_000)


def view(page: Page) -> dict[str, Any]:
    """What the bench was last sent by its worker, without the arrays."""
    return page.evaluate(
        """() => {
          const { playing, record, runs } = document.querySelector("train-bench").bench.view
          const plain = runs.map(({ steps, passes, over, records, apart }) =>
            ({ steps, passes, over, apart, wrong: records.map(one => one.tested.wrong) }))
          return { playing, record, runs: plain }
        }"""
    )
