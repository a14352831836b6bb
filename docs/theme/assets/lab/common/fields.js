// How the settings of an element are written in an address, and read from one.

/**
 * @template T
 * @typedef {object} Field one setting
 * @property {T} fallback its value where nothing says otherwise
 * @property {(text: string) => T | undefined} read undefined where the text says nothing sensible
 * @property {(value: T) => string} write
 * @property {string} accepted what `read` accepts, for a sentence to the reader
 */

/** @typedef {Object<string, Field<any>>} Fields by the name that the address gives them */

/**
 * @template {Fields} F
 * @typedef {{[Name in keyof F]: F[Name]["fallback"]}} ValuesOf what the settings are set to
 */

/**
 * One of several words.
 *
 * @param {string} fallback
 * @param {string[]} words
 */
export function choice(fallback, words) {
  return word(fallback, (text) => words.includes(text), words.join(", "))
}

/**
 * A word that a function knows.
 *
 * @param {string} fallback
 * @param {(text: string) => boolean} known
 * @param {string} accepted
 * @returns {Field<string>}
 */
export function word(fallback, known, accepted) {
  return {
    fallback,
    read: (text) => known(text) ? text : undefined,
    write: (value) => value,
    accepted,
  }
}

/**
 * Yes or no, written 1 or 0.
 *
 * @param {boolean} fallback
 * @returns {Field<boolean>}
 */
export function flag(fallback) {
  return {
    fallback,
    read: (text) => ({ 0: false, 1: true })[text],
    write: (value) => value ? "1" : "0",
    accepted: "0, 1",
  }
}

/**
 * A number between two limits, both included.
 *
 * @param {number} fallback
 * @param {number} least
 * @param {number} most
 * @returns {Field<number>}
 */
export function number(fallback, least, most) {
  return {
    fallback,
    read: (text) => readNumber(text, least, most),
    write: String,
    accepted: `a number from ${least} to ${most}`,
  }
}

/**
 * A whole number between two limits, both included.
 *
 * @param {number} fallback
 * @param {number} least
 * @param {number} most
 * @returns {Field<number>}
 */
export function wholeNumber(fallback, least, most) {
  return {
    ...number(fallback, least, most),
    read: (text) => {
      const value = readNumber(text, least, most)
      return Number.isInteger(value) ? value : undefined
    },
    accepted: `a whole number from ${least} to ${most}`,
  }
}

/**
 * A number as a reader types it: with a point or a comma, with either minus sign.
 *
 * @param {string} text
 * @param {number} least
 * @param {number} most
 * @returns {number | undefined} undefined for what is not a number between the limits
 */
export function readNumber(text, least, most) {
  const plain = text.trim().replaceAll("−", "-").replace(",", ".")
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return undefined
  const value = Number(plain)
  return value >= least && value <= most ? value : undefined
}
