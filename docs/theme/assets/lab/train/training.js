// One network on its way: what it learns from, in which order, and what was seen after each pass.

import { LEARNED, PIXELS } from "./digits.js"
import { Convolution, Pooling, ReLU } from "./layers.js"
import { CLASSES, crossEntropy, softmax } from "./loss.js"
import { Network } from "./network.js"
import { BATCH, LAST, passesApart } from "./passes.js"
import { Preparation } from "./pixels.js"
import { Random } from "./random.js"
import { distanceOfTwins, initialise } from "./start.js"

// A seed's random numbers for the start, the order and dropout do not depend on each other, so that
// two networks of one seed differ in nothing but their switches.
const PURPOSE = { start: 0, order: 1, dropout: 2 }

/**
 * @typedef {object} Score of a network on some digits
 * @property {number} wrong how many it misreads
 * @property {number} of how many there are
 * @property {number} loss the mean
 */

/**
 * @typedef {object} Rec what a network was at the end of a pass
 * @property {number} passes over the digits that it learns
 * @property {number} steps
 * @property {Score} learned
 * @property {Score} tested
 * @property {{place: number, said: number}[]} misread the test digits, counted among all digits
 * @property {Float32Array[]} weights
 * @property {Float32Array[]} gradients of the last step
 * @property {number | null} apart how far the twins are from each other, if two filters start equal
 */

export class Training {
  #order
  #place = 0 // in the order

  /**
   * @param {import("./settings.js").Values} settings
   * @param {import("./digits.js").Digits} digits
   * @param {number} seed
   */
  constructor(settings, digits, seed) {
    const { images, start, equal } = settings
    const learned = digits.greys.subarray(0, images * PIXELS)
    this.settings = settings
    this.preparation = new Preparation(settings.pixels, settings.shuffled, learned)
    this.learned = {
      inputs: this.preparation.inputs(learned),
      labels: digits.labels.subarray(0, images),
    }
    this.tested = {
      inputs: this.preparation.inputs(digits.greys.subarray(LEARNED * PIXELS)),
      labels: digits.labels.subarray(LEARNED),
    }
    this.network = new Network(settings)
    initialise(this.network, start, equal, new Random(seed, PURPOSE.start))
    this.viewer = new Network(settings) // reads digits with any record's weights
    this.shuffler = new Random(seed, PURPOSE.order)
    this.dropper = new Random(seed, PURPOSE.dropout)
    this.#order = Uint16Array.from({ length: images }, (_, place) => place)
    this.inputs = new Float32Array(BATCH * PIXELS)
    this.labels = new Uint8Array(BATCH)
    this.steps = 0
    this.passes = 0
    this.passesApart = passesApart(images)
    /** @type {Rec[]} */
    this.records = [this.#record()]
  }

  /** Whether the last record is made. */
  get over() {
    return this.records.length > LAST
  }

  /** Learn from one batch; at the end of a pass, see what has been learned. */
  step() {
    if (this.#place === 0) this.shuffler.shuffle(this.#order)
    const batch = this.#order.subarray(this.#place, this.#place + BATCH)
    batch.forEach((place, n) => {
      const first = place * PIXELS
      this.inputs.set(this.learned.inputs.subarray(first, first + PIXELS), n * PIXELS)
      this.labels[n] = this.learned.labels[place]
    })
    this.network.dropout?.draw(this.dropper)
    this.loss = this.network.learn(this.inputs, this.labels, batch.length)
    this.steps += 1
    this.#place += batch.length
    if (this.#place < this.#order.length) return
    this.#place = 0
    this.passes += 1
    if (this.passes % this.passesApart === 0) this.records.push(this.#record())
  }

  /** @returns {Rec} */
  #record() {
    const { network } = this
    const learned = this.#score(this.learned)
    const tested = this.#score(this.tested)
    return {
      passes: this.passes,
      steps: this.steps,
      learned: learned.score,
      tested: tested.score,
      misread: tested.misread.map(({ place, said }) => ({ place: LEARNED + place, said })),
      weights: network.weights,
      gradients: network.parameters.map(({ gradient }) => gradient.slice()),
      apart: this.settings.equal === "none" ? null : distanceOfTwins(network),
    }
  }

  #score({ inputs, labels }) {
    let loss = 0
    const misread = []
    for (let first = 0; first < labels.length; first += BATCH) {
      const answers = labels.subarray(first, first + BATCH)
      const batch = inputs.subarray(first * PIXELS, (first + BATCH) * PIXELS)
      const scores = this.network.scores(batch, answers.length)
      loss += crossEntropy(scores, answers, answers.length)
      for (let n = 0; n < answers.length; n += 1) {
        const said = largest(scores, n * CLASSES)
        if (said !== answers[n]) misread.push({ place: first + n, said })
      }
    }
    const of = labels.length
    return { score: { wrong: misread.length, of, loss: loss / of }, misread }
  }

  /**
   * What a digit becomes in the network as it is now, or was at a record.
   *
   * @param {ArrayLike<number>} greys of the digit
   * @param {number | null} record
   */
  view(greys, record) {
    const { network, viewer } = this
    const then = record === null ? null : this.records[record]
    viewer.weights = then?.weights ?? network.weights
    const gradients = then?.gradients ?? network.parameters.map(({ gradient }) => gradient.slice())
    const input = this.preparation.inputs(greys)
    const scores = viewer.scores(input, 1)
    const maps = viewer.layers
      .filter((_, n) => isShown(viewer.layers, n))
      .map((layer) => {
        const { height, width, channels } = layer.outputShape
        const values = layer.output.slice(0, height * width * channels)
        return { height, width, channels, values, pooled: layer instanceof Pooling }
      })
    const filters = viewer.convolutions.map((layer, n) => ({
      channels: layer.shape.channels,
      count: layer.outputShape.channels,
      weights: layer.kernel.values.slice(),
      gradient: gradients[2 * n], // each convolution has a kernel and biases, and nothing is below
    }))
    return {
      input,
      maps,
      filters,
      probabilities: softmax(scores, 1, new Float32Array(CLASSES)),
      apart: this.settings.equal === "none" ? null : distanceOfTwins(viewer),
      learnable: network.parameters.reduce((sum, { values }) => sum + values.length, 0),
      steps: then?.steps ?? this.steps,
      passes: then?.passes ?? this.passes,
    }
  }
}

/** The class with the largest score; where several have it, the first. */
function largest(scores, first) {
  let best = 0
  for (let k = 1; k < CLASSES; k += 1) if (scores[first + k] > scores[first + best]) best = k
  return best
}

/** Maps are shown after the activation, and once more after pooling. */
function isShown(layers, n) {
  const layer = layers[n]
  if (layer instanceof Convolution) return !(layers[n + 1] instanceof ReLU)
  return layer instanceof ReLU || layer instanceof Pooling
}
