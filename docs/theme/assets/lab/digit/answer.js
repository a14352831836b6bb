// The answer: the digit that was read, and the distances of F6 from the ten codes.

import { element } from "../common/elements.js"
import { short } from "../common/format.js"
import { thumbnail } from "../common/image.js"
import { answer } from "./lenet5.js"

export class Answer {
  /**
   * @param {import("./network.js").Network} network
   * @param {(unit: import("./unit.js").Unit) => void} onUnit the RBF unit of a digit was chosen
   */
  constructor({ codes }, onUnit) {
    this.digit = element("strong", { class: "digit-read" })
    this.detail = element("p", { class: "digit-detail" })
    const read = element("p", { class: "digit-reads" }, "read as ", this.digit)
    /** Stays in view while the reader draws or scrolls. */
    this.summary = element("div", { class: "digit-answer" }, read, this.detail)
    this.units = codes.values.map((values, digit) => {
      const code = thumbnail({ height: codes.rows, width: codes.columns, values }, "binary", [
        -1,
        1,
      ])
      const distance = element("span", { class: "digit-distance" })
      const unit = element("button", { class: "digit-code", type: "button" }, code, distance)
      unit.addEventListener("click", () => onUnit({ layer: "RBF", map: digit, row: 0, column: 0 }))
      return { unit, distance }
    })
    const caption =
      "How far F6 is from the code of each digit. The nearest is the answer, however " +
      "far it is: there is no eleventh code, so the network cannot say “none of these”."
    this.element = element(
      "div",
      { class: "digit-codes", role: "group", "aria-label": "Distances of F6 from the ten codes" },
      element("p", {}, caption),
      ...this.units.map(({ unit }) => element("div", {}, unit)),
    )
  }

  /**
   * @param {ArrayLike<number>} distances
   * @param {object} view
   * @param {number | null} view.label what the sample shows, if its label is known
   * @param {boolean} view.empty whether there is no ink
   * @param {number | null} view.chosen the digit whose RBF unit is chosen
   */
  show(distances, { label, empty, chosen }) {
    const read = answer(distances)
    this.digit.textContent = String(read)
    this.sentence = sentenceOf(distances, read, label, empty)
    this.detail.textContent = this.sentence
    this.units.forEach(({ unit, distance }, digit) => {
      const text = short(distances[digit], 1)
      distance.textContent = text
      unit.classList.toggle("digit-nearest", digit === read)
      unit.setAttribute("aria-pressed", String(digit === chosen))
      unit.setAttribute("aria-label", `code of ${digit}: distance ${text}`)
    })
  }
}

function sentenceOf(distances, read, label, empty) {
  const others = distances.map((distance, digit) => (digit === read ? Infinity : distance))
  const next = answer(others)
  const [near, far] = apart(distances[read], distances[next])
  const nearest = `Its code is nearest, at distance ${near}; next is ${next}, at ${far}.`
  if (empty) return `There is no ink, and the network answers all the same. ${nearest}`
  if (label === null) return nearest
  return label === read ? `So says the label. ${nearest}` : `The label says ${label}. ${nearest}`
}

/** Two numbers with as many decimals as it takes to tell which is the smaller one. */
function apart(one, other) {
  for (let decimals = 1; decimals < 6; decimals += 1) {
    const texts = [one, other].map((number) => short(number, decimals))
    if (texts[0] !== texts[1]) return texts
  }
  return [short(one, 6), short(other, 6)]
}
