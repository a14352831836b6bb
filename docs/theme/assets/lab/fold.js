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
  element.append(summary, inside)
  const update = () => {
    if (element.open) inside.replaceChildren(...content())
  }
  element.addEventListener("toggle", update)
  return { element, update }
}
