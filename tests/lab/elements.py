"""An element of the lab on a page of its own, as tests open it."""

from __future__ import annotations

from playwright.sync_api import Page

# The page's style sheets, and the element; it stands where the site would put it.
PUT = """
async ({ room, element, attributes }) => {
  const names = ["stylesheets/look.css", "lab/common/lab.css", `lab/${room}/${element}.css`]
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
  document.body.innerHTML = `<main><h1>Lab</h1><h2>It</h2>
    <${element} ${attributes}><p>Missing.</p></${element}></main>`
  await import(`./assets/lab/${room}/${element}.js`)
}
"""


def put_element(
    page: Page, address: str, room: str, element: str, *, query: str, attributes: str
) -> None:
    """Open a page at ``address`` with the settings of ``query`` and nothing but the element."""
    page.goto(f"{address}blank.html{query}")
    page.evaluate(PUT, {"room": room, "element": element, "attributes": attributes})
