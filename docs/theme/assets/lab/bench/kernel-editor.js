// One slice of a kernel as a grid of fields: type a weight, change it by arrow keys, or drag it.

import { colourOf, shareOf } from "../common/colour.js"
import { element } from "../common/elements.js"
import { readNumber } from "../common/fields.js"
import { decimalsFor, rounded, short } from "../common/format.js"
import { LIMIT, LIMITED } from "./library.js"

const STEP = 0.1 // what an arrow key adds; ten times as much with Shift
const DRAG = 8 // pixels of dragging that add one step
const STILL = 4 // pixels that a press may wander without being a drag

export class KernelEditor {
  /**
   * @param {object} handlers
   * @param {(weights: number[]) => void} handlers.onChange called with all weights when the reader
   *   changes one
   * @param {(sentence: string) => void} handlers.onLimit called with what is wrong with a weight
   *   that is not taken, and with "" at the next that is
   */
  constructor({ onChange, onLimit }) {
    this.onChange = onChange
    this.onLimit = onLimit
    this.caption = element("figcaption")
    this.grid = element("div", { class: "kernel-cells" })
    this.element = element("figure", { class: "picture kernel-editor" }, this.caption, this.grid)
    /** @type {HTMLInputElement[]} */
    this.boxes = []
  }

  /**
   * Show a slice.
   *
   * @param {string} name what stands above it
   * @param {number[]} weights size² of them, row by row
   * @param {number[]} range the numbers at both ends of the colours
   */
  show(name, weights, range) {
    this.weights = weights
    this.caption.textContent = name
    if (this.boxes.length !== weights.length) this.#build(weights.length)
    const size = Math.sqrt(weights.length)
    weights.forEach((weight, n) => {
      const box = this.boxes[n]
      const colour = colourOf("diverging", shareOf(weight, range))
      box.style.backgroundColor = `rgb(${colour})`
      box.setAttribute("aria-valuenow", String(weight))
      box.setAttribute("aria-label", `${name}, row ${Math.floor(n / size)}, column ${n % size}`)
      // What the reader is typing is left alone, such as a lone minus sign.
      if (document.activeElement !== box) box.value = this.#text(weight)
    })
  }

  /** A weight as a cell has room for it: with as many decimals as the largest of the slice needs. */
  #text(weight) {
    const places = Math.max(2, decimalsFor(Math.max(...this.weights.map(Math.abs))))
    const isCut = Number(weight.toFixed(places)) !== weight
    return isCut ? rounded(weight, places) : short(weight, places)
  }

  #build(count) {
    this.grid.style.setProperty("--size", String(Math.sqrt(count)))
    this.boxes = Array.from({ length: count }, (_, n) => this.#box(n))
    this.grid.replaceChildren(...this.boxes)
  }

  #set(n, weight) {
    const kept = Math.min(LIMIT, Math.max(-LIMIT, weight))
    this.onLimit(kept === weight ? "" : LIMITED)
    this.onChange(this.weights.map((old, m) => (m === n ? kept : old)))
  }

  /** Add whole steps, without the dust that sums of tenths leave behind. */
  #add(n, from, steps) {
    this.#set(n, Number((from + steps * STEP).toFixed(8)))
    this.boxes[n].value = String(this.weights[n]).replace("-", "−")
  }

  #box(n) {
    const box = element("input", {
      type: "text",
      role: "spinbutton",
      autocomplete: "off",
      spellcheck: "false",
    })
    box.addEventListener("focus", () => {
      box.value = String(this.weights[n]).replace("-", "−") // all its digits, to be edited
      box.select()
    })
    box.addEventListener("blur", () => {
      this.onLimit("")
      box.removeAttribute("aria-invalid")
      box.value = this.#text(this.weights[n])
    })
    box.addEventListener("input", () => {
      const weight = readNumber(box.value, -LIMIT, LIMIT)
      box.setAttribute("aria-invalid", String(weight === undefined))
      if (weight === undefined) this.onLimit(LIMITED)
      else this.#set(n, weight)
    })
    box.addEventListener("keydown", (event) => {
      const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key]
      if (!direction || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      this.#add(n, this.weights[n], direction * (event.shiftKey ? 10 : 1))
    })
    this.#drag(box, n)
    return box
  }

  /** Dragging to the right or upward adds to a weight; a press without dragging edits it. */
  #drag(box, n) {
    let start = null
    box.addEventListener("mousedown", (event) => {
      if (document.activeElement !== box) event.preventDefault() // no focus before we know
    })
    box.addEventListener("pointerdown", (event) => {
      if (document.activeElement === box || event.button) return
      start = { x: event.clientX, y: event.clientY, weight: this.weights[n], dragged: false }
      box.setPointerCapture(event.pointerId)
    })
    box.addEventListener("pointermove", (event) => {
      if (!start) return
      const way = event.clientX - start.x - (event.clientY - start.y)
      start.dragged ||= Math.abs(way) > STILL
      if (start.dragged) this.#add(n, start.weight, Math.round(way / DRAG))
    })
    const end = (event) => {
      if (!start) return
      if (start.dragged) box.value = this.#text(this.weights[n])
      else if (event.type === "pointerup") box.focus()
      start = null
    }
    box.addEventListener("pointerup", end)
    box.addEventListener("pointercancel", end)
  }
}
