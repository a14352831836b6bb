// The settings of the digit lab, as its address and its attributes name them. No DOM.

import { LAYERS } from "./lenet5.js"
import { choice, flag, wholeNumber } from "../common/state.js"
import { fromText, MOST_POINTS, toText } from "./strokes.js"

export const NONE = "none"

/** The position of the three with which the page on LeNet-5's architecture begins. */
const START = 3

/** How far the drawing can be moved, in pixels. */
export const FARTHEST = 8

/** Tiles along each side that the picture can be cut into; 1 leaves it whole. */
export const TILES = ["1", "2", "4", "8"]

/** Layers whose maps or units can be removed. */
export const REMOVABLE = Object.keys(LAYERS).filter((layer) => layer !== "RBF")

/**
 * @param {number[]} positions of the offered digits; the first one is shown at the start
 * @returns {Object<string, import("../common/state.js").Field<any>>}
 */
export function fieldsOf(positions) {
  const start = positions.find((position) => position === START) ?? positions[0]
  return {
    sample: choice(String(start), [NONE, ...positions.map(String)]),
    drawn: {
      fallback: [],
      read: fromText,
      write: toText,
      accepted: `strokes as this page writes them, of at most ${MOST_POINTS} points`,
    },
    pen: wholeNumber(20, 8, 40),
    right: wholeNumber(0, -FARTHEST, FARTHEST),
    down: wholeNumber(0, -FARTHEST, FARTHEST),
    tiles: choice("1", TILES),
    permuted: flag(false),
    seed: wholeNumber(1, 1, 9999),
    removed: {
      fallback: [],
      read: readRemoved,
      write: (removed) => removed.join(","),
      accepted: "maps or units such as C3.5,F6.20",
    },
    unit: {
      fallback: null,
      read: (text) => (text === NONE ? null : readUnit(text)),
      write: (unit) => (unit ? [unit.layer, unit.map, unit.row, unit.column].join(".") : NONE),
      accepted: "a layer, a map, a row and a column, such as C3.0.4.5",
    },
  }
}

/**
 * The removed maps and units, layer by layer.
 *
 * @param {string[]} removed such as ["C3.5", "F6.20"]
 * @returns {Object<string, number[]>} such as {C3: [5], F6: [20]}
 */
export function byLayer(removed) {
  const found = {}
  for (const name of removed) {
    const [layer, map] = name.split(".")
    ;(found[layer] ??= []).push(Number(map))
  }
  return found
}

/** Layers in order, and maps in order within each: the same removals, the same text. */
export function inOrder(removed) {
  const place = (name) => {
    const [layer, map] = name.split(".")
    return 1000 * REMOVABLE.indexOf(layer) + Number(map)
  }
  return [...new Set(removed)].sort((one, other) => place(one) - place(other))
}

function readRemoved(text) {
  if (text === "") return []
  const names = text.split(",")
  const known = names.every((name) => {
    const [, layer, map] = /^([A-Z]\d)\.(\d{1,3})$/.exec(name) ?? []
    return REMOVABLE.includes(layer) && Number(map) < LAYERS[layer].maps
  })
  return known ? inOrder(names.map((name) => name.replace(/\.0*(?=\d)/, "."))) : undefined
}

function readUnit(text) {
  const [, layer, ...numbers] = /^([A-Z0-9]{2,3})\.(\d{1,3})\.(\d{1,2})\.(\d{1,2})$/.exec(text) ??
    []
  const [map, row, column] = numbers.map(Number)
  if (!Object.hasOwn(LAYERS, layer ?? "")) return undefined
  const { maps, size } = LAYERS[layer]
  return map < maps && row < size && column < size ? { layer, map, row, column } : undefined
}
