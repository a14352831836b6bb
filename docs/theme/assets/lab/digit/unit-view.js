// One unit looked at closely: what it reads, its weights, and the arithmetic down to its value.

import { inOrder, REMOVABLE } from "./settings.js"
import { rounded, short } from "../common/format.js"
import { BACKGROUND, INK, LAYERS } from "./lenet5.js"
import { button, element, labelled, list, wholeNumberBox } from "../common/elements.js"
import { aroundZero, fittingCell, gridTable, Picture } from "../common/picture.js"
import { layerBefore, receptiveField } from "./unit.js"

const REACH = 1.7159
const FEW = 6 // up to so many groups the numbers are written into the cells
const LARGEST_CELL = 36
const SMALL_CELL = 10
const INVITATION =
  "Press on a cell of any map, or on a code, or choose a layer here: then the unit’s arithmetic " +
  "stands here, and frames show what it reads and which part of the input it sees."
const GAPS = 40 // pixels between the three pictures of a group

export class UnitView {
  /** @param {import("../common/state.js").State} state */
  constructor(state) {
    this.state = state
    this.layer = list(
      [["", "none"], ...Object.keys(LAYERS).map((name) => [name, name])],
      (layer) => this.#choose({ layer }),
    )
    this.boxes = Object.fromEntries(
      ["map", "row", "column"].map((name) => [
        name,
        wholeNumberBox(0, 0, (value) => this.#choose({ [name]: value })),
      ]),
    )
    this.labels = Object.fromEntries(
      Object.entries(this.boxes).map(([name, box]) => [name, labelled(name, box)]),
    )
    this.removal = button("", () => this.#toggle())
    this.sentence = element("p", "")
    this.groups = element("div", "digit-groups")
    this.lines = element("div", "digit-arithmetic")
    this.element = element(
      "section",
      "digit-unit",
      element(
        "div",
        "digit-row",
        labelled("unit: layer", this.layer),
        ...Object.values(this.labels),
        this.removal,
      ),
      this.sentence,
      this.groups,
      this.lines,
    )
    this.element.setAttribute("aria-label", "One unit")
    this.rows = []
  }

  /**
   * @param {import("./unit.js").Unit | null} unit
   * @param {object | null} sum from `arithmetic` of unit.js
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
    this.sentence.textContent = `${sentenceOf(unit, removed ? 0 : sum.value)} ${reachOf(unit)}`
    const ranges = rangesOf(unit.layer, groups)
    const columns = groups[0].inputs.width * (groups[0].weights ? 3 : 1)
    const cell = fittingCell(room - GAPS, columns, many ? SMALL_CELL : LARGEST_CELL)
    groups.forEach((group, n) => this.rows[n].show(unit, group, ranges, cell))
    this.lines.replaceChildren(...linesOf(unit, sum, removed).map((text) => element("p", "", text)))
  }

  /** Tables of what the unit reads, its weights and their products. */
  tables(unit, sum) {
    if (!unit) return []
    return sum.groups.flatMap((group) =>
      ["inputs", "weights", "products"]
        .filter((name) => group[name])
        .map((name) => gridTable(`${nameOf(unit)}: ${captionsOf(unit, group)[name]}`, group[name]))
    )
  }

  #showForm(unit, removed) {
    this.layer.value = unit?.layer ?? ""
    const { maps, size } = unit ? LAYERS[unit.layer] : { maps: 1, size: 1 }
    const most = { map: maps - 1, row: size - 1, column: size - 1 }
    for (const [name, box] of Object.entries(this.boxes)) {
      box.max = most[name]
      this.labels[name].hidden = !unit || most[name] === 0
      if (unit && document.activeElement !== box) box.value = unit[name]
    }
    this.labels.map.firstChild.textContent =
      { C5: "number", F6: "number", RBF: "digit" }[unit?.layer] ?? "map"
    this.removal.hidden = !unit || !REMOVABLE.includes(unit.layer)
    if (unit) {
      this.removal.textContent = `${removed ? "Put back" : "Remove"} ${unit.layer}.${unit.map}`
    }
  }

  #choose(change) {
    if (change.layer === "") return this.state.set({ unit: null })
    const before = this.state.values.unit ?? { map: 0, row: 0, column: 0 }
    const unit = { ...before, ...change }
    if (change.layer) {
      // The middle of a map tells more than its corner, where there may be no ink.
      const middle = Math.floor(LAYERS[change.layer].size / 2)
      Object.assign(unit, { map: 0, row: middle, column: middle })
    }
    this.state.set({ unit })
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

/** The three pictures of a group: what is read, the weights, the products; and their sum. */
class Row {
  constructor(parent) {
    const names = ["inputs", "weights", "products"]
    this.pictures = Object.fromEntries(
      names.map((name) => [name, new Picture({ caption: name, ramp: "diverging" })]),
    )
    this.sum = element("p", "digit-sum")
    const plates = Object.values(this.pictures).map(({ element }) => element)
    this.element = element("div", "digit-term", ...plates, this.sum)
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
    this.sum.textContent = `sum ${rounded(group.sum, 3)}`
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

function rangesOf(layer, groups) {
  if (layer === "RBF") {
    return { inputs: [-1, 1], weights: [-1, 1], products: aroundZero(groups[0].products.values) }
  }
  const weights = groups.map((group) => group.weights?.values ?? [])
  const products = groups.map((group) => group.products?.values ?? [])
  return {
    inputs: layer === "C1" ? [BACKGROUND, INK] : [-REACH, REACH],
    weights: aroundZero(...weights),
    products: aroundZero(...products),
  }
}

function nameOf({ layer, map, row, column }) {
  if (layer === "RBF") return `the distance from the code of ${map}`
  return LAYERS[layer].size === 1
    ? `${layer}, unit ${map}`
    : `${layer}, map ${map}, row ${row}, column ${column}`
}

/** The unit and its value, in a sentence that a screen reader can say. */
export function sentenceOf(unit, value) {
  return `${nameOf(unit)}: ${rounded(value, 3)}.`
}

function reachOf(unit) {
  const { row, column, height, width } = receptiveField(unit)
  if (height === 32) return "It sees the whole input."
  const rows = `rows ${row} to ${row + height - 1}`
  return `It sees ${rows} and columns ${column} to ${column + width - 1} of the input.`
}

function linesOf({ layer }, { groups, sum, coefficient, bias, before, value }, removed) {
  const lines = []
  if (layer === "RBF") {
    return [`${groups[0].inputs.values.length} squared differences, added up: ${rounded(sum, 3)}`]
  }
  if (groups.length > 1) {
    const parts = groups.map((group) => `map ${group.map}: ${rounded(group.sum, 3)}`)
    lines.push(
      `The contributions of ${groups.length} maps add up: ` +
        `${parts.join(", ")}, in all ${rounded(sum, 3)}.`,
    )
  }
  const scaled = coefficient === null
    ? rounded(sum, 3)
    : `${short(coefficient, 4)} × ${bracketed(sum)}`
  lines.push(`${scaled} + bias ${bracketed(bias)} = ${rounded(before, 3)}`)
  lines.push(`squashed: 1.7159 × tanh(2/3 × ${bracketed(before)}) = ${rounded(value, 3)}`)
  if (removed) lines.push("It is removed, so 0 is put out instead.")
  return lines
}

/** A negative number in brackets, so that no two signs meet. */
function bracketed(value) {
  return value < 0 ? `(${rounded(value, 3)})` : rounded(value, 3)
}
