// A picture of a two-dimensional array of numbers: crisp cells, their values where they fit, frames
// around windows of cells, and a cursor for pointer and keyboard.
//
// Only frames and padding follow the page's theme, and these are elements styled by lab.css. The
// cells are the same in light and in dark, so a canvas never has to be painted for a theme.

import { colourOf, shareOf, textOn } from "./colour.js"
import { element } from "./elements.js"
import { decimalsFor, rounded } from "./format.js"
import { imageOf } from "./image.js"

/** @typedef {import("./image.js").Grid} Grid */

/** @typedef {{row: number, column: number, height: number, width: number}} Window in cells */

/** @typedef {"point" | "press" | "drag" | "key"} How a reader came to a cell: by arrow keys, say */

const NONE = { top: 0, right: 0, bottom: 0, left: 0 }
/** Where each arrow key leads: rows down, columns to the right. */
export const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
const LARGEST_TEXT = 14 // or, in large cells, a third of a cell
const COMFORTABLE_TEXT = 10.5
const SMALLEST_TEXT = 8 // pixels; smaller numbers are left out, not shrunk
const FONT = "system-ui, sans-serif"

export class Picture {
  /**
   * @param {object} options
   * @param {string} options.caption what stands above the picture
   * @param {string} [options.ramp] colours, a name that colour.js knows
   * @param {(row: number, column: number, how: How) => void} [options.onCell] called when the
   *   reader points at a cell, presses on it, drags on to it, or reaches it with the arrow keys.
   *   With it the picture takes focus.
   * @param {boolean} [options.slides] whether a finger that moves on it chooses cells; else it
   *   scrolls the page
   * @param {string} [options.hint] what the keyboard does, for screen readers
   */
  constructor(
    { caption, ramp = "gray", onCell, slides = false, hint = "Arrow keys choose a cell." },
  ) {
    this.ramp = ramp
    this.onCell = onCell
    this.hint = hint
    this.cursor = { row: 0, column: 0 }
    this.caption = element("figcaption")
    this.canvas = element("canvas")
    this.cells = element("div", { class: "picture-cells" }, this.canvas)
    const role = onCell ? "application" : "img"
    this.plate = element("div", { class: "picture-plate", role }, this.cells)
    this.plate.classList.toggle("picture-slides", slides)
    this.element = element("figure", { class: "picture" }, this.caption, this.plate)
    this.frames = new Map()
    if (onCell) this.#listen()
    this.name = caption
  }

  /** What stands above the picture, and names it to a screen reader. */
  set name(text) {
    this.caption.textContent = text
    this.plate.setAttribute("aria-label", this.onCell ? `${text}. ${this.hint}` : text)
  }

  get name() {
    return this.caption.textContent
  }

  /**
   * Paint the cells.
   *
   * @param {Grid} grid
   * @param {object} options
   * @param {number} options.cell side of a cell in CSS pixels; see `fittingCell`
   * @param {number[]} options.range the numbers at both ends of the ramp; for a diverging ramp
   *   choose them symmetric, so that its middle means zero
   * @param {boolean} [options.values] whether to write the numbers where there is room for them
   * @param {number} [options.decimals] the most decimals to write
   * @param {{top: number, right: number, bottom: number, left: number}} [options.padding] cells of
   *   zeros to show around the picture
   */
  draw(grid, { cell, range, values = true, decimals = 2, padding = NONE }) {
    this.grid = grid
    const sides = [padding.top, padding.right, padding.bottom, padding.left]
    const style = this.element.style
    style.setProperty("--cell", `${cell}px`)
    style.setProperty("--rows", String(grid.height))
    style.setProperty("--columns", String(grid.width))
    style.setProperty("--padding", sides.map((side) => `${side * cell}px`).join(" "))
    this.plate.classList.toggle("picture-padded", sides.some((side) => side > 0))

    // Writing numbers is slow, and most pictures stay as they are while the pointer moves.
    const settings = [this.ramp, cell, devicePixelRatio, range, decimals, grid.width]
    const look = values ? `${settings} ${Array.from(grid.values)}` : ""
    if (values && look === this.look) return
    this.look = look

    const { canvas } = this
    if (!values) {
      // One pixel a cell; lab.css enlarges it without smoothing.
      Object.assign(canvas, { width: grid.width, height: grid.height })
      canvas.getContext("2d").putImageData(imageOf(grid, this.ramp, range), 0, 0)
      return
    }
    const colours = this.#colours(range)
    const side = cell * devicePixelRatio
    canvas.width = Math.round(side * grid.width)
    canvas.height = Math.round(side * grid.height)
    const context = canvas.getContext("2d")
    colours.forEach((colour, i) => {
      if (!colour) return
      const [top, left] = [Math.floor(i / grid.width), i % grid.width].map((n) =>
        Math.round(n * side)
      )
      context.fillStyle = `rgb(${colour})`
      context.fillRect(left, top, Math.ceil(side), Math.ceil(side))
    })
    this.#writeValues(context, side, decimals, colours)
  }

  /** The colour of each cell; null for an empty one. */
  #colours(range) {
    return Array.from(
      this.grid.values,
      (value) => Number.isNaN(value) ? null : colourOf(this.ramp, shareOf(value, range)),
    )
  }

  #writeValues(context, side, decimals, colours) {
    const { height, width, values } = this.grid
    const room = 0.92 * side
    const filled = Array.from(values).filter((value) => !Number.isNaN(value))
    const whole = filled.every(Number.isInteger)
    // As many decimals as can be read with ease, and no fewer than the largest number needs.
    const needed = whole ? 0 : decimalsFor(Math.max(...filled.map(Math.abs)))
    const largest = Math.max(LARGEST_TEXT * devicePixelRatio, side / 3)
    for (let places = whole ? 0 : Math.max(decimals, needed); places >= needed; places -= 1) {
      const texts = Array.from(values, (value) => Number.isNaN(value) ? "" : rounded(value, places))
      const widest = Math.max(...texts.map((text) => widthOf(context, text)))
      const size = Math.min((100 * room) / widest, 0.5 * side, largest)
      if (size < (places > needed ? COMFORTABLE_TEXT : SMALLEST_TEXT) * devicePixelRatio) continue
      // Few sizes, for each new one costs the browser milliseconds.
      context.font = `${Math.floor(size)}px ${FONT}`
      context.textAlign = "center"
      context.textBaseline = "middle"
      for (let i = 0; i < height * width; i += 1) {
        if (!colours[i]) continue
        context.fillStyle = textOn(colours[i])
        const [row, column] = [Math.floor(i / width), i % width]
        context.fillText(texts[i], (column + 0.5) * side, (row + 0.53) * side)
      }
      return
    }
  }

  /**
   * Frame windows of cells, instead of those framed under the same name before.
   *
   * @param {string} name the frame's class, for lab.css: "window", "tap", "chosen", …
   * @param {Window[]} windows none takes the frames away; rows and columns may be negative, for
   *   windows that reach into the padding
   */
  frame(name, windows) {
    const old = this.frames.get(name) ?? []
    // Frames are moved, not made anew, so that they can glide from place to place.
    const frames = windows.map((_, i) => old[i] ?? this.#newFrame(name))
    old.slice(windows.length).forEach((frame) => frame.remove())
    windows.forEach((window, i) => {
      for (const side of ["row", "column", "height", "width"]) {
        frames[i].style.setProperty(`--${side}`, String(window[side]))
      }
    })
    this.frames.set(name, frames)
  }

  #newFrame(name) {
    const frame = element("span", { class: `frame frame-${name}` })
    this.cells.append(frame)
    return frame
  }

  #listen() {
    const plate = this.plate
    plate.tabIndex = 0
    let last = ""
    const report = (event, how) => {
      const box = this.canvas.getBoundingClientRect()
      const column = Math.floor(((event.clientX - box.left) / box.width) * this.grid.width)
      const row = Math.floor(((event.clientY - box.top) / box.height) * this.grid.height)
      const inside = row >= 0 && column >= 0 && row < this.grid.height && column < this.grid.width
      const place = `${row} ${column} ${how}`
      if (!inside || place === last) return
      last = place
      this.cursor = { row, column }
      this.onCell(row, column, how)
    }
    plate.addEventListener("pointerdown", (event) => {
      last = ""
      // A finger is captured by the element it first touches; let go, or there is no drag.
      if (plate.hasPointerCapture(event.pointerId)) plate.releasePointerCapture(event.pointerId)
      report(event, "press")
    })
    plate.addEventListener("pointermove", (event) => {
      for (const step of event.getCoalescedEvents?.() ?? [event]) {
        report(step, event.buttons ? "drag" : "point")
      }
    })
    plate.addEventListener("pointerleave", () => (last = ""))
    plate.addEventListener("keydown", (event) => {
      const step = STEPS[event.key]
      if (!step || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      const inside = (value, size) => Math.min(size - 1, Math.max(0, value))
      const row = inside(this.cursor.row + step[0], this.grid.height)
      const column = inside(this.cursor.column + step[1], this.grid.width)
      this.cursor = { row, column }
      this.onCell(row, column, "key")
    })
  }
}

const widths = new Map()

/** Width of a number's text at 100 pixels. Measuring is slow; digits are as good as alike. */
function widthOf(context, text) {
  const pattern = text.replace(/\d/g, "0")
  if (!widths.has(pattern)) {
    context.font = `100px ${FONT}`
    widths.set(pattern, context.measureText(pattern).width)
  }
  return widths.get(pattern)
}

/**
 * The side of a cell so that so many columns fit, in whole device pixels, in CSS pixels.
 *
 * @param {number} room CSS pixels
 * @param {number} columns
 * @param {number} largest CSS pixels
 */
export function fittingCell(room, columns, largest) {
  const side = Math.min(largest, room / columns)
  return Math.max(1, Math.floor(side * devicePixelRatio)) / devicePixelRatio
}
