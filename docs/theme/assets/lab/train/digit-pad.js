// The digit that the network reads, and the pad on which the reader draws another one over it.

import { button, element } from "../common/elements.js"
import { thumbnail } from "../common/image.js"
import { Picture } from "../common/picture.js"
import { INK } from "./digits.js"
import { Drawing } from "./drawing.js"

const STEP = 1 / 16 // of the pad, by which an arrow key moves the pen
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const HELP =
  "Draw with mouse, pen or finger. By keyboard: arrow keys move the pen, the space bar " +
  "sets it down and lifts it."

const gridOf = (greys) => ({ height: 8, width: 8, values: Array.from(greys) })

export class DigitPad {
  #pen = [0.5, 0.5] // the keyboard's
  #down = false
  #last = null // where the pointer's line ends

  /**
   * @param {object} options
   * @param {(greys: Uint8Array) => void} options.onDraw
   * @param {() => void} options.onNext called for another digit
   * @param {(sentence: string) => void} options.say
   */
  constructor({ onDraw, onNext, say }) {
    this.onDraw = onDraw
    this.say = say
    this.picture = new Picture({ caption: "" })
    this.plate = this.picture.plate
    this.plate.setAttribute("role", "application")
    this.plate.classList.add("train-pad")
    this.plate.tabIndex = 0
    const clear = button("Draw", () => {
      this.#begin()
      this.plate.focus()
    })
    const buttons = element(
      "div",
      { class: "train-row" },
      button("Another", onNext),
      clear,
    )
    this.seen = element("p", { class: "train-seen" })
    this.element = element(
      "div",
      { class: "train-digit" },
      this.picture.element,
      buttons,
      this.seen,
    )
    this.#listen()
  }

  /**
   * @param {ArrayLike<number>} greys
   * @param {string} caption
   * @param {boolean} large whether a room is to see it
   */
  show(greys, caption, large) {
    this.picture.name = caption
    this.plate.setAttribute("aria-label", `${caption}. ${HELP}`)
    if (String(this.drawn) !== String(greys)) this.drawing = null // somebody else’s digit
    const shown = gridOf(this.drawing?.asDrawn ?? greys)
    this.picture.draw(shown, { cell: large ? 28 : 17, range: [0, INK], values: false })
    this.seen.hidden = !this.drawing
    this.seen.replaceChildren(
      thumbnail(gridOf(greys), "gray", [0, INK]),
      "enlarged, for the network",
    )
  }

  /** An empty pad. */
  #begin() {
    this.drawing = new Drawing()
    this.#report()
  }

  #line(from, to) {
    this.drawing ??= new Drawing()
    this.drawing.line(from, to)
    this.#report()
  }

  #report() {
    this.drawn = this.drawing.fitted
    this.onDraw(this.drawn)
  }

  #listen() {
    const { plate } = this
    const at = ({ clientX, clientY }) => {
      const { left, top, width, height } = this.picture.canvas.getBoundingClientRect()
      return [(clientX - left) / width, (clientY - top) / height]
    }
    plate.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0) return
      // A script may send events without a pointer behind them, and there is none to capture.
      if (event.isTrusted) plate.setPointerCapture(event.pointerId)
      this.#last = at(event)
      this.#line(this.#last, this.#last)
    })
    plate.addEventListener("pointermove", (event) => {
      if (!this.#last || !event.isPrimary) return
      const place = at(event)
      this.#line(this.#last, place)
      this.#last = place
    })
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      plate.addEventListener(type, () => (this.#last = null))
    }
    plate.addEventListener("blur", () => this.#set(false))
    plate.addEventListener("keydown", (event) => this.#key(event))
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const arrow = ARROWS[event.key]
    if (!arrow && event.key !== " ") return
    event.preventDefault()
    if (!arrow) {
      this.#set(!this.#down)
      if (this.#down) this.#line(this.#pen, this.#pen)
      this.say(this.#down ? "Pen down." : "Pen up.")
      return
    }
    const from = this.#pen
    this.#pen = from.map((share, axis) => Math.min(1, Math.max(0, share + STEP * arrow[axis])))
    if (this.#down) this.#line(from, this.#pen)
    this.#showPen()
  }

  #set(down) {
    this.#down = down
    this.#showPen()
  }

  #showPen() {
    const [column, row] = this.#pen.map((share) => 8 * share - 0.5)
    const focused = document.activeElement === this.plate
    this.picture.frame("tap", focused ? [{ row, column, height: 1, width: 1 }] : [])
  }
}
