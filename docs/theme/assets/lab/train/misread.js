// The test digits that are still misread; each can be put before the network.

import { element } from "../common/elements.js"
import { thumbnail } from "../common/image.js"
import { INK, picture } from "./digits.js"

const MOST = 24 // digits in the row

export class Misread {
  /**
   * @param {import("./digits.js").Digits} digits
   * @param {(place: number) => void} onChoose called with a place among all digits
   */
  constructor(digits, onChoose) {
    this.digits = digits
    this.onChoose = onChoose
    this.title = element("p")
    this.row = element("div", {
      class: "train-misread",
      role: "group",
      "aria-label": "misread digits",
    })
    this.element = element("div", { class: "train-mistakes" }, this.title, this.row)
  }

  /**
   * @param {{place: number, said: number}[]} misread
   * @param {number} of how many digits there are
   * @param {string} name of the network, where there are two
   */
  show(misread, of, name) {
    const look = `${name} ${misread.map(({ place, said }) => `${place}:${said}`)}`
    if (look === this.look) return
    this.look = look
    const whose = name ? `${name}: ` : ""
    const more = misread.length > MOST ? `; the first ${MOST}:` : misread.length ? ":" : "."
    this.title.textContent = `${whose}${misread.length} of ${of} new digits misread${more}`
    this.row.replaceChildren(...misread.slice(0, MOST).map((one) => this.#one(one)))
  }

  #one({ place, said }) {
    const label = this.digits.labels[place]
    const grid = { height: 8, width: 8, values: Array.from(picture(this.digits, place)) }
    const made = element(
      "button",
      { class: "train-cell", type: "button", "aria-label": `a ${label}, read as ${said}` },
      thumbnail(grid, "gray", [0, INK]),
      element("span", { "aria-hidden": "true" }, `${label} → ${said}`),
    )
    made.addEventListener("click", () => this.onChoose(place))
    return made
  }
}
