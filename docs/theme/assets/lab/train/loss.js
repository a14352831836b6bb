// From ten scores to ten probabilities, and how wrong they are.

/** The digits from 0 to 9. */
export const CLASSES = 10

/**
 * Softmax: from the scores of each picture to probabilities, which add up to 1.
 *
 * @param {Float32Array} scores ten for each picture
 * @param {number} count pictures
 * @param {Float32Array} into
 */
export function softmax(scores, count, into) {
  for (let first = 0; first < count * CLASSES; first += CLASSES) {
    let highest = -Infinity
    for (let k = 0; k < CLASSES; k += 1) highest = Math.max(highest, scores[first + k])
    let sum = 0
    for (let k = 0; k < CLASSES; k += 1) sum += Math.exp(scores[first + k] - highest)
    for (let k = 0; k < CLASSES; k += 1) {
      into[first + k] = Math.exp(scores[first + k] - highest) / sum
    }
  }
  return into
}

/**
 * Cross-entropy: minus the logarithm of the probability that the right answer got.
 *
 * @param {Float32Array} scores ten for each picture
 * @param {ArrayLike<number>} labels
 * @param {number} count pictures
 * @returns {number} the sum over the pictures
 */
export function crossEntropy(scores, labels, count) {
  let total = 0
  for (let picture = 0; picture < count; picture += 1) {
    const first = picture * CLASSES
    let highest = -Infinity
    for (let k = 0; k < CLASSES; k += 1) highest = Math.max(highest, scores[first + k])
    let sum = 0
    for (let k = 0; k < CLASSES; k += 1) sum += Math.exp(scores[first + k] - highest)
    total += Math.log(sum) + highest - scores[first + labels[picture]]
  }
  return total
}

/**
 * The gradient of the mean cross-entropy with respect to the scores.
 *
 * @param {Float32Array} probabilities
 * @param {ArrayLike<number>} labels
 * @param {number} count pictures
 * @param {Float32Array} into
 */
export function scoreGradient(probabilities, labels, count, into) {
  for (let i = 0; i < count * CLASSES; i += 1) into[i] = probabilities[i] / count
  for (let picture = 0; picture < count; picture += 1) {
    into[picture * CLASSES + labels[picture]] -= 1 / count
  }
  return into
}
