// The 1,797 small digits, as the package has packed them: first those to learn, then those to test.

import { loadBytes } from "../common/files.js"

/** Pixels of a picture: 8×8. */
export const PIXELS = 64

/** What full ink is worth. */
export const INK = 16

/** Digits to learn from; those after them are for testing. */
export const LEARNED = 1437

/** Digits to test with. */
export const TESTED = 360

const ALL = LEARNED + TESTED

/**
 * @typedef {object} Digits
 * @property {Uint8Array} greys 64 for each picture, row by row, from 0 (paper) to 16 (ink)
 * @property {Uint8Array} labels
 */

/**
 * @returns {Promise<Digits>}
 * @throws {Error} with a sentence to the reader, if the file is missing or damaged
 */
export async function loadDigits() {
  return unpacked(new Uint8Array(await loadBytes("training-digits.bin")))
}

/**
 * @param {Uint8Array} packed as cnn_docs.lab.training_digits writes it
 * @returns {Digits}
 */
export function unpacked(packed) {
  const labels = packed.slice(0, ALL)
  const bits = packed.subarray(ALL, ALL + ALL * PIXELS / 8)
  const halves = packed.subarray(ALL + ALL * PIXELS / 8)
  const greys = new Uint8Array(ALL * PIXELS)
  let inked = 0
  for (let pixel = 0; pixel < greys.length; pixel += 1) {
    if (!(bits[pixel >> 3] >> (pixel & 7) & 1)) continue
    greys[pixel] = (halves[inked >> 1] >> 4 * (inked & 1) & 15) + 1
    inked += 1
  }
  if (labels.length < ALL || halves.length !== Math.ceil(inked / 2)) {
    throw new Error("training-digits.bin is damaged")
  }
  return { greys, labels }
}

/**
 * The picture of a digit.
 *
 * @param {Digits} digits
 * @param {number} place among all digits
 */
export function picture({ greys }, place) {
  return greys.subarray(place * PIXELS, (place + 1) * PIXELS)
}
