// Random numbers that come out the same for the same seed, in every browser.

/** A generator of random numbers: mulberry32, by Tommy Ettinger. */
export class Random {
  #state

  /**
   * @param {number} seed a whole number
   * @param {number} [purpose] sequences of one seed for different purposes do not depend on each
   *   other
   */
  constructor(seed, purpose = 0) {
    this.#state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b)
  }

  /** A number from 0 to 1, without 1. */
  number() {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }

  /**
   * Set all numbers of an array at random between minus and plus a limit.
   *
   * @param {Float32Array} values
   * @param {number} limit
   */
  fill(values, limit) {
    for (let i = 0; i < values.length; i += 1) values[i] = limit * (2 * this.number() - 1)
  }

  /**
   * Bring an array into a random order (Fisher and Yates).
   *
   * @template {Uint16Array | number[]} T
   * @param {T} values
   * @returns {T} the same array
   */
  shuffle(values) {
    for (let last = values.length - 1; last > 0; last -= 1) {
      const chosen = Math.floor((last + 1) * this.number())
      const kept = values[last]
      values[last] = values[chosen]
      values[chosen] = kept
    }
    return values
  }
}
