// The settings of the digit lab, as its address and its attributes name them. No DOM.

import { choice, flag, wholeNumber } from "../common/fields.js"
import { REMOVABLE } from "./lenet5.js"
import { fromText, MOST_POINTS, toText } from "./strokes.js"

/** @typedef {import("./unit.js").Unit} Unit */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {ReturnType<typeof fieldsOf>} Fields */
/** @typedef {import("../common/fields.js").ValuesOf<Fields>} Values */
/** @typedef {import("../common/state.js").State<Fields>} DigitState */

/**
 * @template T
 * @typedef {import("../common/fields.js").Field<T>} Field
 */

export const NONE = "none"

/** What the reader has made: the links of the page leave it as it is. */
export const MADE = ["sample", "drawn", "pen"]

/** The position of the three with which the page on LeNet-5's architecture begins. */
const START = 3

/** How far the drawing can be moved, in pixels. */
export const FARTHEST = 8

/** Tiles along each side that the picture can be cut into; 1 leaves it whole. */
export const TILES = ["1", "2", "4", "8"]

/**
 * @param {Network} network
 * @param {number[]} positions of the offered digits
 */
export function fieldsOf(network, positions) {
  const start = positions.find((position) => position === START) ?? positions[0]
  /** @type {Field<number[][][]>} */
  const drawn = {
    fallback: [],
    read: fromText,
    write: toText,
    accepted: `strokes as this page writes them, of at most ${MOST_POINTS} points`,
  }
  /** @type {Field<string[]>} */
  const removed = {
    fallback: [],
    read: (text) => readRemoved(network, text),
    write: (names) => names.join(","),
    accepted: "maps or units such as C3.5,F6.20",
  }
  /** @type {Field<Unit | null>} */
  const unit = {
    fallback: null,
    read: (text) => text === NONE ? null : readUnit(network, text),
    write: (unit) => unit ? [unit.layer, unit.map, unit.row, unit.column].join(".") : NONE,
    accepted: "a layer, a map, a row and a column, such as C3.0.4.5",
  }
  return {
    sample: choice(String(start), [NONE, ...positions.map(String)]),
    drawn,
    pen: wholeNumber(20, 8, 40),
    right: wholeNumber(0, -FARTHEST, FARTHEST),
    down: wholeNumber(0, -FARTHEST, FARTHEST),
    tiles: choice("1", TILES),
    permuted: flag(false),
    seed: wholeNumber(1, 1, 9999),
    removed,
    unit,
  }
}

/**
 * The removed maps and units, layer by layer.
 *
 * @param {string[]} removed such as ["C3.5", "F6.20"]
 * @returns {Object<string, number[]>} such as {C3: [5], F6: [20]}
 */
export function byLayer(removed) {
  /** @type {Object<string, number[]>} */
  const found = {}
  for (const name of removed) {
    const [layer, map] = name.split(".")
    ;(found[layer] ??= []).push(Number(map))
  }
  return found
}

/**
 * Layers in order, and maps in order within each: the same removals, the same text.
 *
 * @param {string[]} removed
 */
export function inOrder(removed) {
  const place = (name) => {
    const [layer, map] = name.split(".")
    return 1000 * REMOVABLE.indexOf(layer) + Number(map)
  }
  return [...new Set(removed)].sort((one, other) => place(one) - place(other))
}

/**
 * @param {Network} network
 * @param {string} text
 */
function readRemoved(network, text) {
  if (text === "") return []
  const names = text.split(",")
  const known = names.every((name) => {
    const [, layer, map] = /^([A-Z]\d)\.(\d{1,3})$/.exec(name) ?? []
    return REMOVABLE.includes(layer) && Number(map) < network.layers[layer].maps
  })
  return known ? inOrder(names.map((name) => name.replace(/\.0*(?=\d)/, "."))) : undefined
}

/**
 * @param {Network} network
 * @param {string} text
 */
function readUnit(network, text) {
  const [, layer, ...numbers] = /^(\w+)\.(\d{1,3})\.(\d{1,2})\.(\d{1,2})$/.exec(text) ?? []
  const [map, row, column] = numbers.map(Number)
  if (!Object.hasOwn(network.layers, layer ?? "")) return undefined
  const { maps, size } = network.layers[layer]
  return map < maps && row < size && column < size ? { layer, map, row, column } : undefined
}
