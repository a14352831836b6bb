// A picture too small for anything but a glance: one canvas pixel a number, enlarged by lab.css.

import { colourOf, shareOf } from "./colour.js"

/**
 * @param {import("./picture.js").Grid} grid
 * @param {string} ramp a name that colour.js knows
 * @param {number[]} range the numbers at both ends of the ramp
 * @returns {HTMLCanvasElement} hidden from screen readers: what it stands in has a name
 */
export function thumbnail({ height, width, values }, ramp, range) {
  const canvas = document.createElement("canvas")
  Object.assign(canvas, { height, width, className: "lab-thumbnail" })
  canvas.setAttribute("aria-hidden", "true")
  const image = new ImageData(width, height)
  for (let n = 0; n < height * width; n += 1) {
    image.data.set([...colourOf(ramp, shareOf(values[n], range)), 255], 4 * n)
  }
  canvas.getContext("2d").putImageData(image, 0, 0)
  return canvas
}
