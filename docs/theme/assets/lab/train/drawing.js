// A digit drawn as the small digits were made: a bitmap of 32×32, of which each pixel of 8×8 counts
// the ink in its 4×4.

import { PIXELS } from "./digits.js"

const SIDE = 32
const BLOCK = 4
const RADIUS = 2.4 // of the pen, in pixels of the bitmap: digits so drawn have as much ink as theirs
const FILLED = 0.86 // of the field, by the middle of the pen: their digits reach from edge to edge
const LEAST = 0.1 // what is smaller than this is not enlarged any further

export class Drawing {
  #lines = []

  /**
   * Draw a straight line.
   *
   * @param {number[]} from x and y, each from 0 to 1
   * @param {number[]} to
   */
  line(from, to) {
    this.#lines.push([from, to])
  }

  /** As it was drawn: 64 grey values from 0 to 16. */
  get asDrawn() {
    return greysOf(this.#lines)
  }

  /** Enlarged and moved until it fills the field, as the small digits do. */
  get fitted() {
    if (!this.#lines.length) return this.asDrawn
    const ends = [0, 1].map((axis) => {
      const values = this.#lines.flat().map((point) => point[axis])
      return [Math.min(...values), Math.max(...values)]
    })
    const longer = Math.max(LEAST, ...ends.map(([least, most]) => most - least))
    const scale = FILLED / longer
    const fit = (point) =>
      point.map((value, axis) => 0.5 + scale * (value - (ends[axis][0] + ends[axis][1]) / 2))
    return greysOf(this.#lines.map((line) => line.map(fit)))
  }
}

function greysOf(lines) {
  const bitmap = new Uint8Array(SIDE * SIDE)
  for (const line of lines) {
    const [x0, y0, x1, y1] = line.flat().map((share) => share * SIDE)
    const dots = Math.ceil(Math.hypot(x1 - x0, y1 - y0)) + 1
    for (let n = 0; n <= dots; n += 1) {
      dot(bitmap, x0 + (x1 - x0) * n / dots, y0 + (y1 - y0) * n / dots)
    }
  }
  const greys = new Uint8Array(PIXELS)
  bitmap.forEach((ink, at) => {
    const [row, column] = [Math.floor(at / SIDE), at % SIDE].map((n) => Math.floor(n / BLOCK))
    greys[row * SIDE / BLOCK + column] += ink
  })
  return greys
}

function dot(bitmap, x, y) {
  const [top, left] = [y, x].map((middle) => Math.max(0, Math.floor(middle - RADIUS)))
  for (let row = top; row <= y + RADIUS && row < SIDE; row += 1) {
    for (let column = left; column <= x + RADIUS && column < SIDE; column += 1) {
      const inside = Math.hypot(row + 0.5 - y, column + 0.5 - x) <= RADIUS
      if (inside) bitmap[row * SIDE + column] = 1
    }
  }
}
