// The buttons under an element: back to the start, and a link to what is set.

import { button, copyButton, element } from "./elements.js"

/**
 * @param {import("./state.js").State<any>} state
 * @param {(sentence: string) => void} say
 */
export function foot(state, say) {
  const reset = button("Reset", () => {
    state.reset()
    say("All settings are as they were when this page was opened.")
  })
  const copy = copyButton("Copy the link to this", () => state.address)
  return element("div", { class: "lab-foot" }, reset, ...(state.linked ? [copy] : []))
}
