// A grid of numbers as an image: one pixel a cell.

import { pixelsOf, shareOf } from "./colour.js"
import { element } from "./elements.js"

/**
 * @typedef {object} Grid a picture's numbers
 * @property {number} height rows
 * @property {number} width columns
 * @property {number[] | Float32Array | Float64Array} values height · width numbers, row by row; NaN leaves a cell empty
 */

/**
 * The pixels.
 *
 * @param {Grid} grid
 * @param {string} ramp a name that colour.js knows
 * @param {number[]} range the numbers at both ends of the ramp
 */
export function imageOf({ height, width, values }, ramp, range) {
  const image = new ImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  const colours = pixelsOf(ramp)
  for (let i = 0; i < height * width; i += 1) {
    if (Number.isNaN(values[i])) continue // an empty cell stays transparent
    const share = Math.min(1, Math.max(0, shareOf(values[i], range)))
    pixels[i] = colours[Math.round(255 * share)]
  }
  return image
}

/**
 * A picture too small for anything but a glance, enlarged by lab.css.
 *
 * @param {Grid} grid
 * @param {string} ramp a name that colour.js knows
 * @param {number[]} range the numbers at both ends of the ramp
 * @returns {HTMLCanvasElement} hidden from screen readers: what it stands in has a name
 */
export function thumbnail(grid, ramp, range) {
  const { height, width } = grid
  const canvas = element("canvas", { class: "lab-thumbnail", "aria-hidden": "true", height, width })
  canvas.getContext("2d").putImageData(imageOf(grid, ramp, range), 0, 0)
  return canvas
}
