// What the network gets to see of a picture: its grey values scaled, and in their order or not.

import { INK, PIXELS } from "./digits.js"
import { Random } from "./random.js"

const RESHUFFLED = 1 // the seed of the one order that shuffled pixels have

/**
 * Where each pixel of the network's input comes from.
 *
 * @param {boolean} shuffled
 */
export function pixelOrder(shuffled) {
  const order = Array.from({ length: PIXELS }, (_, pixel) => pixel)
  return shuffled ? new Random(RESHUFFLED).shuffle(order) : order
}

/** Makes the network's inputs from pictures. */
export class Preparation {
  /**
   * @param {string} scaling "raw", "sixteenth" or "standardised"
   * @param {boolean} shuffled whether the pixels change places, in every picture in the same way
   * @param {Uint8Array} greys of the pictures that are learned: `standardised` asks for their mean
   *   and spread, pixel by pixel
   */
  constructor(scaling, shuffled, greys) {
    this.order = pixelOrder(shuffled)
    this.means = new Float64Array(PIXELS)
    this.divisors = new Float64Array(PIXELS).fill(scaling === "sixteenth" ? INK : 1)
    if (scaling === "standardised") this.#measure(greys)
  }

  #measure(greys) {
    const count = greys.length / PIXELS
    for (let pixel = 0; pixel < PIXELS; pixel += 1) {
      let sum = 0
      let squares = 0
      for (let at = pixel; at < greys.length; at += PIXELS) {
        sum += greys[at]
        squares += greys[at] ** 2
      }
      this.means[pixel] = sum / count
      // A pixel that is the same in all pictures stays 0, as in scikit-learn.
      this.divisors[pixel] = Math.sqrt(squares / count - (sum / count) ** 2) || 1
    }
  }

  /**
   * @param {ArrayLike<number>} greys of any number of pictures
   * @returns {Float32Array}
   */
  inputs(greys) {
    const made = new Float32Array(greys.length)
    for (let first = 0; first < greys.length; first += PIXELS) {
      for (let to = 0; to < PIXELS; to += 1) {
        const from = this.order[to]
        made[first + to] = (greys[first + from] - this.means[from]) / this.divisors[from]
      }
    }
    return made
  }
}
