// The pictures and kernels that the bench offers by name.

import { readNumber } from "../common/fields.js"
import { loadJson } from "../common/files.js"

/** Cells along each side of every picture: small enough to read each number. */
export const SIDE = 8
/** Pictures hold whole numbers from 0 to this, as scikit-learn's digits do. */
export const INK = 16
export const CHANNELS = ["red", "green", "blue"]
/** Cells along each side of a kernel. */
export const SIZES = [1, 2, 3, 4, 5]
/** The largest weight or bias, to either side, that the bench takes. */
export const LIMIT = 100
export const LIMITED = `Weights and biases are numbers from −${LIMIT} to ${LIMIT}.`

/**
 * A square list of numbers, row by row.
 *
 * @param {number} side
 * @param {(row: number, column: number) => number} value
 */
function square(side, value) {
  return Array.from({ length: side ** 2 }, (_, i) => value(Math.floor(i / side), i % side))
}

const drawn = (value) => square(SIDE, value)
const within = (value, first, last) => value >= first && value <= last
const EMPTY = drawn(() => 0)
const spot = (row, column) =>
  drawn((i, j) => within(i, row, row + 1) && within(j, column, column + 1) ? INK : 0)

const pattern = (label, ...channels) => ({ group: "Patterns", label, channels })
const PATTERNS = {
  square: pattern("a bright square", drawn((i, j) => within(i, 2, 5) && within(j, 2, 5) ? INK : 0)),
  edge: pattern("an edge: dark left, bright right", drawn((_, j) => j > 3 ? INK : 0)),
  slope: pattern("a slope: ever brighter to the right", drawn((_, j) => 2 * j)),
  diagonal: pattern("a diagonal stroke", drawn((i, j) => Math.max(0, INK - 8 * Math.abs(i - j)))),
  checks: pattern("a chessboard", drawn((i, j) => (i + j) % 2 ? INK : 0)),
  dot: pattern("one bright pixel", drawn((i, j) => i === 3 && j === 3 ? INK : 0)),
}

const STRIPES = drawn((_, j) => j % 4 < 2 ? INK : 0)
const COLOURED = {
  spots: pattern("a red and a green spot, in one place", spot(3, 3), spot(3, 3), EMPTY),
  apart: pattern("a red and a green spot, apart", spot(1, 1), spot(5, 5), EMPTY),
  twins: pattern("red and green alike", STRIPES, STRIPES, EMPTY),
  double: pattern(
    "green is twice red",
    drawn((_, j) => j + 1),
    drawn((_, j) => 2 * (j + 1)),
    EMPTY,
  ),
}

const kernel = (group, label, ...slices) => ({
  group,
  label,
  size: Math.sqrt(slices[0].length),
  slices,
})
const made = (label, ...weights) => kernel("Made by hand", label, weights)
const across = (label, ...slices) => kernel("Across the channels", label, ...slices)
const blur = (size) => square(size, () => 1 / size ** 2)
const identity = (size) => {
  const middle = Math.floor((size - 1) / 2)
  return square(size, (i, j) => i === middle && j === middle ? 1 : 0)
}
const sized = (name, label, make) =>
  Object.fromEntries(SIZES.map((size) => [`${name}:${size}`, made(label, ...make(size))]))

const BLURRED = blur(3)
const TAKEN_AWAY = BLURRED.map((weight) => -weight)
const NOTHING = Array(9).fill(0)
// deno-fmt-ignore
const KERNELS = {
  ...sized("identity", "identity: the pixel itself", identity),
  ...sized("blur", "blur: the mean of all", blur),
  sharpen: made("sharpen", 0, -1, 0, -1, 5, -1, 0, -1, 0),
  outline: made("outline: edges all around", -1, -1, -1, -1, 8, -1, -1, -1, -1),
  "edge-x": made("edges: right minus left", -1, 0, 1, -1, 0, 1, -1, 0, 1),
  "edge-y": made("edges: below minus above", -1, -1, -1, 0, 0, 0, 1, 1, 1),
  "sobel-x": made("Sobel: right minus left", -1, 0, 1, -2, 0, 2, -1, 0, 1),
  "sobel-y": made("Sobel: below minus above", -1, -2, -1, 0, 0, 0, 1, 2, 1),
  "random-1": kernel("Drawn at random", "random, as in the first lesson", [
    0.06324342, -0.14388585, -0.40798104, -0.24675035, -0.3730538, -0.22161803, 0.11666891,
    -0.17990309, -0.34412956,
  ]),
  "random-2": kernel("Drawn at random", "random, the other one there", [
    0.15853754, -0.19692683, 0.04143384, -0.07410842, 0.22583339, 0.13686094, 0.40331647,
    0.3350769, -0.15513435,
  ]),
  difference: across("red minus green", BLURRED, TAKEN_AWAY, NOTHING),
  opposed: across("twice red minus green", BLURRED.map((weight) => 2 * weight), TAKEN_AWAY, NOTHING),
  orange: across("red minus blue", BLURRED, NOTHING, TAKEN_AWAY),
}

/**
 * Everything that has a name. What the package wrote, the digits among it, is fetched.
 *
 * @returns {Promise<Library>} also without what the package wrote; `missing` says what is lost then
 */
export async function loadLibrary() {
  const files = ["digits.json", "flower.json", "c1-filters.json"]
  try {
    const [{ digits }, { channels }, { kernels }] = await Promise.all(files.map(loadJson))
    return new Library(digits, channels, kernels)
  } catch {
    const library = new Library([], null, [])
    library.missing = "The digits, the flower and LeNet-5’s filters could not be loaded. " +
      "Patterns, drawing and all other kernels work."
    return library
  }
}

export class Library {
  missing = "" // a sentence to the reader

  /**
   * @param {{position: number, label: number, values: number[]}[]} digits
   * @param {number[][] | null} flower three channels
   * @param {number[][]} filters those of LeNet-5's C1
   */
  constructor(digits, flower, filters) {
    const pictures = digits.map(({ position, label, values }) => [`digit-${position}`, {
      group: "Handwritten digits",
      label: position < 10 ? `digit ${label}` : `digit ${label}, another`,
      channels: [values],
    }])
    /** @type {Object<string, {group: string, label: string, channels: number[][]}>} */
    this.pictures = {
      ...Object.fromEntries(pictures),
      ...PATTERNS,
      ...(flower && { flower: { group: "Photograph", label: "a flower", channels: flower } }),
      ...COLOURED,
    }
    const learned = filters.map((weights, n) => [
      `c1-${n + 1}`,
      kernel("Learned", `LeNet-5’s C1, filter ${n + 1}`, weights),
    ])
    /** @type {Object<string, ReturnType<typeof kernel>>} */
    this.kernels = { ...KERNELS, ...Object.fromEntries(learned) }
  }

  /**
   * The channels of a picture, each SIDE² numbers.
   *
   * @param {string} input a name, or "drawing:" and a digit in base 17 for each cell
   * @returns {number[][] | null} null if there is no such picture
   */
  channels(input) {
    if (Object.hasOwn(this.pictures, input)) return this.pictures[input].channels
    const pixels = /^drawing:([0-9a-g]+)$/.exec(input)?.[1]
    if (!pixels || ![1, 3].includes(pixels.length / SIDE ** 2)) return null
    const numbers = Array.from(pixels, (digit) => parseInt(digit, INK + 1))
    return cut(numbers, SIDE ** 2)
  }

  /**
   * The size and the slices of a kernel. A named one with a single slice has it for every channel.
   *
   * @param {string} kernel a name, or all weights, slice by slice and row by row, with commas
   * @returns {{size: number, slices: number[][]} | null} null if there is no such kernel
   */
  kernel(kernel) {
    if (Object.hasOwn(this.kernels, kernel)) return this.kernels[kernel]
    const weights = kernel.split(",").map((text) => readNumber(text, -LIMIT, LIMIT))
    if (weights.includes(undefined)) return null
    for (const channels of [1, 3]) {
      const size = Math.sqrt(weights.length / channels)
      if (SIZES.includes(size)) return { size, slices: cut(weights, size ** 2) }
    }
    return null
  }
}

/** Cut a list into pieces of one length. */
function cut(list, length) {
  return Array.from(
    { length: list.length / length },
    (_, c) => list.slice(c * length, (c + 1) * length),
  )
}

/**
 * What `Library.channels` reads as this picture.
 *
 * @param {number[][]} channels
 */
export function drawing(channels) {
  const pixels = channels.flat().map((value) => value.toString(INK + 1))
  return `drawing:${pixels.join("")}`
}
