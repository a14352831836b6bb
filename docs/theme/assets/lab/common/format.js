// Numbers as text.

/**
 * A number with so many decimals, with a proper minus sign and none on a zero.
 *
 * @param {number} value
 * @param {number} decimals
 */
export function rounded(value, decimals) {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−")
}

/**
 * A number as short as it can be with at most so many decimals: 5, 0.25, −17.23.
 *
 * @param {number} value
 * @param {number} decimals
 */
export function short(value, decimals = 2) {
  const text = rounded(value, decimals)
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text
}
