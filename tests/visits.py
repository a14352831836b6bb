"""What one visit to a page shows: in light, in dark, then on a phone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser import DESKTOP, PHONE

COPIED = "Script copied to clipboard"
BLOCKS = "article .language-python.highlight:not(.doc *)"

_COLOUR_RULES = ("color-contrast", "link-in-text-block")
COLOURS = {"runOnly": {"type": "rule", "values": _COLOUR_RULES}}
ALL_BUT_COLOURS = {"rules": {rule: {"enabled": False} for rule in _COLOUR_RULES}}

# Marks the first of all texts that look alike, unless such a look was judged before: its colour,
# size and weight, the backgrounds under it, how opaque they are, and whatever lies out of the flow
# around it. There are some forty looks on a page and thousands of texts, and axe takes its time
# over each.
MARK_LOOKS = """
judged => {
  const look = element => {
    const { color, fontSize, fontWeight } = getComputedStyle(element)
    const under = []
    for (let box = element; box; box = box.parentElement) {
      const { backgroundColor, backgroundImage, opacity, position } = getComputedStyle(box)
      const placed = position === "static" || position === "relative" ? "" : box.className
      under.push([backgroundColor, backgroundImage, opacity, placed].join(" "))
    }
    return [color, fontSize, fontWeight, ...new Set(under)].join()
  }
  const looks = new Set(judged)
  document.querySelectorAll("[data-look]").forEach(element => element.removeAttribute("data-look"))
  for (const element of document.body.querySelectorAll("*")) {
    const texts = [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
    if (!texts.some(text => text.data.trim())) continue
    if (!element.checkVisibility({ visibilityProperty: true })) continue
    const found = look(element)
    if (!looks.has(found)) element.setAttribute("data-look", "")
    looks.add(found)
  }
  return [...looks].slice(judged.length)
}
"""

# All folds but those of the reference's source code, which show nothing that others do not.
OPEN_FOLDS = """
() => document.querySelectorAll("details:not(.mkdocstrings-source, [hidden])")
  .forEach(fold => { fold.open = true })
"""

FOCUS_ALL = """
() => [...document.querySelectorAll("a[href], button, input, textarea, summary, [tabindex]")]
  .filter(element => element.tabIndex >= 0 && !element.disabled)
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

# Whether the theme has fitted the navigation to the window: until then its end lies below it.
FITTED = """
() => [...document.querySelectorAll(".md-sidebar__scrollwrap")]
  .every(scrolled => scrolled.getBoundingClientRect().bottom <= innerHeight)
"""

# The first words of each text on which a button of a block of code lies.
COVERED = """
() => {
  const navs = [...document.querySelectorAll("article .md-code__nav")]
  // In a closed fold nothing has its place yet.
  const shown = navs.flatMap(nav => [...nav.children]).filter(button => button.checkVisibility())
  const buttons = shown.map(button => button.getBoundingClientRect())
  const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  const found = []
  while (texts.nextNode()) {
    const text = texts.currentNode
    if (!text.data.trim() || text.parentElement.closest(".md-code__nav, script")) continue
    if (!text.parentElement.checkVisibility()) continue
    range.selectNodeContents(text)
    const covered = [...range.getClientRects()].some(line => buttons.some(button =>
      line.left < button.right && line.right > button.left
        && line.top + 2 < button.bottom && line.bottom - 2 > button.top))
    if (covered) found.push(text.data.trim().slice(0, 60))
  }
  return found
}
"""


@dataclass
class Visit:
    """What is wrong with one page; nothing where all is well."""

    axe: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    focus: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)
    sideways: int = 0


def visit(page: Page, judged: list[str]) -> Visit:
    """Look at ``page``, which is open on a desktop in light colours, from all sides.

    ``judged`` are the looks of texts whose colours axe has judged before; it grows.
    """
    found = Visit()
    page.evaluate(OPEN_FOLDS)
    found.programs += _wrong_programs(page)
    found.axe += axe(page, ALL_BUT_COLOURS) + contrast(page, judged)
    found.covered += page.evaluate(COVERED)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    found.axe += contrast(page, judged)  # all else is as it was
    page.set_viewport_size(PHONE)
    found.sideways = scroll_beyond(page)
    found.covered += page.evaluate(COVERED)
    found.axe += axe(page, ALL_BUT_COLOURS)
    found.focus += _focus_all(page)
    page.set_viewport_size(DESKTOP)
    found.focus += _focus_all(page)
    return found


def faults_all_over(page: Page) -> list[str]:
    """What axe says of a page with one element, all folds open, and whether a phone scrolls."""
    for summary in page.locator("summary").all():
        summary.click()
    found = axe(page)
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    found += axe(page, COLOURS)
    page.set_viewport_size(PHONE)
    found += axe(page, ALL_BUT_COLOURS)
    beyond = scroll_beyond(page)
    return [*found, *([f"a phone scrolls sideways by {beyond} pixels"] if beyond else [])]


def axe(
    page: Page, options: Mapping[str, object] | None = None, within: str | None = None
) -> list[str]:
    """What axe has to say against ``page``, or some of its elements, as a report to be read."""
    options = {"resultTypes": ["violations"], **(options or {})}
    results = Axe().run(page, context=within, options=options)
    return [results.generate_report()] if results.violations_count else []


def contrast(page: Page, judged: list[str]) -> list[str]:
    """What axe says against the colours of ``page``, of each kind of text that is not ``judged``.

    Afterwards they are.
    """
    # Axe gives no verdict over a picture, such as the shadow of code that goes on beyond the edge.
    page.add_style_tag(content="pre > code { background-image: none !important }")
    looks = page.evaluate(MARK_LOOKS, judged)
    judged += looks
    return axe(page, COLOURS, within="[data-look]") if looks else []


def scroll_beyond(page: Page) -> int:
    """By how many pixels ``page`` is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def clipboard(page: Page) -> str:
    """What a reader would paste now."""
    return page.evaluate("navigator.clipboard.readText()")


def _focus_all(page: Page) -> list[str]:
    page.wait_for_function(FITTED)
    page.keyboard.press("Tab")  # from now on the browser takes us for a keyboard user
    found = page.evaluate(FOCUS_ALL)
    page.keyboard.press("Escape")  # the search opens when it is focused
    return found


def _wrong_programs(page: Page) -> list[str]:
    """What is wrong with the buttons "Copy as script", of which the last one is pressed."""
    blocks = page.locator(BLOCKS)
    buttons = blocks.get_by_role("button", name="Copy as script")
    if buttons.count() != blocks.count():
        return [f"{blocks.count()} blocks, {buttons.count()} buttons"]
    if not buttons.count():
        return []
    buttons.last.click()
    expect(page.locator(".md-dialog[role=status]")).to_have_text(COPIED)
    data = json.loads(page.locator(".page-scripts").text_content() or "")
    program = "\n".join(data["statements"][index] for index in data["scripts"][-1])
    return [] if clipboard(page) == program else ["another program was copied"]
