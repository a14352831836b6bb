// The links of the chosen unit: lines from what it reads, in the layer before, down to its cell.

import { svgElement } from "../common/elements.js"

export class Wires {
  /** @param {HTMLElement} column the layers, one below the other; the lines lie on it */
  constructor(column) {
    this.column = column
    this.element = svgElement("svg", { class: "digit-wires", "aria-hidden": "true" })
    // What opens or grows between the layers moves them.
    new ResizeObserver(() => this.draw()).observe(column)
  }

  /**
   * Draw the lines from every frame of what is read to the frame of the chosen unit.
   *
   * A window is left at both of its lower corners, so that one sees what comes together in the cell.
   */
  draw() {
    const chosen = this.column.querySelector(".frame-chosen, .digit-code[aria-pressed='true']")
    const read = chosen ? Array.from(this.column.querySelectorAll(".frame-read")) : []
    const origin = this.column.getBoundingClientRect()
    const boxes = [...read, chosen].map((frame) => frame?.getBoundingClientRect())
    const to = boxes.pop()
    const lines = boxes.flatMap(({ left, right, bottom }) =>
      [left, right].map((x) => ({
        x1: x - origin.left,
        y1: bottom - origin.top,
        x2: (to.left + to.right) / 2 - origin.left,
        y2: to.top - origin.top,
      }))
    )
    this.element.replaceChildren(...lines.map((line) => svgElement("line", line)))
  }
}
