// LeNet-5 as the package has written it: the numbers of the paper, and the trained weights.

import { loadJson, loadPacked } from "../common/files.js"

/**
 * @typedef {object} Network
 * @property {number} imageSize
 * @property {number} background the value of paper in an image
 * @property {number} ink
 * @property {Object<string, {maps: number, size: number, receptiveField: number, jump: number}>} layers
 *   by name and in order; what a unit sees of the image, and the pixels from one unit's to the next
 * @property {number[][]} c3Table TABLE I: the S2 maps that feed each map of C3
 * @property {{rows: number, columns: number, values: number[][]}} codes of the ten digits
 * @property {Object<string, Weights>} weights by layer
 */

/**
 * @typedef {object} Weights
 * @property {Float64Array} [kernels] those of one unit together: 25 for each map that it reads
 * @property {Float64Array} bias one for each map
 * @property {Float64Array} [coefficient] of S2 and S4
 */

/**
 * @returns {Promise<Network>}
 * @throws {Error} with a sentence to the reader, if what it loads is missing or damaged
 */
export async function loadNetwork() {
  const [{ weights: places, ...facts }, bytes] = await Promise.all([
    loadJson("lenet5.json"),
    loadPacked("lenet5.bin"),
  ])
  const counts = Object.values(places).flatMap(Object.values).map(({ shape }) => product(shape))
  const all = counts.reduce((sum, count) => sum + count)
  if (bytes.length !== 2 * all) {
    throw new Error(`lenet5.bin holds ${bytes.length} bytes instead of ${2 * all}`)
  }
  const read = ({ start, shape }) =>
    Float64Array.from(
      { length: product(shape) },
      (_, n) => float16(bytes[start + n] | bytes[all + start + n] << 8), // first all lower bytes
    )
  return { ...facts, weights: each(places, (kinds) => each(kinds, read)) }
}

const product = (shape) => shape.reduce((all, one) => all * one)

const each = (object, make) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, make(value)]))

/** The number in 16 bits: sign, 5 of exponent, 10 of fraction. Older browsers have no getFloat16. */
function float16(bits) {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction)
}
