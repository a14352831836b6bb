// The settings of the bench as an address has them, and which of them can stand together.

import { choice, flag, number, wholeNumber, word } from "../common/fields.js"
import { LEARNED, PIXELS, TESTED } from "./digits.js"
import { EQUALS, STARTS } from "./start.js"

/** @typedef {ReturnType<typeof fieldsOf>} Fields */
/** @typedef {import("../common/fields.js").ValuesOf<Fields>} Values */
/** @typedef {import("../common/state.js").State<Fields>} BenchState */

/** The largest seed that can be set. */
export const LAST_SEED = 99

/** What makes a network and its training, but for the seed. */
export const SWITCHES = {
  convolutions: wholeNumber(2, 0, 2),
  filters: wholeNumber(16, 1, 32),
  relu: flag(true),
  pooling: choice("max", ["max", "average", "none"]),
  dropout: number(0.25, 0, 0.5),
  pixels: choice("sixteenth", ["raw", "sixteenth", "standardised"]),
  shuffled: flag(false),
  start: choice("glorot", STARTS),
  equal: choice("none", EQUALS),
  frozen: flag(false),
  images: wholeNumber(LEARNED, 50, LEARNED),
}

/** All settings: the switches; what the second network does otherwise; what is looked at. */
export function fieldsOf() {
  return {
    ...SWITCHES,
    against: word(
      "none",
      (text) => text === "none" || changeOf(text) !== null,
      "none, or what a second network has otherwise, such as relu:0",
    ),
    seed: wholeNumber(1, 0, LAST_SEED),
    speed: choice("steady", ["slow", "steady", "fast"]),
    digit: word(
      "0",
      (text) => greysOf(text) !== null || Number(text) < TESTED && /^\d+$/.test(text),
      `the number of a digit, from 0 to ${TESTED - 1}, or ${PIXELS} pixels from 0 to g`,
    ),
  }
}

/**
 * What `against` changes.
 *
 * @param {string} against
 * @returns {Object<string, any> | null} null if it names no switch, or no value of one
 */
export function changeOf(against) {
  const [name, text, ...more] = against.split(":")
  if (!Object.hasOwn(SWITCHES, name) || text === undefined || more.length) return null
  const value = SWITCHES[name].read(text)
  return value === undefined ? null : { [name]: value }
}

/**
 * The switches of each network that learns: of one, or of two.
 *
 * @param {Values} values
 * @returns {Values[]}
 */
export function networksOf(values) {
  const change = changeOf(values.against)
  return change ? [values, { ...values, ...change }] : [values]
}

/**
 * Why these settings cannot stand together.
 *
 * @param {Values} values
 * @returns {string | null} a sentence to the reader, or null if they can
 */
export function problemOf(values) {
  for (const { equal, convolutions, filters } of networksOf(values)) {
    if (equal !== "none" && (convolutions < 1 || filters < 2)) {
      return "equal starts need a convolution with two filters at least."
    }
  }
  return null
}

/**
 * The grey values of a drawn digit.
 *
 * @param {string} text
 * @returns {Uint8Array | null} null if the text is no drawing
 */
export function greysOf(text) {
  if (!/^[0-9a-g]{64}$/.test(text)) return null
  return Uint8Array.from(text, (letter) => Number.parseInt(letter, 17))
}

/**
 * A drawn digit as the address has it.
 *
 * @param {Uint8Array} greys
 */
export function drawingOf(greys) {
  return Array.from(greys, (grey) => grey.toString(17)).join("")
}
