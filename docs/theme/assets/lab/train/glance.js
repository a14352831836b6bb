// What a lesson shows of one network: how much it misreads, and the filters of its first convolution.

import { aroundZero } from "../common/colour.js"
import { element } from "../common/elements.js"
import { paint } from "./maps.js"
import { twinsSentence } from "./run.js"

export class Glance {
  /** @param {string} name of the network, where there are two */
  constructor(name) {
    this.score = element("span", { class: "train-score" })
    this.strip = element("div", { class: "train-glance-filters", role: "img" })
    this.twins = element("p", { class: "train-note" })
    this.element = element(
      "section",
      { class: "train-glance", "aria-label": name || "the network" },
      element(
        "p",
        {},
        ...(name ? [element("b", { class: "train-name" }, name), ": "] : []),
        this.score,
      ),
      this.strip,
      this.twins,
    )
  }

  /**
   * @param {import("./worker.js").RunView} view
   * @param {object} now
   * @param {import("./training.js").Rec} now.record
   */
  show({ filters: [first], apart }, { record: { tested: { wrong, of } } }) {
    this.score.textContent = `${wrong} of ${of} misread`
    this.twins.textContent = twinsSentence(apart)
    const count = first?.count ?? 0
    if (this.strip.childElementCount !== count) this.#build(count)
    const range = aroundZero(first?.weights ?? [])
    Array.from(this.strip.children).forEach((canvas, n) => {
      const values = first.weights.subarray(9 * n, 9 * n + 9)
      const grid = { height: 3, width: 3, values }
      if (canvas instanceof HTMLCanvasElement) paint(canvas, grid, "diverging", range)
    })
  }

  #build(count) {
    const canvases = Array.from(
      { length: count },
      () => element("canvas", { class: "lab-thumbnail" }),
    )
    this.strip.hidden = count === 0
    this.strip.setAttribute("aria-label", `the ${count} filters of the first convolution`)
    this.strip.replaceChildren(...canvases)
  }
}
