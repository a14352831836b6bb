// The pictures and kernels that the bench offers by name.

import { readNumber } from "../common/state.js"

/** Cells along each side of every picture: small enough to read each number. */
export const SIDE = 8
/** Pictures hold whole numbers from 0 to this, as scikit-learn's digits do. */
export const INK = 16
export const CHANNELS = ["red", "green", "blue"]
const DRAWING = "drawing:"
/** The largest weight or bias, to either side, that the bench takes. */
export const LIMIT = 100

/** A square list of numbers, row by row. */
const square = (side, value) =>
  Array.from({ length: side ** 2 }, (_, i) => value(Math.floor(i / side), i % side))
const drawn = (value) => square(SIDE, value)
const within = (value, first, last) => value >= first && value <= last
const EMPTY = drawn(() => 0)
const spot = (row, column) =>
  drawn((i, j) => (within(i, row, row + 1) && within(j, column, column + 1) ? INK : 0))

const PATTERNS = {
  square: ["a bright square", drawn((i, j) => (within(i, 2, 5) && within(j, 2, 5) ? INK : 0))],
  edge: ["an edge: dark left, bright right", drawn((_, j) => (j > 3 ? INK : 0))],
  slope: ["a slope: ever brighter to the right", drawn((_, j) => 2 * j)],
  diagonal: ["a diagonal stroke", drawn((i, j) => Math.max(0, INK - 8 * Math.abs(i - j)))],
  checks: ["a chessboard", drawn((i, j) => ((i + j) % 2 ? INK : 0))],
  dot: ["one bright pixel", drawn((i, j) => (i === 3 && j === 3 ? INK : 0))],
}

const STRIPES = drawn((_, j) => (j % 4 < 2 ? INK : 0))
const COLOURED = {
  spots: ["a red and a green spot, in one place", [spot(3, 3), spot(3, 3), EMPTY]],
  apart: ["a red and a green spot, apart", [spot(1, 1), spot(5, 5), EMPTY]],
  twins: ["red and green alike", [STRIPES, STRIPES, EMPTY]],
}

const blur = (size) => square(size, () => 1 / size ** 2)
const identity = (size) => {
  const middle = Math.floor((size - 1) / 2)
  return square(size, (i, j) => (i === middle && j === middle ? 1 : 0))
}

// Kernels that exist in every size.
const SIZED = {
  identity: ["identity: the pixel itself", identity],
  blur: ["blur: the mean of all", blur],
}

// deno-fmt-ignore
const FIXED = {
  sharpen: ["sharpen", [0, -1, 0, -1, 5, -1, 0, -1, 0]],
  outline: ["outline: edges all around", [-1, -1, -1, -1, 8, -1, -1, -1, -1]],
  "edge-x": ["edges: right minus left", [-1, 0, 1, -1, 0, 1, -1, 0, 1]],
  "edge-y": ["edges: below minus above", [-1, -1, -1, 0, 0, 0, 1, 1, 1]],
  "sobel-x": ["Sobel: right minus left", [-1, 0, 1, -2, 0, 2, -1, 0, 1]],
  "sobel-y": ["Sobel: below minus above", [-1, -2, -1, 0, 0, 0, 1, 2, 1]],
  "random-1": [
    "random, as in the first lesson",
    [
      0.06324342, -0.14388585, -0.40798104, -0.24675035, -0.3730538, -0.22161803, 0.11666891,
      -0.17990309, -0.34412956,
    ],
  ],
  "random-2": [
    "random, the other one there",
    [
      0.15853754, -0.19692683, 0.04143384, -0.07410842, 0.22583339, 0.13686094, 0.40331647,
      0.3350769, -0.15513435,
    ],
  ],
}

// For three channels, with a slice for each.
const blurred = blur(3)
const MIXED = {
  difference: ["red minus green", [blurred, blurred.map((weight) => -weight), Array(9).fill(0)]],
}

/**
 * Everything that has a name. What is exported from Python, the digits among it, is fetched.
 *
 * @returns {Promise<Library>} also without what was exported; `missing` says what is lost then
 */
export async function loadLibrary() {
  const files = ["digits.json", "flower.json", "c1-filters.json"]
  try {
    const [digits, flower, filters] = await Promise.all(files.map(fetchJson))
    return new Library({
      digits: digits.digits,
      flower: flower.channels,
      filters: filters.kernels.map((kernel) => kernel.flat()),
    })
  } catch {
    const missing = "The digits, the flower and LeNet-5’s filters could not be loaded. " +
      "Patterns, drawing and all other kernels work."
    return new Library({ digits: [], flower: null, filters: [] }, missing)
  }
}

async function fetchJson(name) {
  const answer = await fetch(new URL(`../data/${name}`, import.meta.url))
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
  return answer.json()
}

export class Library {
  /**
   * @param {object} exported each picture and kernel a flat list of numbers
   * @param {{position: number, label: number, values: number[]}[]} exported.digits
   * @param {number[][] | null} exported.flower three channels
   * @param {number[][]} exported.filters those of LeNet-5's C1
   * @param {string} [missing] a sentence to the reader
   */
  constructor(exported, missing = "") {
    this.missing = missing
    this.pictures = {}
    const { pictures } = this
    for (const { position, label, values } of exported.digits) {
      pictures[`digit-${position}`] = {
        label: position < 10 ? `digit ${label}` : `digit ${label}, another`,
        group: "Handwritten digits",
        channels: [values],
      }
    }
    for (const [name, [label, pixels]] of Object.entries(PATTERNS)) {
      pictures[name] = { label, group: "Patterns", channels: [pixels] }
    }
    if (exported.flower) {
      pictures.flower = { label: "a flower", group: "Photograph", channels: exported.flower }
    }
    for (const [name, [label, channels]] of Object.entries(COLOURED)) {
      pictures[name] = { label, group: "Patterns", channels }
    }

    this.kernels = {}
    const { kernels } = this
    for (const [name, [label, make]] of Object.entries(SIZED)) {
      for (let size = 1; size <= 5; size += 1) {
        kernels[`${name}:${size}`] = { label, size, group: "Made by hand", slices: [make(size)] }
      }
    }
    for (const [name, [label, weights]] of Object.entries(FIXED)) {
      kernels[name] = {
        label,
        size: 3,
        group: name.startsWith("random") ? "Drawn at random" : "Made by hand",
        slices: [weights],
      }
    }
    for (const [name, [label, slices]] of Object.entries(MIXED)) {
      kernels[name] = { label, size: 3, group: "Across the channels", slices }
    }
    exported.filters.forEach((weights, n) => {
      const label = `LeNet-5’s C1, filter ${n + 1}`
      kernels[`c1-${n + 1}`] = { label, size: 5, group: "Learned", slices: [weights] }
    })
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
      if (Number.isInteger(size) && size <= 5) return { size, slices: cut(weights, size ** 2) }
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

/** What `Library.channels` reads as this picture. */
export function drawing(channels) {
  return DRAWING + channels.flat().map((value) => value.toString(INK + 1)).join("")
}
