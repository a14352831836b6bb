"""How much a reader loads before anything can be read."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, Response

from tests.browser import DESKTOP


def test_a_page_weighs_at_most_250_kb(
    site: Path, site_address: str, browser: Browser, record_property: Callable[[str, object], None]
) -> None:
    """First load in a browser, on a laptop's screen; a live element may add 150 kB."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    weights = {}
    with browser.new_context(viewport=DESKTOP) as context:
        for start in range(0, len(names), 8):  # eight wait at once until nothing more comes
            pages = {name: context.new_page() for name in names[start : start + 8]}
            loaded = {name: _loaded_by(page) for name, page in pages.items()}
            for name, page in pages.items():
                page.goto(f"{site_address}{name}", wait_until="commit")
            for name, page in pages.items():
                page.wait_for_load_state("networkidle")
                live = page.locator("conv-bench, digit-lab, train-bench").count() > 0
                weights[name] = sum(map(_on_the_wire, loaded[name])) - (150_000 if live else 0)
                page.close()
    heaviest = sorted(weights, key=weights.__getitem__)[-3:]
    lines = [f"{weights[name] / 1e3:.0f} kB  {name}" for name in heaviest]
    record_property("measured", "\n".join(["heaviest first loads:", *lines]))
    assert {name: weight for name, weight in weights.items() if weight > 250_000} == {}


def _loaded_by(page: Page) -> list[Response]:
    """A list that fills with what a page loads."""
    loaded: list[Response] = []

    def note(response: Response) -> None:
        loaded.append(response)

    page.on("response", note)
    return loaded


def _on_the_wire(response: Response) -> int:
    """Bytes that travel, compressed as any server does; a font is compressed already."""
    body = response.body()
    return len(body) if response.url.endswith(".woff2") else len(gzip.compress(body, 6, mtime=0))
