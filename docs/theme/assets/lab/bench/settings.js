// The settings of the bench, which of them can stand together, and what they mean.

import { choice, flag, number, wholeNumber, word } from "../common/fields.js"
import { fourOf, layerOf, mapLength, readersOf, spanOf, tapsOf } from "./convolution.js"
import { LIMIT, SIDE, SIZES } from "./library.js"

/** @typedef {import("./library.js").Library} Library */
/** @typedef {ReturnType<typeof fieldsOf>} Fields */
/** @typedef {import("../common/fields.js").ValuesOf<Fields>} Values */
/** @typedef {import("../common/state.js").State<Fields>} BenchState */
/** @typedef {{of: string, row: number, column: number}} Cell of the "map" or the "pool"ed one */
/** @typedef {ReturnType<typeof benchOf>} Bench what settings mean */

/** What the choices of the controls are. */
export const CHOICES = {
  channels: [1, 3],
  size: SIZES,
  stride: [1, 2, 3],
  padding: ["valid", "same"],
  dilation: [1, 2, 3],
  pooling: ["none", "max", "average", "lenet"],
}

/**
 * The settings as an address has them.
 *
 * @param {Library} library
 */
export function fieldsOf(library) {
  return {
    input: word(
      library.channels("digit-0") ? "digit-0" : "square",
      (text) => library.channels(text) !== null,
      `${Object.keys(library.pictures).join(", ")}, or drawing: with ` +
        `${SIDE ** 2} or ${3 * SIDE ** 2} digits from 0 to g`,
    ),
    kernel: word(
      "random-1",
      (text) => library.kernel(text) !== null,
      `${Object.keys(library.kernels).join(", ")}, or all weights with commas between`,
    ),
    stride: wholeNumber(1, 1, CHOICES.stride.at(-1)),
    padding: choice("valid", CHOICES.padding),
    dilation: wholeNumber(1, 1, CHOICES.dilation.at(-1)),
    bias: number(0, -LIMIT, LIMIT),
    relu: flag(false),
    pooling: choice("none", CHOICES.pooling),
    coefficient: number(0.02, -LIMIT, LIMIT),
    shift: number(0, -LIMIT, LIMIT),
    at: word(
      "map:0,0",
      (text) => /^(map|pool):\d,\d$/.test(text),
      "map:2,3 or pool:1,1, for row and column",
    ),
  }
}

/**
 * @param {Library} library
 * @param {Values} values
 * @returns {import("./convolution.js").Geometry}
 */
function geometryOf(library, { kernel, stride, padding, dilation }) {
  return { size: library.kernel(kernel).size, stride, padding, dilation }
}

/**
 * Why these settings cannot stand together.
 *
 * @param {Library} library
 * @param {Values} values
 * @returns {string | null} a sentence to the reader, or null if they can
 */
export function problemOf(library, values) {
  const geometry = geometryOf(library, values)
  const channels = library.channels(values.input).length
  const slices = library.kernel(values.kernel).slices.length
  if (slices > 1 && slices !== channels) {
    return `this kernel has ${slices} slices, and the picture has channels: ${channels}.`
  }
  if (geometry.stride > 1 && geometry.dilation > 1) {
    return "Keras refuses a stride above 1 together with a dilation above 1."
  }
  const length = mapLength(SIDE, geometry)
  if (length < 1) {
    return `the window would span ${spanOf(geometry)} cells, and the picture has ${SIDE}.`
  }
  if (values.pooling !== "none" && length < 2) {
    return "pooling needs a map of at least 2×2."
  }
  return null
}

/**
 * What settings mean: the numbers that go in, and those that come out.
 *
 * @param {Library} library
 * @param {Values} values
 */
export function benchOf(library, values) {
  const geometry = geometryOf(library, values)
  const channels = library
    .channels(values.input)
    .map((pixels) => ({ height: SIDE, width: SIDE, values: pixels }))
  const named = library.kernel(values.kernel).slices
  const slices = channels.map((_, c) => named[named.length > 1 ? c : 0])
  const layer = layerOf(channels, slices, { ...values, geometry })
  return { ...values, channels, slices, geometry, ...layer }
}

/**
 * The output cell that is looked at. A cell that the map has lost gives way to the nearest.
 *
 * @param {Bench} bench
 * @returns {Cell}
 */
export function cellOf(bench) {
  const [, of, ...place] = /^(map|pool):(\d),(\d)$/.exec(bench.at)
  const output = of === "pool" && bench.pooled ? bench.pooled : bench.map
  const [row, column] = place.map(Number)
  return {
    of: output === bench.pooled ? "pool" : "map",
    row: Math.min(row, output.height - 1),
    column: Math.min(column, output.width - 1),
  }
}

/**
 * How `at` writes an output cell.
 *
 * @param {Cell} cell
 */
export function placeOf({ of, row, column }) {
  return `${of}:${row},${column}`
}

/**
 * What the output cell reads: cells of the map, for a pooled one, and cells of the picture.
 *
 * @param {Bench} bench
 * @param {Cell} cell
 * @returns each with row and column; `four` is empty for a cell of the map, `taps` are those of
 *   `tapsOf`
 */
export function readBy(bench, { of, row, column }) {
  const taps = (i, j) => tapsOf(SIDE, bench.geometry, i, j)
  if (of === "map") return { four: [], taps: taps(row, column) }
  const values = fourOf(bench.map, row, column)
  const four = values.map((value, n) => ({
    row: 2 * row + Math.floor(n / 2),
    column: 2 * column + (n % 2),
    value,
  }))
  return { four, taps: four.flatMap((cell) => taps(cell.row, cell.column)) }
}

/**
 * The output cells that a pixel can change.
 *
 * @param {Bench} bench
 * @param {{row: number, column: number}} pixel
 * @returns each with row and column; `pooled` is empty where nothing is pooled
 */
export function usersOf({ geometry, pooled }, { row, column }) {
  const map = readersOf(SIDE, geometry, row, column)
  const within = Array.from(
    { length: pooled ? pooled.values.length : 0 },
    (_, n) => ({ row: Math.floor(n / pooled.width), column: n % pooled.width }),
  )
  const isUsed = (cell) =>
    map.some((used) => used.row >> 1 === cell.row && used.column >> 1 === cell.column)
  return { map, pooled: within.filter(isUsed) }
}

/**
 * What to change so that a control shows another choice. Most settings stand for themselves; two
 * are part of others: the size is the kernel's, the number of channels the picture's.
 *
 * @param {Library} library
 * @param {Values} values the settings now
 * @param {string} name what the control is called
 * @param {any} chosen
 * @returns {Partial<Values>} changes for `State.set`
 */
export function changesFor(library, values, name, chosen) {
  if (name === "size") return { kernel: resized(library, values.kernel, chosen) }
  if (name === "input") {
    const channels = library.channels(chosen).length
    return { input: chosen, kernel: fittingKernel(library, values.kernel, channels) }
  }
  return { [name]: chosen }
}

/** The same kernel in another size: a named one of its kind, or the weights around its middle. */
function resized(library, kernel, size) {
  const sibling = `${kernel.split(":")[0]}:${size}`
  if (Object.hasOwn(library.kernels, sibling)) return sibling
  const old = library.kernel(kernel)
  const middle = (length) => Math.floor((length - 1) / 2)
  const shift = middle(old.size) - middle(size)
  const inside = (place) => place >= 0 && place < old.size
  const cut = (slice) =>
    Array.from({ length: size ** 2 }, (_, n) => {
      const [row, column] = [Math.floor(n / size) + shift, (n % size) + shift]
      return inside(row) && inside(column) ? slice[row * old.size + column] : 0
    })
  return old.slices.map(cut).join()
}

/** The kernel itself, or only its first slice where there is but one channel. */
function fittingKernel(library, kernel, channels) {
  const { slices } = library.kernel(kernel)
  return slices.length > channels ? slices[0].join() : kernel
}
