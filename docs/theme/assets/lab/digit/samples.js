// The digits that are offered beside the pad: scikit-learn's.

import { element } from "../common/elements.js"
import { thumbnail } from "../common/image.js"

export class Samples {
  /**
   * @param {{position: number, label: number, values: number[]}[]} digits
   * @param {(position: number) => void} onChoose
   */
  constructor(digits, onChoose) {
    this.buttons = digits.map(({ position, label, values }) => {
      const made = element(
        "button",
        { class: "digit-sample", type: "button", "aria-label": `a ${label}, number ${position}` },
        thumbnail({ height: 8, width: 8, values }, "gray", [0, 16]),
      )
      made.addEventListener("click", () => onChoose(position))
      return { made, position }
    })
    const note =
      "From scikit-learn, 8×8 pixels, enlarged. The network learned from MNIST and has " +
      "never seen such digits: it misreads some."
    const buttons = this.buttons.map(({ made }) => made)
    this.element = element(
      "fieldset",
      { class: "digit-samples" },
      element("legend", {}, "or take one of these"),
      element("div", { class: "digit-sample-row" }, ...buttons),
      element("p", { class: "digit-note" }, note),
    )
  }

  /** @param {string} chosen the position, or "none" */
  show(chosen) {
    for (const { made, position } of this.buttons) {
      made.setAttribute("aria-pressed", String(String(position) === chosen))
    }
  }
}
