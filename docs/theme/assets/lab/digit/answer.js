// The answer: the digit that was read, and the distances of F6 from the ten codes.

import { answer, CODE_COLUMNS, CODE_ROWS } from "./lenet5.js"
import { rounded } from "../common/format.js"
import { element } from "../common/elements.js"
import { thumbnail } from "../common/thumbnail.js"

const CODE = CODE_ROWS * CODE_COLUMNS

export class Answer {
  /**
   * @param {Float64Array} codes ten times 84
   * @param {(unit: import("./unit.js").Unit) => void} onUnit the RBF unit of a digit was chosen
   */
  constructor(codes, onUnit) {
    this.digit = element("strong", "digit-read")
    this.detail = element("p", "digit-detail")
    this.summary = element(
      "div",
      "digit-answer",
      element("p", "", "read as ", this.digit),
      this.detail,
    )
    this.units = Array.from({ length: 10 }, (_, digit) => {
      const grid = {
        height: CODE_ROWS,
        width: CODE_COLUMNS,
        values: codes.subarray(CODE * digit, CODE * (digit + 1)),
      }
      const distance = element("span", "digit-distance")
      const unit = element("button", "digit-code", thumbnail(grid, "binary", [-1, 1]), distance)
      unit.type = "button"
      unit.addEventListener("click", () => onUnit({ layer: "RBF", map: digit, row: 0, column: 0 }))
      return { unit, distance }
    })
    const caption = element(
      "p",
      "",
      "how far F6 is from the code of each digit; the nearest is the answer",
    )
    this.element = element(
      "div",
      "digit-codes",
      caption,
      ...this.units.map(({ unit }) => element("div", "", unit)),
    )
    this.element.setAttribute("role", "group")
    this.element.setAttribute("aria-label", "Distances of F6 from the ten codes")
  }

  /**
   * @param {Float64Array} distances
   * @param {number | null} label what the sample shows, if its label is known
   * @param {boolean} empty whether there is any ink
   * @param {number | null} chosen the digit whose RBF unit is chosen
   */
  show(distances, { label, empty, chosen }) {
    const read = answer(distances)
    this.digit.textContent = read
    this.sentence = sentenceOf(distances, read, label, empty)
    this.detail.textContent = this.sentence
    this.units.forEach(({ unit, distance }, digit) => {
      const text = rounded(distances[digit], 1)
      distance.textContent = text
      unit.classList.toggle("digit-nearest", digit === read)
      unit.setAttribute("aria-pressed", digit === chosen)
      unit.setAttribute("aria-label", `code of ${digit}: distance ${text}`)
    })
  }
}

function sentenceOf(distances, read, label, empty) {
  const others = distances.map((distance, digit) => (digit === read ? Infinity : distance))
  const next = answer(others)
  const [near, far] = [read, next].map((digit) => rounded(distances[digit], 1))
  const nearest = `Its code is nearest, at distance ${near}; next is ${next}, at ${far}.`
  if (empty) return `There is no ink, and the network answers all the same. ${nearest}`
  if (label === null) return nearest
  return label === read ? `So says the label. ${nearest}` : `The label says ${label}. ${nearest}`
}
