"""The training bench on a page of its own, as tests open it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

# The page's style sheets, and a bench.
PUT_BENCH = """
async attributes => {
  const names = ["stylesheets/look.css", "lab/common/lab.css", "lab/train/train-bench.css"]
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
    `<main><h1>Bench</h1><h2>It</h2><train-bench ${attributes}><p>Missing.</p></train-bench></main>`
  await import("./assets/lab/train/train-bench.js")
}
"""


def open_bench(page: Page, address: str, query: str = "", attributes: str = "linked") -> None:
    """Open a bench at ``address`` with the settings of ``query``, once it shows a network."""
    page.goto(f"{address}blank.html{query}")
    page.evaluate(PUT_BENCH, attributes)
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
