// A fold whose content is made when it is opened, and kept up to date while it is open.

/**
 * @param {string} title
 * @param {() => HTMLElement[]} content
 * @returns {{element: HTMLDetailsElement, update: () => void}}
 */
export function fold(title, content) {
  const element = document.createElement("details")
  const summary = document.createElement("summary")
  summary.textContent = title
  const inside = document.createElement("div")
  inside.className = "fold-inside"
  inside.setAttribute("role", "group")
  inside.setAttribute("aria-label", title)
  element.append(summary, inside)
  const update = () => {
    if (element.open) inside.replaceChildren(...content())
  }
  element.addEventListener("toggle", update)
  // What scrolls sideways can be scrolled by keyboard.
  new ResizeObserver(() => {
    if (inside.scrollWidth > inside.clientWidth) inside.tabIndex = 0
    else inside.removeAttribute("tabindex")
  }).observe(inside)
  return { element, update }
}
