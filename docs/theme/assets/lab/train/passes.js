// How long a training is, and how it is divided: what the page has to know without training itself.

import { LEARNED } from "./digits.js"

/** Digits that are shown before the weights move. */
export const BATCH = 32

/** Records after which a training is over. */
export const LAST = 20

const STEPS = Math.ceil(LEARNED / BATCH) // of a pass over all digits

/**
 * How many passes lie between two records: more than one where passes are short.
 *
 * @param {number} images that are learned
 */
export function passesApart(images) {
  return Math.max(1, Math.round(STEPS / Math.ceil(images / BATCH)))
}
