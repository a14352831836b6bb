"""A real browser for the tests: Debian's chromium, and the built site on a local server."""

from __future__ import annotations

import functools
import http.server
import io
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import (
    Browser,
    Locator,
    Page,
    Request,
    Response,
    ViewportSize,
    sync_playwright,
)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless chromium. Without one the tests are skipped, but under CI they fail."""
    path = shutil.which("chromium")
    if path is None:
        reason = "no `chromium` is installed, so nothing was tried in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Sends files as they are."""

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@contextmanager
def served(site: Path, requests: type[Quiet] = Quiet) -> Iterator[str]:
    """The address of ``site`` on a free local port, with a slash at its end."""
    handler = functools.partial(requests, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def complaints(page: Page) -> list[str]:
    """A list that fills with whatever ``page`` does that a reader should be spared.

    That is each console message, error, failed request, and request to another host.
    """
    found: list[str] = []
    page.on("console", lambda message: found.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: found.append(f"error: {error}"))
    page.on("requestfailed", lambda request: found.append(f"failed: {request.url}"))

    def check_status(response: Response) -> None:
        if response.status >= 400:
            found.append(f"{response.status}: {response.url}")

    def check_host(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            found.append(f"another host: {request.url}")

    page.on("response", check_status)
    page.on("request", check_host)
    return found


def pixels(element: Locator | Page) -> np.ndarray:
    """A screenshot as uint8 of shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(element.screenshot())).convert("RGB"))
