// One unit of LeNet-5: what it sees, what it reads, and its arithmetic. No DOM.

import { C3_TABLE, CODE_COLUMNS, CODE_ROWS, IMAGE_SIZE, KERNEL, LAYERS, squash } from "./lenet5.js"

/** @typedef {{layer: string, map: number, row: number, column: number}} Unit */

const NAMES = Object.keys(LAYERS)
const WINDOWS = { C1: [5, 1], S2: [2, 2], C3: [5, 1], S4: [2, 2], C5: [5, 1] } // size, stride

/** The layer that a layer reads; the image is called "input". */
export function layerBefore(layer) {
  return NAMES[NAMES.indexOf(layer) - 1] ?? "input"
}

/**
 * The window of the 32×32 input that a unit sees.
 *
 * @param {Unit} unit
 * @returns {{row: number, column: number, height: number, width: number}} in pixels
 */
export function receptiveField({ layer, row, column }) {
  let extent = 1
  for (let at = layer; at !== "input"; at = layerBefore(at)) {
    const [size, stride] = WINDOWS[at] ?? [1, 1] // F6 and the RBF units see what C5 sees
    row *= stride
    column *= stride
    extent = (extent - 1) * stride + size
  }
  return { row, column, height: extent, width: extent }
}

/**
 * The arithmetic of a unit, as terms that add up.
 *
 * @param {object} weights from `readWeights`
 * @param {Object<string, ArrayLike<number>>} outputs what `forward` returned, and `input`
 * @param {Unit} unit
 * @returns {{groups: object[], sum: number, coefficient: number | null, bias: number | null,
 *   before: number, value: number}} one group for each map that the unit reads: its number `map`,
 *   the `window` in it, three grids `inputs`, `weights` (null for S2 and S4, which have none) and
 *   `products` (for the RBF units squared differences), and their `sum`. Over all groups: `sum`;
 *   with coefficient and bias `before`; squashed (not for the RBF units) `value`.
 */
export function arithmetic(weights, outputs, { layer, map, row, column }) {
  const source = outputs[layerBefore(layer)]
  let groups
  let coefficient = null
  if (layer === "S2" || layer === "S4") {
    groups = [windowGroup(source, 2 * LAYERS[layer].size, map, 2 * row, 2 * column, 2, null)]
    coefficient = weights[layer].coefficient[map]
  } else if (layer in WINDOWS) {
    const first = firstKernel(layer, map)
    groups = sources(layer, map).map((from, n) => {
      const kernel = weights[layer].kernels.subarray(25 * (first + n), 25 * (first + n + 1))
      return windowGroup(source, sizeOf(layerBefore(layer)), from, row, column, KERNEL, kernel)
    })
  } else if (layer === "F6") {
    groups = [vectorGroup(source, weights.F6.kernels.subarray(120 * map, 120 * (map + 1)), 8, 15)]
  } else {
    const code = weights.codes.subarray(84 * map, 84 * (map + 1))
    groups = [vectorGroup(source, code, CODE_ROWS, CODE_COLUMNS, (x, w) => (x - w) ** 2)]
  }
  const sum = groups.reduce((total, group) => total + group.sum, 0)
  const bias = weights[layer]?.bias[map] ?? null
  const before = sum * (coefficient ?? 1) + (bias ?? 0)
  return {
    groups,
    sum,
    coefficient,
    bias,
    before,
    value: layer === "RBF" ? before : squash(before),
  }
}

/**
 * The maps of the layer before that a unit of this map reads.
 *
 * @param {string} layer
 * @param {number} map
 * @returns {number[]}
 */
export function sources(layer, map) {
  if (layer === "C3") return C3_TABLE[map]
  if (layer === "S2" || layer === "S4") return [map]
  return [...Array(LAYERS[layerBefore(layer)]?.maps ?? 1).keys()]
}

/** Where a map's kernels begin among those of its layer. */
function firstKernel(layer, map) {
  if (layer === "C3") return C3_TABLE.slice(0, map).flat().length
  return map * (LAYERS[layerBefore(layer)]?.maps ?? 1)
}

function sizeOf(layer) {
  return LAYERS[layer]?.size ?? IMAGE_SIZE
}

function windowGroup(maps, size, map, row, column, side, kernel) {
  const start = map * size * size + row * size + column
  const inputs = Float64Array.from(
    { length: side * side },
    (_, n) => maps[start + Math.floor(n / side) * size + (n % side)],
  )
  return {
    map,
    window: { row, column, height: side, width: side },
    ...group(inputs, kernel, side, side, (x, w) => x * w),
  }
}

function vectorGroup(inputs, weights, height, width, combine = (x, w) => x * w) {
  return {
    map: null,
    window: null,
    ...group(Float64Array.from(inputs), weights, height, width, combine),
  }
}

function group(inputs, weights, height, width, combine) {
  const products = weights ? inputs.map((x, n) => combine(x, weights[n])) : inputs
  const grid = (values) => ({ height, width, values })
  return {
    inputs: grid(inputs),
    weights: weights && grid(weights),
    products: weights && grid(products),
    sum: products.reduce((total, product) => total + product, 0),
  }
}
