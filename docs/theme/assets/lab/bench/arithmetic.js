// How one output cell is made, term by term.

import { element } from "../common/elements.js"
import { short } from "../common/format.js"
import { AMPLITUDE } from "../common/squash.js"
import { total } from "./convolution.js"
import { CHANNELS, SIDE } from "./library.js"
import { readBy, usersOf } from "./settings.js"

/** @typedef {import("./settings.js").Bench} Bench */
/** @typedef {import("./settings.js").Cell} Cell */

const GAPS = { 1: "", 2: ", every second cell", 3: ", every third cell" }
const NAMES = { map: "map", pool: "pooled map" }

/** A number as a term: negative ones in brackets, so that no two signs meet. */
function term(value, decimals = 2) {
  const text = short(value, decimals)
  return text.startsWith("−") ? `(${text})` : text
}

/**
 * The value of an output cell, in a sentence that a screen reader can say.
 *
 * @param {Bench} bench
 * @param {Cell} cell
 */
export function sentenceOf(bench, cell) {
  const value = short(valueOf(bench, cell))
  return `${NAMES[cell.of]}, row ${cell.row}, column ${cell.column}: ${value}`
}

/**
 * What a change has made of the map, in a sentence for a screen reader.
 *
 * @param {Bench} bench
 */
export function rangeOf({ map }) {
  const [low, high] = [Math.min(...map.values), Math.max(...map.values)]
  return `map ${map.height} by ${map.width}, from ${short(low)} to ${short(high)}`
}

function valueOf(bench, { of, row, column }) {
  const grid = of === "pool" ? bench.pooled : bench.map
  return grid.values[row * grid.width + column]
}

/**
 * Which outputs a pixel can change, in a sentence.
 *
 * @param {Bench} bench
 * @param {{row: number, column: number}} pixel
 */
export function usersSentence(bench, pixel) {
  const { map, pooled } = usersOf(bench, pixel)
  const named = `Pixel [${pixel.row}, ${pixel.column}]`
  if (!map.length) return `${named}: no window reads it, so no cell of the map can change with it.`
  const cells = map.length === 1 ? "1 cell of the map reads it" : `${map.length} cells read it`
  if (!bench.pooled) return `${named}: ${cells}.`
  const further = pooled.length === 1 ? "1 pooled cell" : `${pooled.length} pooled cells`
  return `${named}: ${cells}, and through them ${further}.`
}

/**
 * The whole arithmetic of an output cell.
 *
 * @param {Bench} bench
 * @param {Cell} cell
 * @returns {HTMLElement[]}
 */
export function arithmeticOf(bench, cell) {
  const value = short(valueOf(bench, cell))
  const name = `${NAMES[cell.of]}[${cell.row}, ${cell.column}] = ${value}`
  const lines = cell.of === "pool" ? poolingOf(bench, cell) : sumOf(bench, cell)
  return [line(element("strong", {}, name), reach(bench, cell)), ...lines]
}

/** Which part of the picture the cell reads. */
function reach(bench, cell) {
  const { taps } = readBy(bench, cell)
  const span = (key) => {
    const places = taps.map((tap) => tap[key])
    const [first, last] = [Math.min(...places), Math.max(...places)].map((place) => short(place))
    return first === last ? `${key} ${first}` : `${key}s ${first} to ${last}`
  }
  const gaps = cell.of === "map" ? GAPS[bench.geometry.dilation] : ""
  const padded = taps.some((tap) => !tap.inside) ? ", with zeros beyond the border" : ""
  return ` reads ${span("row")}, ${span("column")} of the picture${gaps}${padded}.`
}

function sumOf(bench, cell) {
  const { taps } = readBy(bench, cell)
  const several = bench.channels.length > 1
  const tables = element("div", { class: "bench-products" })
  const sums = bench.channels.map(({ values }, c) => {
    const read = taps.map(({ row, column, inside }) => (inside ? values[row * SIDE + column] : 0))
    const products = read.map((pixel, tap) => pixel * bench.slices[c][tap])
    const sum = total(products)
    const caption = `${several ? `${CHANNELS[c]}: ` : ""}pixel × weight, in all ${short(sum)}`
    // A channel that does not count needs no table of zeros.
    const silent = several && bench.slices[c].every((weight) => weight === 0)
    tables.append(
      silent
        ? line(`${CHANNELS[c]}: all weights are 0`)
        : productTable(caption, read, bench.slices[c], products),
    )
    return sum
  })
  const parts = sums.map((sum, c) => `${several ? CHANNELS[c] : "sum"} ${term(sum)}`)
  const all = total(sums) + bench.bias
  const lines = [line(`${[...parts, `bias ${term(bench.bias)}`].join(" + ")} = ${short(all)}`)]
  if (bench.relu) lines.push(line(`ReLU: max(0, ${short(all)}) = ${short(Math.max(0, all))}`))
  tables.append(element("div", {}, ...lines))
  return [tables]
}

function productTable(caption, read, weights, products) {
  const size = Math.sqrt(read.length)
  const cells = products.map((product, n) => {
    const factors = element("span", {}, `${read[n]} × ${term(weights[n])}`)
    const attributes = { class: product === 0 ? "bench-nothing" : "" }
    return element("td", attributes, factors, element("b", {}, short(product)))
  })
  const rows = Array.from({ length: size }, (_, i) => cells.slice(i * size, (i + 1) * size))
  const lines = rows.map((row) => element("tr", {}, ...row))
  return element(
    "table",
    { class: "bench-product-table" },
    element("caption", {}, caption),
    element("tbody", {}, ...lines),
  )
}

function poolingOf(bench, cell) {
  const { four } = readBy(bench, cell)
  const values = four.map(({ value }) => value)
  const list = values.map((value) => short(value)).join(", ")
  const result = short(valueOf(bench, cell))
  const plus = values.map((value) => term(value)).join(" + ")
  if (bench.pooling === "max") return [line(`max(${list}) = ${result}`)]
  if (bench.pooling === "average") return [line(`(${plus}) / 4 = ${result}`)]
  const activation = bench.coefficient * total(values) + bench.shift
  const [coefficient, shift] = [term(bench.coefficient, 4), term(bench.shift, 4)]
  return [
    line(`${coefficient} × (${plus}) + ${shift} = ${short(activation)}`),
    line(`squashed: ${AMPLITUDE} × tanh(2/3 × ${term(activation)}) = ${result}`),
  ]
}

function line(...text) {
  return element("p", {}, ...text)
}
