// Colours of cells, the same on light and on dark pages, as in the site's figures.

// ColorBrewer's RdBu, from the most negative number over zero in the middle to the most positive.
// deno-fmt-ignore
const DIVERGING = [
  [103, 0, 31], [178, 24, 43], [214, 96, 77], [244, 165, 130], [253, 219, 199], [247, 247, 247],
  [209, 229, 240], [146, 197, 222], [67, 147, 195], [33, 102, 172], [5, 48, 97],
]

// deno-fmt-ignore
const RAMPS = {
  gray: [[0, 0, 0], [255, 255, 255]],
  binary: [[255, 255, 255], [0, 0, 0]],
  red: [[0, 0, 0], [255, 60, 60]],
  green: [[0, 0, 0], [60, 230, 60]],
  blue: [[0, 0, 0], [90, 120, 255]],
  diverging: DIVERGING,
}

/**
 * The colour of a number.
 *
 * @param {string} ramp one of "gray", "binary", "red", "green", "blue", "diverging"
 * @param {number} share where the number lies, from 0 (the ramp's start) to 1; beyond is clamped
 * @returns {number[]} red, green and blue, each from 0 to 255
 * @throws {RangeError} if there is no such ramp
 */
export function colourOf(ramp, share) {
  const stops = RAMPS[ramp]
  if (!stops) throw new RangeError(`no ramp ${ramp}; there are ${Object.keys(RAMPS).join(", ")}`)
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1)
  const before = Math.min(Math.floor(place), stops.length - 2)
  const weight = place - before
  return stops[before].map((low, c) => Math.round(low + weight * (stops[before + 1][c] - low)))
}

/**
 * Where a number lies between the ends of a range, from 0 to 1.
 *
 * @param {number} value
 * @param {number[]} range the numbers at both ends of the ramp
 */
export function shareOf(value, [low, high]) {
  return high > low ? (value - low) / (high - low) : 0.5
}

/**
 * A range around zero that holds all numbers, for a diverging ramp.
 *
 * @param {...ArrayLike<number>} arrays NaN does not count
 */
export function aroundZero(...arrays) {
  let reach = 0
  for (const values of arrays) {
    for (let i = 0; i < values.length; i += 1) reach = Math.max(reach, Math.abs(values[i]) || 0)
  }
  return [-(reach || 1), reach || 1]
}

const tables = new Map()

/**
 * 256 colours along a ramp, each as one pixel of an image: to look up where there is no time to mix.
 *
 * @param {string} ramp
 * @returns {Uint32Array} for the buffer of an ImageData
 */
export function pixelsOf(ramp) {
  if (!tables.has(ramp)) {
    const bytes = Array.from({ length: 256 }, (_, n) => [...colourOf(ramp, n / 255), 255]).flat()
    tables.set(ramp, new Uint32Array(Uint8ClampedArray.from(bytes).buffer))
  }
  return tables.get(ramp)
}

/**
 * Black or white text, whichever has the larger contrast (WCAG 2) on a cell of this colour.
 *
 * @param {number[]} colour
 */
export function textOn(colour) {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  const onDark = 1.05 / (luminance + 0.05)
  const onLight = (luminance + 0.05) / 0.05
  return onLight >= onDark ? "#000000" : "#ffffff" // of these, one always reaches 4.58
}
