"""The built site as readers meet it: in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from cnn_docs.publish.running.figures import THEME_COLOURS
from tests.browser import DESKTOP, PHONE, complaints, pixels
from tests.visits import COPIED, OPEN_FOLDS, Visit, axe, clipboard, scroll_beyond, visit

Open = Callable[..., Page]

ELEMENT = re.compile(r"<(?:conv-bench|digit-lab|train-bench)\b")


@pytest.fixture(scope="session")
def paths(site: Path) -> list[str]:
    """All pages of the site, relative to its root."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert {"index.html", "404.html"} <= set(found)
    return found


@pytest.fixture(scope="session")
def lesson(site: Path, paths: list[str]) -> str:
    """The page with the most figures: what is true of one page only is tried on this one.

    It has no live element, for these do not start in a folder without a server.
    """
    texts = {path: (site / path).read_text() for path in paths}
    plain = [path for path, text in texts.items() if not ELEMENT.search(text)]
    return max(plain, key=lambda path: texts[path].count('class="figure"'))


@pytest.fixture
def opened(browser: Browser, site_address: str) -> Iterator[Open]:
    """Opens a page in a context of its own, such as a browser with JavaScript switched off."""
    contexts: list[BrowserContext] = []

    def open_page(path: str = "index.html", script: str = "", **settings: Any) -> Page:
        options = {"viewport": DESKTOP, "reduced_motion": "reduce"} | settings
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(15_000)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(urljoin(site_address, path), wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


# Every page


@pytest.fixture(scope="session")
def visits(browser: Browser, site_address: str, paths: list[str]) -> dict[str, Visit]:
    """Every page, loaded once."""
    found = {}
    judged: list[str] = []
    permissions = ["clipboard-read", "clipboard-write"]
    with browser.new_context(reduced_motion="reduce", permissions=permissions) as context:
        page = context.new_page()
        heard = complaints(page)
        for path in paths:
            page.set_viewport_size(DESKTOP)
            page.emulate_media(color_scheme="light")
            page.goto(site_address + path, wait_until="networkidle")
            found[path] = visit(page, judged)
            found[path].complaints += heard
            heard.clear()
    return found


def test_axe_finds_nothing_in_light_in_dark_and_on_a_phone(visits: dict[str, Visit]) -> None:
    found = [f"{path}: {report}" for path, seen in visits.items() for report in seen.axe]
    assert not found, "\n".join(found)


def test_no_page_complains_or_calls_another_host(visits: dict[str, Visit]) -> None:
    assert not {path: seen.complaints for path, seen in visits.items() if seen.complaints}


def test_whatever_takes_focus_shows_it(visits: dict[str, Visit]) -> None:
    assert not {path: seen.focus for path, seen in visits.items() if seen.focus}


def test_no_page_scrolls_sideways_on_a_phone(visits: dict[str, Visit]) -> None:
    assert not {path: seen.sideways for path, seen in visits.items() if seen.sideways}


def test_no_button_lies_on_text(visits: dict[str, Visit]) -> None:
    assert not {path: seen.covered for path, seen in visits.items() if seen.covered}


def test_a_line_that_goes_on_beyond_the_edge_is_in_shadow_until_its_end(
    opened: Open, lesson: str
) -> None:
    page = opened(lesson, viewport=PHONE, color_scheme="light")
    page.evaluate(OPEN_FOLDS)
    codes = page.locator("article .language-python > pre > code").all()
    code = next(c for c in codes if c.evaluate("code => code.scrollWidth > code.clientWidth"))
    in_padding = -4  # pixels from the lower edge, where there is no letter
    assert pixels(code)[in_padding, -3].mean() < pixels(code)[in_padding, 100].mean() - 20
    code.evaluate("code => { code.scrollLeft = code.scrollWidth }")
    np.testing.assert_allclose(pixels(code)[in_padding, -3], pixels(code)[in_padding, 100], atol=3)


def test_every_block_offers_its_own_program(visits: dict[str, Visit]) -> None:
    assert not {path: seen.programs for path, seen in visits.items() if seen.programs}


def test_a_term_of_the_glossary_shows_its_meaning_by_keyboard(opened: Open, lesson: str) -> None:
    page = opened(lesson)
    term = page.locator("article abbr").first
    meaning = term.get_attribute("title") or ""
    assert meaning
    term.focus()
    expect(page.locator(".md-tooltip2--active")).to_have_text(meaning)


# Without JavaScript, without images

UNSEEN = """
elements => elements
  .filter(element => !element.checkVisibility() || !element.offsetHeight)
  .map(element => element.outerHTML.slice(0, 120))
"""


def test_without_javascript_all_is_there(opened: Open, site_address: str, paths: list[str]) -> None:
    page = opened(viewport=PHONE, java_script_enabled=False)
    for path in paths:
        page.goto(site_address + path)
        assert scroll_beyond(page) == 0, path
        kinds = "h1, h2, h3, p, ul, ol, table, details, .highlight, .jp-Cell"
        pieces = page.locator(f"article > :is({kinds})")
        assert pieces.count(), path
        assert not pieces.evaluate_all(UNSEEN), path
        for figure in page.locator("article > :is(p, .jp-Cell) img.figure").all():
            assert figure.evaluate("image => image.decode().then(() => image.naturalWidth)"), path


def test_a_blocked_figure_leaves_its_description(opened: Open, lesson: str) -> None:
    page = opened(lesson)
    page.route("**/*.svg", lambda route: route.abort())
    page.reload()
    figure = page.locator("img.figure").first
    figure.scroll_into_view_if_needed()
    described = pixels(figure)
    figure.evaluate("image => image.alt = ''")
    assert not np.array_equal(described, pixels(figure)), "the description was not painted"


# Search


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_finds_a_word_and_leads_to_its_page(
    opened: Open, site: Path, lesson: str, scheme: str
) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    titles = " ".join(d["title"] for d in index["docs"] if d["location"].startswith(f"{lesson}#"))
    word = max(re.findall("[a-z]+", titles.lower()), key=len)
    page = opened((site / "index.html").as_uri() if scheme == "file" else "index.html")
    heard = complaints(page)
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.locator(f'.md-search-result a[href*="/{lesson}?h="]').first.click()
    page.wait_for_url(f"**/{lesson}?h=*")
    expect(page.locator("article")).to_contain_text(word)
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

    for _ in range(2):  # from the system's choice to light to dark
        page.locator("[data-md-component=palette] label:visible").click()
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

STATEMENTS = ["import numpy as np", 'mark = "</script> & \\u00b7 “π”"', "print(mark)"]
SCRIPTS = [[0], [1, 2]]
PROGRAMS = json.dumps({"statements": STATEMENTS, "scripts": SCRIPTS}).replace("</", "<\\/")


def open_with_programs(page: Page, address: str, programs: str) -> None:
    """Open the first page of the site at ``address`` as if it had been built with these programs.

    Not by a reload: that breaks off what the page is still loading, of which the browser complains.
    """

    def answer(route: Route) -> None:
        html = route.fetch().text()
        html = re.sub(r'<script[^>]*class="page-scripts".*?</script>', "", html, flags=re.DOTALL)
        element = f'<script type="application/json" class="page-scripts">{programs}</script>'
        blocks = '<div class="language-python highlight"><pre><code>1</code></pre></div>' * 2
        html = re.sub(
            r"(<article[^>]*>).*</article>",
            lambda found: f"{found[1]}<h1>Test</h1>{blocks}{element}</article>",
            html,
            flags=re.DOTALL,
        )
        route.fulfill(body=html, content_type="text/html")

    page.route("**/*.html", answer)
    page.goto(urljoin(address, "index.html"), wait_until="networkidle")


def test_both_copy_buttons_copy(opened: Open, site_address: str) -> None:
    page = opened("about:blank", permissions=["clipboard-read", "clipboard-write"])
    open_with_programs(page, site_address, PROGRAMS)

    tab_to(page, "Copy to clipboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Copied to clipboard")
    assert clipboard(page) == "1"

    for script in SCRIPTS:
        tab_to(page, "Copy as script")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text(COPIED)
        assert clipboard(page) == "\n".join(STATEMENTS[n] for n in script)


@pytest.mark.parametrize(
    "programs",
    ["", "{", "null", '{"statements": []}', '{"statements": ["1"], "scripts": [[0], [1]]}',
     '{"statements": ["1"], "scripts": [[0]]}'],
)  # fmt: skip
def test_damaged_programs_are_not_offered(opened: Open, site_address: str, programs: str) -> None:
    page = opened("about:blank")
    heard = complaints(page)
    open_with_programs(page, site_address, programs)
    expect(page.get_by_role("button", name="Copy to clipboard")).to_have_count(2)
    assert page.get_by_role("button", name="Copy as script").count() == 0
    assert not heard


def test_a_refused_clipboard_still_gives_the_script(opened: Open, site_address: str) -> None:
    refuse = "navigator.clipboard.writeText = () => Promise.reject(new Error())"
    page = opened("about:blank", script=refuse)
    heard = complaints(page)
    open_with_programs(page, site_address, PROGRAMS)
    page.get_by_role("button", name="Copy as script").last.click()
    expected = "\n".join(STATEMENTS[1:])
    dialog = page.get_by_role("dialog", name="did not let this page write")
    expect(dialog.get_by_role("textbox", name="Script")).to_have_value(expected)
    assert page.evaluate("getSelection().toString()") == expected
    assert not axe(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert not heard
