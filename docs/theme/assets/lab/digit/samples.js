// The digits that are offered beside the pad: scikit-learn's.

import { element } from "../common/elements.js"
import { thumbnail } from "../common/thumbnail.js"

export class Samples {
  /**
   * @param {{position: number, label: number, values: number[]}[]} digits
   * @param {(position: number) => void} onChoose
   */
  constructor(digits, onChoose) {
    this.buttons = digits.map(({ position, label, values }) => {
      const made = element(
        "button",
        "digit-sample",
        thumbnail({ height: 8, width: 8, values }, "gray", [0, 16]),
      )
      made.type = "button"
      made.setAttribute("aria-label", `a ${label}, number ${position}`)
      made.addEventListener("click", () => onChoose(position))
      return { made, position }
    })
    this.element = element(
      "fieldset",
      "digit-samples",
      element("legend", "", "or take one of these"),
      element("div", "digit-sample-row", ...this.buttons.map(({ made }) => made)),
      element(
        "p",
        "digit-note",
        "From scikit-learn, 8×8 pixels, enlarged. The network learned from MNIST and has never " +
          "seen such digits: it misreads some.",
      ),
    )
  }

  /** @param {string} chosen the position, or "none" */
  show(chosen) {
    for (const { made, position } of this.buttons) {
      made.setAttribute("aria-pressed", String(position) === chosen)
    }
  }
}
