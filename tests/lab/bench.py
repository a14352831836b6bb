"""The convolution bench on a page of its own, as tests open it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

# The page's style sheets, and an element that keeps its settings in the address.
PUT_BENCH = """
async attributes => {
  const names = ["stylesheets/look.css", "lab/common/lab.css", "lab/bench/conv-bench.css"]
  const styles = names.map(name => {
    const link = document.createElement("link")
    return Object.assign(link, { rel: "stylesheet", href: `assets/${name}` })
  })
  const loaded = styles.map(link => new Promise(done => { link.onload = done }))
  document.head.append(...styles)
  await Promise.all(loaded)
  document.body.className = "md-typeset"
  document.body.style = "background: var(--paper); color: var(--ink)" // Material's, elsewhere
  document.body.dataset.mdColorScheme = "default"
  document.body.innerHTML =
    `<main><h1>Bench</h1><conv-bench ${attributes}><p>Missing.</p></conv-bench></main>`
  await import("./assets/lab/bench/conv-bench.js")
}
"""


def open_bench(page: Page, address: str, query: str = "", attributes: str = "linked") -> None:
    """Open a bench at ``address`` with the settings of ``query``."""
    page.goto(f"{address}blank.html{query}")
    page.evaluate(PUT_BENCH, attributes)
    expect(page.get_by_role("button", name="Reset")).to_be_visible()
