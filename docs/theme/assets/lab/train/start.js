// The weights before the first step.

/** From a layer's fans, how many numbers go into a unit and how many come out, to the limit. */
const LIMITS = {
  small: () => 0.001,
  glorot: ([into, out]) => Math.sqrt(6 / (into + out)),
  he: ([into]) => Math.sqrt(6 / into),
  large: () => 2,
}

/** How the weights may start: uniformly between minus and plus a limit; all biases at 0. */
export const STARTS = Object.keys(LIMITS)

/** Which filters may start equal: none, or two with random or equal outgoing weights. */
export const EQUALS = ["none", "filters", "all"]

/**
 * @param {import("./network.js").Network} network
 * @param {string} start one of `STARTS`
 * @param {string} equal one of `EQUALS`
 * @param {import("./random.js").Random} random
 */
export function initialise(network, start, equal, random) {
  for (const layer of [...network.convolutions, network.dense]) {
    random.fill(layer.kernel.values, LIMITS[start](layer.fans))
  }
  if (equal === "none") return
  const [kernel, weights] = twins(network)
  kernel.copyWithin(weights, 0, weights)
  if (equal === "all") {
    const { kernel: { values }, units } = network.dense
    const { channels } = network.convolutions.at(-1).outputShape
    for (let from = 0; from < values.length; from += channels * units) {
      values.copyWithin(from + units, from, from + units)
    }
  }
}

/**
 * How far apart the first two filters of the last convolution are: the largest difference of two of
 * their weights.
 *
 * @param {import("./network.js").Network} network
 */
export function distanceOfTwins(network) {
  const [kernel, weights] = twins(network)
  let largest = 0
  for (let k = 0; k < weights; k += 1) {
    largest = Math.max(largest, Math.abs(kernel[k] - kernel[weights + k]))
  }
  return largest
}

/** @returns {[Float32Array, number]} the kernel of the last convolution; weights of each filter */
function twins({ convolutions }) {
  const last = convolutions.at(-1)
  return [last.kernel.values, last.weights]
}
