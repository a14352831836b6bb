// The ten probabilities, as bars.

import { element } from "../common/elements.js"

export class Probabilities {
  constructor() {
    this.rows = Array.from({ length: 10 }, (_, digit) => {
      const bar = element("span", { class: "train-bar" })
      const share = element("span", { class: "train-share" })
      const track = element("span", { class: "train-track" }, bar)
      const row = element("li", {}, element("b", {}, String(digit)), track, share)
      return { row, bar, share }
    })
    this.element = element(
      "ol",
      { class: "train-probabilities", "aria-label": "probability of each digit" },
      ...this.rows.map(({ row }) => row),
    )
  }

  /**
   * @param {Float32Array} probabilities
   * @param {number | null} label what the digit is, if that is known
   */
  show(probabilities, label) {
    const most = probabilities.indexOf(Math.max(...probabilities))
    this.rows.forEach(({ row, bar, share }, digit) => {
      bar.style.width = `${100 * probabilities[digit]}%`
      share.textContent = percent(probabilities[digit])
      row.classList.toggle("train-most", digit === most)
      row.classList.toggle("train-right", digit === label)
    })
  }
}

/**
 * A share of 1 as whole per cent; what is not quite nothing, or not quite all, is not called so.
 *
 * @param {number} share
 */
export function percent(share) {
  if (share > 0 && share < 0.01) return "< 1 %"
  if (share < 1 && share > 0.99) return "> 99 %"
  return `${Math.round(100 * share)} %`
}
