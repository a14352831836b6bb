// One unit looked at closely: what it reads, its weights, and the arithmetic down to its value.

import { aroundZero } from "../common/colour.js"
import { button, element, labelled, list, wholeNumberBox } from "../common/elements.js"
import { short } from "../common/format.js"
import { gridTable } from "../common/grid-table.js"
import { fittingCell, Picture } from "../common/picture.js"
import { AMPLITUDE } from "../common/squash.js"
import { layerBefore, REMOVABLE } from "./lenet5.js"
import { inOrder } from "./settings.js"
import { receptiveField } from "./unit.js"

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./unit.js").Arithmetic} Arithmetic */
/** @typedef {import("./unit.js").Group} Group */
/** @typedef {import("./unit.js").Unit} Unit */

const FEW = 6 // up to so many groups the numbers are written into the cells
const LARGEST_CELL = 36
const SMALL_CELL = 10
const LEGIBLE = 28 // pixels; before cells are smaller, the products stand below
const INVITATION =
  "Press on a cell of any map, or on a code, or choose a layer here: then the unit’s arithmetic " +
  "stands here, and frames show what it reads and which part of the input it sees."
const MAP_NAMES = { C5: "number", F6: "number", RBF: "digit" }
const GAP = 16 // pixels between the pictures of a group, as in digit-lab.css

export class UnitView {
  /**
   * @param {Network} network
   * @param {import("./settings.js").DigitState} state
   */
  constructor(network, state) {
    this.network = network
    this.state = state
    const layers = Object.keys(network.layers)
    this.layer = list([["", "none"], ...layers.map((name) => [name, name])], (layer) => {
      this.#chooseLayer(layer)
    })
    const box = (name) =>
      wholeNumberBox(0, (value) => state.set({ unit: { ...state.values.unit, [name]: value } }))
    this.boxes = { map: box("map"), row: box("row"), column: box("column") }
    this.labels = Object.fromEntries(
      Object.entries(this.boxes).map(([name, box]) => [name, labelled(name, box)]),
    )
    this.removal = button("", () => this.#toggle())
    this.sentence = element("p")
    this.groups = element("div", { class: "digit-groups" })
    this.lines = element("div", { class: "digit-arithmetic" })
    const choices = [labelled("unit: layer", this.layer), ...Object.values(this.labels)]
    this.choice = element("div", { class: "digit-row" }, ...choices, this.removal)
    this.element = element(
      "section",
      { class: "digit-unit", "aria-label": "One unit" },
      this.choice,
      this.sentence,
      this.groups,
      this.lines,
    )
    /** @type {Row[]} */
    this.rows = []
  }

  /**
   * @param {Unit | null} unit
   * @param {Arithmetic | null} sum
   * @param {boolean} removed whether the unit's output is set to 0
   * @param {number} room CSS pixels across
   */
  show(unit, sum, removed, room) {
    this.#showForm(unit, removed)
    const many = sum ? sum.groups.length > FEW : false
    this.groups.classList.toggle("digit-many", many)
    const groups = sum?.groups ?? []
    while (this.rows.length < groups.length) this.rows.push(new Row(this.groups))
    this.rows.forEach((row, n) => (row.element.hidden = n >= groups.length))
    if (!unit) {
      this.sentence.textContent = INVITATION
      this.lines.replaceChildren()
      return
    }
    const { network } = this
    const said = sentenceOf(network, unit, removed ? 0 : sum.value)
    this.sentence.textContent = `${said} ${reachOf(network, unit)}`
    const ranges = rangesOf(network, unit.layer, groups)
    const cell = cellFor(groups[0], room, many ? SMALL_CELL : LARGEST_CELL)
    groups.forEach((group, n) => this.rows[n].show(unit, group, ranges, cell))
    this.lines.replaceChildren(...linesOf(unit, sum, removed).map((text) => element("p", {}, text)))
  }

  /**
   * Tables of what the unit reads, its weights and their products.
   *
   * @param {Unit | null} unit
   * @param {Arithmetic | null} sum
   */
  tables(unit, sum) {
    if (!unit) return []
    return sum.groups.flatMap((group) => {
      const captions = Object.entries(captionsOf(unit, group)).filter(([name]) => group[name])
      const name = nameOf(this.network, unit)
      return captions.map(([kind, caption]) => gridTable(`${name}: ${caption}`, group[kind]))
    })
  }

  #showForm(unit, removed) {
    this.layer.value = unit?.layer ?? ""
    const { maps, size } = unit ? this.network.layers[unit.layer] : { maps: 1, size: 1 }
    const most = { map: maps - 1, row: size - 1, column: size - 1 }
    for (const [name, box] of Object.entries(this.boxes)) {
      box.max = String(most[name])
      this.labels[name].hidden = !unit || most[name] === 0
      if (unit && document.activeElement !== box) box.value = unit[name]
      const said = name === "map" ? MAP_NAMES[unit?.layer] ?? name : name
      this.labels[name].firstChild.textContent = `${said} (0 to ${most[name]})`
    }
    this.removal.hidden = !unit || !REMOVABLE.includes(unit.layer)
    if (unit) {
      this.removal.textContent = `${removed ? "Put back" : "Remove"} ${unit.layer}.${unit.map}`
    }
  }

  #chooseLayer(layer) {
    if (layer === "") return this.state.set({ unit: null })
    // The middle of a map tells more than its corner, where there may be no ink.
    const middle = Math.floor(this.network.layers[layer].size / 2)
    this.state.set({ unit: { layer, map: 0, row: middle, column: middle } })
  }

  #toggle() {
    const { unit, removed } = this.state.values
    const name = `${unit.layer}.${unit.map}`
    const without = removed.filter((other) => other !== name)
    this.state.set({
      removed: without.length < removed.length ? without : inOrder([...removed, name]),
    })
  }
}

/** The side of a cell, so that what is read, the weights and the products stand abreast if they can. */
function cellFor({ inputs, weights }, room, largest) {
  const fitting = (abreast) => {
    const gaps = GAP * (abreast - 1)
    return fittingCell(room - gaps, inputs.width * abreast, largest)
  }
  if (!weights) return fitting(1)
  return fitting(3) < Math.min(LEGIBLE, largest) ? fitting(2) : fitting(3)
}

/** The three pictures of a group: what is read, the weights, the products; and their sum. */
class Row {
  constructor(parent) {
    const names = ["inputs", "weights", "products"]
    this.pictures = Object.fromEntries(
      names.map((name) => [name, new Picture({ caption: name, ramp: "diverging" })]),
    )
    this.sum = element("p", { class: "digit-sum" })
    const plates = Object.values(this.pictures).map(({ element }) => element)
    this.element = element("div", { class: "digit-term" }, ...plates, this.sum)
    parent.append(this.element)
  }

  show(unit, group, ranges, cell) {
    const captions = captionsOf(unit, group)
    // F6 and the codes are read as printed characters, ink on paper.
    const printed = unit.layer === "RBF"
    this.pictures.inputs.ramp = printed ? "binary" : "gray"
    this.pictures.weights.ramp = printed ? "binary" : "diverging"
    for (const [name, picture] of Object.entries(this.pictures)) {
      picture.element.hidden = !group[name]
      if (!group[name]) continue
      picture.name = captions[name]
      picture.draw(group[name], { cell, range: ranges[name] })
    }
    this.sum.textContent = `sum ${short(group.sum, 3)}`
  }
}

function captionsOf({ layer, map }, group) {
  const source = layerBefore(layer)
  const from = source === "input"
    ? "input"
    : group.map === null
    ? source
    : `${source}, map ${group.map}`
  if (layer === "RBF") {
    return { inputs: source, weights: `code of ${map}`, products: "difference, squared" }
  }
  return { inputs: from, weights: "× weights", products: "= products" }
}

/**
 * @param {Network} network
 * @param {string} layer
 * @param {Group[]} groups
 * @returns {{inputs: number[], weights: number[], products: number[]}}
 */
function rangesOf(network, layer, groups) {
  if (layer === "RBF") {
    return { inputs: [-1, 1], weights: [-1, 1], products: aroundZero(groups[0].products.values) }
  }
  const weights = groups.map((group) => group.weights?.values ?? [])
  const products = groups.map((group) => group.products?.values ?? [])
  return {
    inputs: layer === "C1" ? [network.background, network.ink] : [-AMPLITUDE, AMPLITUDE],
    weights: aroundZero(...weights),
    products: aroundZero(...products),
  }
}

/**
 * @param {Network} network
 * @param {Unit} unit
 */
function nameOf(network, { layer, map, row, column }) {
  if (layer === "RBF") return `the distance from the code of ${map}`
  return network.layers[layer].size === 1
    ? `${layer}, unit ${map}`
    : `${layer}, map ${map}, row ${row}, column ${column}`
}

/**
 * The unit and its value, in a sentence that a screen reader can say.
 *
 * @param {Network} network
 * @param {Unit} unit
 * @param {number} value
 */
export function sentenceOf(network, unit, value) {
  return `${nameOf(network, unit)}: ${short(value, 3)}.`
}

/**
 * @param {Network} network
 * @param {Unit} unit
 */
function reachOf(network, unit) {
  const { row, column, height, width } = receptiveField(network, unit)
  if (height === network.imageSize) return "It sees the whole input."
  const rows = `rows ${row} to ${row + height - 1}`
  return `It sees ${rows} and columns ${column} to ${column + width - 1} of the input.`
}

function linesOf({ layer }, { groups, sum, coefficient, bias, before, value }, removed) {
  const lines = []
  if (layer === "RBF") {
    return [`${groups[0].inputs.values.length} squared differences, added up: ${short(sum, 3)}`]
  }
  if (groups.length > 1) {
    const parts = groups.map((group) => `map ${group.map}: ${short(group.sum, 3)}`)
    lines.push(
      `The contributions of ${groups.length} maps add up: ` +
        `${parts.join(", ")}, in all ${short(sum, 3)}.`,
    )
  }
  const scaled = coefficient === null
    ? short(sum, 3)
    : `${short(coefficient, 4)} × ${bracketed(sum)}`
  lines.push(`${scaled} + bias ${bracketed(bias)} = ${short(before, 3)}`)
  lines.push(`squashed: ${AMPLITUDE} × tanh(2/3 × ${bracketed(before)}) = ${short(value, 3)}`)
  if (removed) lines.push("It is removed, so 0 is put out instead.")
  return lines
}

/** A negative number in brackets, so that no two signs meet. */
function bracketed(value) {
  return value < 0 ? `(${short(value, 3)})` : short(value, 3)
}
