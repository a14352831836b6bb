// What stands under an element: its folds, the way back to the start, a link to what is set.

import { button, copyButton, element } from "./elements.js"

/**
 * @param {import("./state.js").State<any>} state
 * @param {(sentence: string) => void} say
 * @param {{element: HTMLElement}[]} folds
 */
export function foot(state, say, folds) {
  const reset = button("Reset", () => {
    state.reset()
    say("All settings are as this page, or a link, had set them.")
  })
  const made = element("div", { class: "lab-foot" }, ...folds.map((fold) => fold.element), reset)
  if (state.linked) made.append(copyButton("Copy the link to this", () => state.address))
  if (state.host.hasAttribute("short")) made.append(linkToPage(state))
  return made
}

/** From a lesson to the page of the element itself, where it has all its controls. */
function linkToPage(state) {
  const page = new URL(`../../../lab/${state.host.localName}.html`, import.meta.url).href
  const link = element("a", { href: page }, "Open it with all controls")
  const update = () => (link.href = state.addressOn(page))
  state.addEventListener("change", update)
  update()
  return link
}
