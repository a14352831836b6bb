// Small repairs for readers who use a keyboard or a screen reader.
;(() => {
  // What is copied is announced, not only shown.
  document.querySelector("[data-md-component=dialog]").setAttribute("role", "status")

  // On narrow screens navigation and search open by labels, which no keyboard reaches.
  function buttonFor(toggle, name) {
    /** @type {HTMLElement} */
    const label = document.querySelector(`.md-header__button[for=${toggle}]`)
    const button = document.createElement("button")
    button.type = "button"
    button.className = `${label.className} opens${toggle}`
    button.setAttribute("aria-label", name)
    button.append(...label.childNodes)
    button.addEventListener("click", () => label.click())
    label.before(button)
    label.hidden = true
    return button
  }

  const search = document.querySelector(".md-search")
  buttonFor("__search", search.getAttribute("aria-label"))
  const navigation = document.querySelector(".md-nav--primary")
  const opensDrawer = buttonFor("__drawer", navigation.getAttribute("aria-label"))

  // Escape closes the navigation again, and leaves the focus where it began.
  /** @type {HTMLInputElement} */
  const drawer = document.querySelector("#__drawer")
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return
    drawer.click()
    opensDrawer.focus()
  })

  // What scrolls sideways can be scrolled by keyboard, also where Material sees no mouse.
  const scrollers = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth
      target.toggleAttribute("tabindex", scrolls)
      if (scrolls) target.setAttribute("tabindex", "0")
    }
  })

  globalThis.document$.subscribe(() => {
    // Each code block has its row of buttons as a landmark; a page has dozens.
    for (const nav of document.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "none")

    // While a tooltip shows, Material takes the title away, which may be all the name there is.
    const titled = "article :is(a, button)[title]:not([aria-label])"
    for (const named of document.querySelectorAll(titled)) {
      named.setAttribute("aria-label", named.getAttribute("title"))
    }

    for (const table of document.querySelectorAll(".md-typeset__scrollwrap")) {
      table.setAttribute("role", "group")
      table.setAttribute("aria-label", "Table")
      scrollers.observe(table)
    }
    for (const code of document.querySelectorAll(".md-typeset pre > code")) scrollers.observe(code)
  })
})()
