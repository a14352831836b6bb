// A digit drawn as the small digits were made: a bitmap of 32×32, of which each pixel of 8×8 counts
// the ink in its 4×4.

import { PIXELS } from "./digits.js"

const SIDE = 32
const BLOCK = 4
const RADIUS = 2.4 // of the pen, in pixels of the bitmap: digits so drawn have as much ink as theirs

export class Drawing {
  #bitmap = new Uint8Array(SIDE * SIDE)

  /**
   * Draw a straight line.
   *
   * @param {number[]} from x and y, each from 0 to 1
   * @param {number[]} to
   */
  line(from, to) {
    const [x0, y0, x1, y1] = [...from, ...to].map((share) => share * SIDE)
    const dots = Math.ceil(Math.hypot(x1 - x0, y1 - y0)) + 1
    for (let n = 0; n <= dots; n += 1) {
      this.#dot(x0 + (x1 - x0) * n / dots, y0 + (y1 - y0) * n / dots)
    }
  }

  #dot(x, y) {
    const [top, left] = [y, x].map((middle) => Math.max(0, Math.floor(middle - RADIUS)))
    for (let row = top; row <= y + RADIUS && row < SIDE; row += 1) {
      for (let column = left; column <= x + RADIUS && column < SIDE; column += 1) {
        const inside = Math.hypot(row + 0.5 - y, column + 0.5 - x) <= RADIUS
        if (inside) this.#bitmap[row * SIDE + column] = 1
      }
    }
  }

  /** The picture: 64 grey values from 0 to 16. */
  get greys() {
    const greys = new Uint8Array(PIXELS)
    this.#bitmap.forEach((ink, at) => {
      const [row, column] = [Math.floor(at / SIDE), at % SIDE].map((n) => Math.floor(n / BLOCK))
      greys[row * SIDE / BLOCK + column] += ink
    })
    return greys
  }
}
