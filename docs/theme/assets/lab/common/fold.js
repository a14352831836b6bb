// A fold whose content is made when it is opened, and kept up to date while it is open.

import { copyButton, element, scrolledByKeyboard } from "./elements.js"

/**
 * @param {string} title
 * @param {() => HTMLElement[]} content
 */
export function fold(title, content) {
  const inside = element("div", { class: "fold-inside", role: "group", "aria-label": title })
  const details = element("details", {}, element("summary", {}, title), inside)
  const update = () => {
    if (details.open) inside.replaceChildren(...content())
  }
  details.addEventListener("toggle", update)
  scrolledByKeyboard(inside)
  return { element: details, update }
}

/**
 * A fold with a program to be read and copied.
 *
 * @param {string} title
 * @param {() => string} program
 */
export function programFold(title, program) {
  return fold(title, () => {
    const code = element("code", { tabindex: 0 }, program()) // it may scroll sideways
    return [
      copyButton("Copy the script", program),
      element("pre", { class: "lab-code" }, code),
    ]
  })
}
