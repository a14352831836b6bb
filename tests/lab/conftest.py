"""What the tests of the lab's elements share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, complaints


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must not complain."""
    with browser.new_context(viewport=DESKTOP, reduced_motion="reduce") as context:
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        heard = complaints(page)
        yield page
        assert not heard
