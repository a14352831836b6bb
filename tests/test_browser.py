"""The built site as readers meet it: in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import DESKTOP, PHONE, complaints, launched, pixels, served
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cnn_docs.publish.svg import THEME_COLOURS

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def paths(site: Path) -> list[str]:
    """All pages of the site, relative to its root."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert {"index.html", "404.html"} <= set(found)
    return found


@pytest.fixture(scope="session")
def lesson(site: Path, paths: list[str]) -> str:
    """The page with the most figures: what is true of one page only is tried on this one."""
    return max(paths, key=lambda path: (site / path).read_text().count('class="figure"'))


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page in a context of its own, such as a browser with JavaScript switched off."""
    contexts: list[BrowserContext] = []

    def open_page(path: str = "index.html", script: str = "", **settings: object) -> Page:
        context = browser.new_context(
            **{"viewport": DESKTOP, "reduced_motion": "reduce"} | settings
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(urljoin(address, path))
        return page

    yield open_page
    for context in contexts:
        context.close()


def each(page: Page, address: str, paths: list[str]) -> Iterator[str]:
    """Lead ``page`` through all pages of the site, each loaded to the last byte."""
    for path in paths:
        page.goto(address + path, wait_until="networkidle")
        yield path


def scroll_beyond(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


# Every page


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")]
)
def test_axe_finds_nothing_on_any_page(
    opened: Open, address: str, paths: list[str], viewport: dict[str, int], scheme: str
) -> None:
    page = opened(viewport=viewport, color_scheme=scheme)
    axe, reports = Axe(), []
    for path in each(page, address, paths):
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        results = axe.run(page)
        if results.violations_count:
            reports.append(f"{path}: {results.generate_report()}")
    assert not reports, "\n".join(reports)


def test_no_page_complains_or_calls_another_host(
    opened: Open, address: str, paths: list[str]
) -> None:
    page = opened()
    found, heard = {}, complaints(page)
    for path in each(page, address, paths):
        if heard:
            found[path] = heard.copy()
            heard.clear()
    assert not found


@pytest.mark.parametrize("javascript", [True, False])
def test_no_page_scrolls_sideways_on_a_phone(
    opened: Open, address: str, paths: list[str], javascript: bool
) -> None:
    page = opened(viewport=PHONE, java_script_enabled=javascript)
    beyond = {path: scroll_beyond(page) for path in each(page, address, paths)}
    assert not any(beyond.values()), beyond


FOCUS_ALL = """
() => [...document.querySelectorAll("a[href], button, input, textarea, summary, [tabindex]")]
  .filter(element => element.tabIndex >= 0)
  .filter(element => element.checkVisibility({ visibilityProperty: true }))
  .filter(element => element.type !== "radio" || element.checked)
  .flatMap(element => {
    element.focus()
    const shown = element.classList.contains("md-option") ? element.nextElementSibling : element
    const { outlineStyle, outlineWidth, opacity } = getComputedStyle(shown)
    const { left, right, top, bottom } = shown.getBoundingClientRect()
    const problems = []
    if (document.activeElement !== element) problems.push("takes no focus")
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 1) problems.push("shows no focus")
    if (opacity === "0" || right <= 0 || left >= innerWidth || bottom <= 0 || top >= innerHeight)
      problems.push("is out of sight")
    if (element.tabIndex > 0) problems.push("jumps the queue")
    return problems.map(problem => `${element.outerHTML.slice(0, 120)} ${problem}`)
  })
"""


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_whatever_takes_focus_shows_it(
    opened: Open, address: str, paths: list[str], viewport: dict[str, int]
) -> None:
    page = opened(viewport=viewport)
    found = {}
    for path in each(page, address, paths):
        page.keyboard.press("Tab")  # from now on the browser takes us for a keyboard user
        found[path] = page.evaluate(FOCUS_ALL)
    assert not any(found.values()), found


def test_without_javascript_all_is_there(opened: Open, address: str, paths: list[str]) -> None:
    with_it, without = opened(), opened(java_script_enabled=False)
    for path in each(with_it, address, paths):
        without.goto(address + path)
        for what in ("article h1", "article p", "article pre code", "article table"):
            texts = with_it.locator(what).all_text_contents()
            assert without.locator(what).all_text_contents() == texts, path
        for figure in without.locator("img.figure").all():
            figure.scroll_into_view_if_needed()
            expect(figure).to_have_js_property("complete", True)
            assert figure.evaluate("image => image.naturalWidth") > 0, path


# Search


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_finds_a_section_and_leads_to_its_page(
    opened: Open, site: Path, lesson: str, scheme: str
) -> None:
    index = json.loads((site / "search/search_index.json").read_text())
    section = next(found for found in index["docs"] if found["location"].startswith(f"{lesson}#"))
    page = opened((site / "index.html").as_uri() if scheme == "file" else "index.html")
    heard = complaints(page)
    page.keyboard.press("/")
    page.keyboard.type(re.sub(r"<.*?>|\W+", " ", section["title"]))
    page.locator(f'.md-search-result a[href*="/{lesson}?h="]').first.click()
    page.wait_for_url(f"**/{lesson}?h=*")
    expect(page.locator("article mark").first).to_be_attached()  # what was searched is marked
    assert not heard


# Light, dark, paper


def to_rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def test_figures_follow_the_toggle_and_print_in_black(opened: Open, lesson: str) -> None:
    _, on_light, on_dark = THEME_COLOURS["#000000"]
    page = opened(lesson, color_scheme="light")
    figure = page.locator("img.figure").first
    figure.scroll_into_view_if_needed()

    light = pixels(figure)
    inked = (light == to_rgb(on_light)).all(axis=-1)
    assert inked.any(), "the figure shows no ink, so nothing can be seen to change"

    for name in ("Switch to light mode", "Switch to dark mode"):  # from the system's choice
        page.get_by_title(name).click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert (pixels(figure)[inked] == to_rgb(on_dark)).all(axis=-1).mean() > 0.9

    page.emulate_media(media="print", color_scheme="dark")
    printed = pixels(figure)
    assert (printed == to_rgb(on_light)).all(axis=-1).any()
    assert not (printed == to_rgb(on_dark)).all(axis=-1).any()
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--paper')") == "#fff"


def test_a_printed_page_is_a_handout(opened: Open, lesson: str) -> None:
    page = opened(lesson)
    page.emulate_media(media="print")
    for furniture in (".md-header", ".md-sidebar", ".md-footer", ".md-code__nav", ".headerlink"):
        for piece in page.locator(furniture).all():
            expect(piece).to_be_hidden()
    folds = page.locator("article details")
    assert folds.count(), "no fold to be seen open"
    for fold in folds.all():
        assert fold.evaluate("fold => fold.lastElementChild.checkVisibility()")
        assert fold.evaluate("fold => fold.lastElementChild.getBoundingClientRect().height") > 0


def test_a_blocked_figure_leaves_its_description(opened: Open, lesson: str) -> None:
    page = opened(lesson)
    page.route("**/*.svg", lambda route: route.abort())
    page.reload()
    figure = page.locator("img.figure").first
    figure.scroll_into_view_if_needed()
    described = pixels(figure)
    figure.evaluate("image => image.alt = ''")
    assert not np.array_equal(described, pixels(figure)), "the description was not painted"


# By keyboard alone


def focused(page: Page) -> str:
    """The name under which the focused element is known: its label, title or text."""
    return page.evaluate(
        "(element => element.ariaLabel || element.title || element.textContent.trim())"
        "(document.activeElement)"
    )


def tab_to(page: Page, name: str, limit: int = 60) -> None:
    for _ in range(limit):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    pytest.fail(f"{limit} times Tab did not lead to {name!r}")


def test_the_first_tab_skips_to_the_content(opened: Open, lesson: str) -> None:
    page = opened(lesson)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_palette_and_the_search_work_by_keyboard(opened: Open, lesson: str) -> None:
    page = opened(lesson, color_scheme="light")
    tab_to(page, "Switch to light mode")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")

    search = page.locator("#__search")
    tab_to(page, "Search")
    expect(search).to_be_checked()
    page.keyboard.press("Escape")
    expect(search).not_to_be_checked()


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_buttons_of_a_phone_work_by_keyboard(opened: Open, lesson: str, key: str) -> None:
    page = opened(lesson, viewport=PHONE)
    drawer = page.locator("#__drawer")
    tab_to(page, "Navigation")
    page.keyboard.press(key)
    expect(drawer).to_be_checked()
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_checked()
    assert focused(page) == "Navigation"

    tab_to(page, "Search")
    page.keyboard.press(key)
    expect(page.locator("#__search")).to_be_checked()


# What a reader takes away

PROGRAMS = {
    "statements": ["import numpy as np", 'mark = "</script> & \\u00b7 “π”"', "print(mark)"],
    "scripts": [[0], [1, 2]],
}
BLOCKS = "article .language-python.highlight:not(.doc *)"


def with_programs(page: Page, programs: str) -> None:
    """Load the page again as if the site had been built with these programs."""

    def answer(route: object) -> None:
        html = route.fetch().text()  # type: ignore[attr-defined]
        html = re.sub(r'<script[^>]*class="page-scripts".*?</script>', "", html, flags=re.DOTALL)
        element = f'<script type="application/json" class="page-scripts">{programs}</script>'
        blocks = '<div class="language-python highlight"><pre><code>1</code></pre></div>' * 2
        html = re.sub(
            r"(<article[^>]*>).*</article>",
            lambda found: f"{found[1]}<h1>Test</h1>{blocks}{element}</article>",
            html,
            flags=re.DOTALL,
        )
        route.fulfill(body=html, content_type="text/html")  # type: ignore[attr-defined]

    page.route("**/*.html", answer)
    page.reload()


def clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")


def test_both_copy_buttons_copy(opened: Open) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    with_programs(page, json.dumps(PROGRAMS).replace("</", "<\\/"))

    tab_to(page, "Copy to clipboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Copied to clipboard")
    assert clipboard(page) == "1"

    for script in PROGRAMS["scripts"]:
        tab_to(page, "Copy as script")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Script copied to clipboard")
        assert clipboard(page) == "\n".join(PROGRAMS["statements"][n] for n in script)


@pytest.mark.parametrize(
    "programs",
    ["", "{", "null", '{"statements": []}', '{"statements": ["1"], "scripts": [[0], [1]]}',
     '{"statements": ["1"], "scripts": [[0]]}'],
)  # fmt: skip
def test_damaged_programs_are_not_offered(opened: Open, programs: str) -> None:
    page = opened()
    heard = complaints(page)
    with_programs(page, programs)
    expect(page.get_by_role("button", name="Copy to clipboard")).to_have_count(2)
    assert page.get_by_role("button", name="Copy as script").count() == 0
    assert not heard


def test_a_refused_clipboard_still_gives_the_script(opened: Open) -> None:
    page = opened(script="navigator.clipboard.writeText = () => Promise.reject(new Error())")
    heard = complaints(page)
    with_programs(page, json.dumps(PROGRAMS).replace("</", "<\\/"))
    page.get_by_role("button", name="Copy as script").last.click()
    expected = "\n".join(PROGRAMS["statements"][1:])
    dialog = page.get_by_role("dialog", name="did not let this page write")
    expect(dialog.get_by_role("textbox", name="Script")).to_have_value(expected)
    assert page.evaluate("getSelection().toString()") == expected
    results = Axe().run(page)
    assert not results.violations_count, results.generate_report()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert not heard


def test_every_block_offers_its_own_program(opened: Open, address: str, paths: list[str]) -> None:
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    for path in each(page, address, paths):
        blocks = page.locator(BLOCKS)
        buttons = blocks.get_by_role("button", name="Copy as script", include_hidden=True)
        assert buttons.count() == blocks.count(), path
        if blocks.count():
            data = json.loads(page.locator(".page-scripts").text_content() or "")
            buttons.last.evaluate("button => button.click()")
            expect(page.get_by_role("status")).to_have_text("Script copied to clipboard")
            expected = "\n".join(data["statements"][n] for n in data["scripts"][-1])
            assert clipboard(page) == expected, path
