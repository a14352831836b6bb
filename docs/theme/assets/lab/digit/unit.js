// One unit of LeNet-5: what it sees, what it reads, and its arithmetic. No DOM.

import { squash } from "../common/squash.js"
import { KERNEL, layerBefore, sizeBefore, sources } from "./lenet5.js"

/** @typedef {{layer: string, map: number, row: number, column: number}} Unit */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("../common/image.js").Grid} Grid */
/** @typedef {import("../common/picture.js").Window} Window */

/**
 * @typedef {object} Group what a unit reads of one map, and what it makes of that
 * @property {number | null} map null where a unit reads all units of the layer before
 * @property {Window | null} window in the map
 * @property {Grid} inputs
 * @property {Grid | null} weights null for S2 and S4, which have none
 * @property {Grid | null} products for the RBF units squared differences
 * @property {number} sum
 */

/** @typedef {ReturnType<typeof arithmetic>} Arithmetic */

/**
 * The window of the input that a unit sees.
 *
 * @param {Network} network
 * @param {Unit} unit
 * @returns {Window} in pixels
 */
export function receptiveField(network, { layer, row, column }) {
  const { receptiveField, jump } = network.layers[layer]
  return { row: row * jump, column: column * jump, height: receptiveField, width: receptiveField }
}

/**
 * The arithmetic of a unit, as terms that add up.
 *
 * @param {Network} network
 * @param {import("./lenet5.js").Outputs} outputs
 * @param {Unit} unit
 * @returns over all groups `sum`; with coefficient and bias, if it has them, `before`; squashed (not
 *   for the RBF units) `value`
 */
export function arithmetic(network, outputs, unit) {
  const { layer, map } = unit
  const { bias, coefficient } = network.weights[layer] ?? {}
  const groups = groupsOf(network, outputs, unit)
  const sum = groups.reduce((total, group) => total + group.sum, 0)
  const before = sum * (coefficient?.[map] ?? 1) + (bias?.[map] ?? 0)
  return {
    groups,
    sum,
    coefficient: coefficient?.[map] ?? null,
    bias: bias?.[map] ?? null,
    before,
    value: layer === "RBF" ? before : squash(before),
  }
}

/** @returns {Group[]} */
function groupsOf(network, outputs, { layer, map, row, column }) {
  const inputs = outputs[layerBefore(layer)]
  const { kernels, coefficient } = network.weights[layer] ?? {}
  if (layer === "RBF") {
    const { rows, columns, values } = network.codes
    return [vectorGroup(inputs, values[map], rows, columns, (x, w) => (x - w) ** 2)]
  }
  if (layer === "F6") {
    const own = kernels.subarray(inputs.length * map, inputs.length * (map + 1))
    return [vectorGroup(inputs, own, 8, 15, times)]
  }
  const size = sizeBefore(network, layer)
  if (coefficient) return [windowGroup(inputs, size, map, 2 * row, 2 * column, 2, null)]
  const earlier = Array.from({ length: map }, (_, other) => sources(network, layer, other)).flat()
  return sources(network, layer, map).map((source, n) => {
    const first = KERNEL ** 2 * (earlier.length + n)
    const kernel = kernels.subarray(first, first + KERNEL ** 2)
    return windowGroup(inputs, size, source, row, column, KERNEL, kernel)
  })
}

const times = (x, weight) => x * weight

function windowGroup(maps, size, map, row, column, side, kernel) {
  const start = map * size * size + row * size + column
  const inputs = Float64Array.from(
    { length: side * side },
    (_, n) => maps[start + Math.floor(n / side) * size + (n % side)],
  )
  const window = { row, column, height: side, width: side }
  return { map, window, ...group(inputs, kernel, side, side, times) }
}

function vectorGroup(inputs, weights, height, width, combine) {
  const all = Float64Array.from(inputs)
  return { map: null, window: null, ...group(all, weights, height, width, combine) }
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
