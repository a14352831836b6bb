// What every layer of LeNet-5 makes of an image, in plain numbers (float64). cnn_docs.lenet5 is the
// same network in Keras; tests compare the two. No DOM.

import { squash } from "../common/squash.js"

/** Size of the kernels, along each side. */
export const KERNEL = 5

/**
 * How each layer is made from the one before.
 *
 * @type {Object<string, Step>}
 */
const STEPS = {
  C1: convolve,
  S2: subsample,
  C3: convolve,
  S4: subsample,
  C5: convolve,
  F6: connect,
  RBF: measure,
}
const NAMES = Object.keys(STEPS)

/** Layers whose maps or units can be removed. */
export const REMOVABLE = NAMES.filter((layer) => layer !== "RBF")

/** @typedef {import("./network.js").Network} Network */

/** @typedef {Object<string, Float64Array | Float32Array>} Outputs by layer, map by map; and `input` */

/** @typedef {(network: Network, layer: string, inputs: Outputs[string]) => Float64Array} Step */

/**
 * What every layer makes of an image.
 *
 * @param {Network} network
 * @param {Float32Array} image 32 × 32 values from −0.1 (paper) to 1.175 (ink), row by row
 * @param {Object<string, Iterable<number>>} [removed] for each layer the maps (of C5 and F6: the
 *   units) whose outputs are set to 0
 * @returns {Outputs} RBF holds the ten squared distances, the smallest of which names the digit
 */
export function forward(network, image, removed = {}) {
  /** @type {Outputs} */
  const outputs = { input: image }
  for (const [layer, step] of Object.entries(STEPS)) {
    const values = step(network, layer, outputs[layerBefore(layer)])
    const cells = network.layers[layer].size ** 2
    for (const map of removed[layer] ?? []) values.fill(0, map * cells, (map + 1) * cells)
    outputs[layer] = values
  }
  return outputs
}

/**
 * The digit whose code is nearest.
 *
 * @param {ArrayLike<number>} distances
 */
export function answer(distances) {
  const all = Array.from(distances)
  return all.indexOf(Math.min(...all))
}

/**
 * The layer that a layer reads; the image is called "input".
 *
 * @param {string} layer
 */
export function layerBefore(layer) {
  return NAMES[NAMES.indexOf(layer) - 1] ?? "input"
}

/**
 * Rows, and columns, of each map that a layer reads.
 *
 * @param {Network} network
 * @param {string} layer
 */
export function sizeBefore(network, layer) {
  return network.layers[layerBefore(layer)]?.size ?? network.imageSize
}

/**
 * The maps of the layer before that a map reads.
 *
 * @param {Network} network
 * @param {string} layer
 * @param {number} map
 */
export function sources(network, layer, map) {
  if (layer === "C3") return network.c3Table[map]
  if (STEPS[layer] === subsample) return [map]
  return [...Array(network.layers[layerBefore(layer)]?.maps ?? 1).keys()]
}

/**
 * 5×5 convolutions without padding: each map from those that it reads.
 *
 * @type {Step}
 */
function convolve(network, layer, inputs) {
  const { maps, size } = network.layers[layer]
  const { kernels, bias } = network.weights[layer]
  const before = sizeBefore(network, layer)
  const outputs = new Float64Array(maps * size * size)
  let first = 0 // of the kernel's weights
  for (let map = 0; map < maps; map += 1) {
    const output = outputs.subarray(map * size * size, (map + 1) * size * size)
    output.fill(bias[map])
    for (const source of sources(network, layer, map)) {
      for (let place = 0; place < KERNEL ** 2; place += 1) {
        const weight = kernels[first + place]
        const tap = Math.floor(place / KERNEL) * before + (place % KERNEL)
        const start = source * before * before + tap
        for (let row = 0; row < size; row += 1) {
          for (let column = 0; column < size; column += 1) {
            output[row * size + column] += weight * inputs[start + row * before + column]
          }
        }
      }
      first += KERNEL ** 2
    }
  }
  return outputs.map(squash)
}

/**
 * The sum of each 2×2 window, times the map's coefficient, plus its bias.
 *
 * @type {Step}
 */
function subsample(network, layer, inputs) {
  const { maps, size } = network.layers[layer]
  const { coefficient, bias } = network.weights[layer]
  const before = sizeBefore(network, layer)
  return Float64Array.from({ length: maps * size * size }, (_, n) => {
    const map = Math.floor(n / (size * size))
    const row = Math.floor(n / size) % size
    const corner = map * before * before + 2 * row * before + 2 * (n % size)
    const below = corner + before
    const sum = inputs[corner] + inputs[corner + 1] + inputs[below] + inputs[below + 1]
    return squash(sum * coefficient[map] + bias[map])
  })
}

/**
 * Units that read all units of the layer before.
 *
 * @type {Step}
 */
function connect(network, layer, inputs) {
  const { kernels, bias } = network.weights[layer]
  return bias.map((start, unit) => {
    let sum = start
    for (let n = 0; n < inputs.length; n += 1) sum += kernels[unit * inputs.length + n] * inputs[n]
    return squash(sum)
  })
}

/**
 * The squared distance from each digit's code.
 *
 * @type {Step}
 */
function measure(network, _layer, inputs) {
  return Float64Array.from(
    network.codes.values,
    (code) => code.reduce((sum, value, n) => sum + (inputs[n] - value) ** 2, 0),
  )
}
