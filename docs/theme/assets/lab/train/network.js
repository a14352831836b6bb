// The digit network of the class notes, from its settings.

import { Adam } from "./adam.js"
import { Convolution, Dense, Dropout, Pooling, ReLU } from "./layers.js"
import { CLASSES, crossEntropy, scoreGradient, softmax } from "./loss.js"
import { BATCH } from "./passes.js"

/** @typedef {import("./layers.js").Shape} Shape */

/**
 * @typedef {object} Architecture which parts the network has
 * @property {number} convolutions 0, 1 or 2
 * @property {number} filters of each convolution
 * @property {boolean} relu after each convolution
 * @property {string} pooling "max", "average" or "none"
 * @property {number} dropout share that is set to 0, from 0 to 0.5
 * @property {boolean} frozen whether the convolutions stay as they start
 */

/** Pixels along each side of a picture. */
export const SIDE = 8

/** @type {Shape} */
const PICTURE = { height: SIDE, width: SIDE, channels: 1 }

export class Network {
  /** @param {Architecture} architecture */
  constructor(architecture) {
    const { convolutions, filters, relu, pooling, dropout, frozen } = architecture
    /** @type {(Convolution | ReLU | Pooling | Dropout | Dense)[]} */
    this.layers = []
    const last = () => this.layers.at(-1)?.outputShape ?? PICTURE
    for (let n = 0; n < convolutions; n += 1) {
      this.layers.push(new Convolution(last(), filters, BATCH))
      if (relu) this.layers.push(new ReLU(last(), BATCH))
    }
    if (pooling !== "none") this.layers.push(new Pooling(pooling, last(), BATCH))
    if (dropout > 0) this.layers.push(new Dropout(dropout, last(), BATCH))
    this.dense = new Dense(last(), CLASSES, BATCH)
    this.layers.push(this.dense)
    this.convolutions = this.layers.filter((layer) => layer instanceof Convolution)
    this.dropout = this.layers.find((layer) => layer instanceof Dropout)
    const trained = frozen ? [this.dense] : this.layers
    // Below the first layer that learns, no gradient is needed.
    this.lowest = this.layers.findIndex((layer) =>
      trained.includes(layer) && layer.parameters.length > 0
    )
    this.adam = new Adam(trained.flatMap(({ parameters }) => parameters))
    this.probabilities = new Float32Array(BATCH * CLASSES)
    this.scoreGradient = new Float32Array(BATCH * CLASSES)
  }

  /**
   * Ten scores for each picture.
   *
   * @param {Float32Array} pictures
   * @param {number} count at most BATCH
   * @param {boolean} [training] whether dropout is at work
   * @returns {Float32Array} which the next call writes over
   */
  scores(pictures, count, training = false) {
    return this.layers.reduce((numbers, layer) => layer.forward(numbers, count, training), pictures)
  }

  /**
   * The gradients of the loss, in each parameter's `gradient`.
   *
   * @param {Float32Array} pictures
   * @param {ArrayLike<number>} labels
   * @param {number} count at most BATCH
   * @returns {number} the loss
   */
  gradients(pictures, labels, count) {
    const scores = this.scores(pictures, count, true)
    softmax(scores, count, this.probabilities)
    let gradient = scoreGradient(this.probabilities, labels, count, this.scoreGradient)
    for (let n = this.layers.length - 1; n >= this.lowest; n -= 1) {
      gradient = this.layers[n].backward(gradient, count, n > this.lowest)
    }
    return crossEntropy(scores, labels, count) / count
  }

  /**
   * One step of learning; dropout uses the mask that it has.
   *
   * @param {Float32Array} pictures
   * @param {ArrayLike<number>} labels
   * @param {number} count at most BATCH
   * @returns {number} the loss before the step
   */
  learn(pictures, labels, count) {
    const loss = this.gradients(pictures, labels, count)
    this.adam.step()
    return loss
  }

  /** All that can be learned, layer by layer: kernel, then bias. */
  get parameters() {
    return this.layers.flatMap(({ parameters }) => parameters)
  }

  /** A copy of all weights, to come back to. */
  get weights() {
    return this.parameters.map(({ values }) => values.slice())
  }

  set weights(weights) {
    this.parameters.forEach(({ values }, n) => values.set(weights[n]))
  }
}
