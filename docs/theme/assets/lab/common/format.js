// Numbers as text that never says something else than the number: what is cut off is less than half
// of the last digit shown, and 0 is written for nothing but zero.

const SIGNIFICANT = 2 // digits that a number keeps; 1.716 as "2" would lie beyond what it can be
const DUST = 1e-10 // what 64 bits leave of terms that cancel; it stands for zero
const TINY = 1e-4 // below, a power of ten is shorter than all the zeros

/**
 * The decimals that show a number to at least two digits.
 *
 * @param {number} value
 */
export function decimalsFor(value) {
  const size = Math.abs(value)
  if (size < DUST) return 0
  return Math.max(0, SIGNIFICANT - 1 - Math.floor(Math.log10(size)))
}

/**
 * A number with so many decimals, with a proper minus sign; "≈0" where these are too few for it.
 *
 * @param {number} value
 * @param {number} decimals
 */
export function rounded(value, decimals) {
  const text = value.toFixed(decimals)
  if (Number(text) !== 0) return text.replace("-", "−")
  return Math.abs(value) < DUST ? text.replace("-", "") : "≈0"
}

/**
 * A number with so many decimals, or with as many more as show two digits of it, and without zeros
 * at its end where it is no longer than that: 5, 0.25, −17.23, 0.0012, 3.1e−7.
 *
 * @param {number} value
 * @param {number} decimals
 */
export function short(value, decimals = 2) {
  const size = Math.abs(value)
  if (size < DUST) return "0"
  const text = size < TINY
    ? value.toExponential(SIGNIFICANT - 1)
    : value.toFixed(Math.max(decimals, decimalsFor(value)))
  const nothingIsCut = Math.abs(Number(text) - value) < DUST * size
  const kept = nothingIsCut ? text.replace(/\.0+(?=e|$)|(\.\d*[1-9])0+(?=e|$)/, "$1") : text
  return kept.replaceAll("-", "−")
}
