"""What the lab's elements have in common: numbers as text, and how a page loads them."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from cnn_docs.lab.files import lab_files
from cnn_docs.lab.modules import data_of, modules_of
from tests.browser import DESKTOP, PHONE, Quiet, served
from tests.lab.test_lab_rooms import LAB


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=DESKTOP) as context:
        yield context.new_page()


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def test_no_number_is_rounded_to_another_one(page: Page, lab_address: str) -> None:
    rng = np.random.default_rng(3)
    values = [
        *(10 ** rng.uniform(-9, 5, 500) * rng.choice([-1, 1], 500)),
        *rng.normal(0, 1, 300).round(3),
        *(float(whole) for whole in range(-20, 300)),
        *(0.0, 1.7159, -1.7159, 0.9999, 0.5, 99.99, 0.00004, 2 / 3),
    ]
    page.goto(f"{lab_address}blank.html")
    texts = page.evaluate(
        """async values => {
          const { rounded, short } = await import("/assets/lab/common/format.js")
          return values.map(value => [0, 1, 2, 3].map(n => [short(value, n), rounded(value, n)]))
        }""",
        values,
    )
    for value, pairs in zip(values, texts, strict=True):
        for decimals, (short, rounded) in enumerate(pairs):
            said = f"{value!r} as {short}"
            assert abs(number(short) - value) <= 0.05001 * abs(value), said  # two digits at least
            assert math.copysign(1, number(short)) == math.copysign(1, value or 1), said
            shown = len(short.partition(".")[2])
            if "e" not in short and shown < decimals:  # no zeros at the end: nothing was cut
                assert math.isclose(number(short), value, rel_tol=1e-9), said
            if rounded == "≈0":
                assert value and abs(value) <= 0.5 * 10**-decimals
            else:
                assert abs(number(rounded) - value) <= 0.5001 * 10**-decimals
                assert number(rounded) or not value


# Loading


def test_an_element_is_loaded_when_a_reader_comes_near(page: Page, lab_address: str) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{lab_address}blank.html")
    page.evaluate(
        """async () => {
          document.body.innerHTML = `<div style="height: 5000px"></div>
            <conv-bench short style="display: block"><img alt="a picture"></conv-bench>`
          const { whenNear } = await import("/assets/lab/common/when-near.js")
          whenNear("conv-bench", "./assets/lab/bench/conv-bench.js")
        }"""
    )
    page.wait_for_timeout(200)
    assert not [address for address in loaded if "conv-bench" in address]
    expect(page.get_by_role("img", name="a picture")).to_be_attached()
    page.evaluate("scrollTo(0, 4000)")
    expect(page.get_by_role("application", name="map 6×6")).to_be_visible()
    expect(page.get_by_role("img", name="a picture")).to_have_count(0)


def test_a_missing_module_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b } from "./b.js"\n')
    with pytest.raises(ValueError, match=r"`element` 'a' loads .*b\.js, which is not there"):
        modules_of(tmp_path, "a")


def test_what_an_element_loads_is_known() -> None:
    modules = modules_of(LAB, "bench/conv-bench")
    assert {"bench/conv-bench.js", "common/stage.js", "common/format.js"} <= set(modules)
    assert not [name for name in modules if name.startswith("digit/")]
    assert {"train/worker.js", "train/training.js"} <= set(modules_of(LAB, "train/train-bench"))
    assert data_of(LAB, "digit/digit-lab", list(lab_files())) == [
        "lenet5.json",
        "lenet5.bin",
        "digits.json",
    ]


# On the site


@pytest.mark.parametrize("element", ["conv-bench", "digit-lab", "train-bench"])
def test_a_page_of_the_lab_asks_for_all_at_once(page: Page, site: Path, element: str) -> None:
    sent: list[str] = []

    class Noting(Quiet):
        """Notes what is sent; a worker asks again for what the browser has, and is not counted."""

        def do_GET(self) -> None:
            sent.append(self.path)
            super().do_GET()

    with served(site, Noting) as address:
        page.goto(f"{address}lab/{element}.html", wait_until="networkidle")
        expect(page.get_by_role("button", name="Reset")).to_be_visible()
        asked = page.evaluate(
            """[...document.querySelectorAll("[rel=modulepreload], [rel=preload]")]
              .map(link => new URL(link.href).pathname)"""
        )
    needed = [path for path in sent if path.startswith("/assets/lab/") and ".css" not in path]
    assert len(needed) == len(set(needed)), "something is sent twice"
    assert set(needed) - set(asked) == {"/assets/lab/common/when-near.js"}


@pytest.mark.parametrize(
    ("element", "first"),
    [("conv-bench", "picture"), ("digit-lab", "Draw a digit"), ("train-bench", "try")],
)
def test_the_keyboard_reaches_the_element_in_three_steps(
    page: Page, site_address: str, element: str, first: str
) -> None:
    page.goto(f"{site_address}lab/{element}.html")
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "(document.activeElement.labels?.[0]?.textContent ?? document.activeElement.ariaLabel)"
    )
    assert focused.startswith(first)


# A phone as Lighthouse has it: a processor four times slower, 1.6 Mbit/s, 150 ms to any answer.
SLOW = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}


class Packed(Quiet):
    """Sends text packed, and more than one file by a connection, as the servers of sites do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if path.suffix not in {".html", ".js", ".css", ".json", ".svg"} or not path.is_file():
            return super().do_GET()
        content = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None


@pytest.mark.benchmark
def test_the_digit_lab_is_ready_within_4_s_on_a_slow_phone(
    browser: Browser, site: Path, record_property: Callable[[str, object], None]
) -> None:
    with (
        served(site, Packed) as address,
        browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as context,
    ):
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(f"{address}lab/digit-lab.html", wait_until="commit")
        page.locator(".digit-read").wait_for()
        seconds = page.evaluate("performance.now()") / 1000
    record_property("measured", f"ready after {seconds:.1f} s")
    assert seconds <= 4
