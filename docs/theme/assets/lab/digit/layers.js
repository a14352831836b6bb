// Every map of every layer, one picture a layer, and the frames that tell where a unit looks.

import { element } from "../common/elements.js"
import { short } from "../common/format.js"
import { gridTable } from "../common/grid-table.js"
import { fittingCell, Picture } from "../common/picture.js"
import { AMPLITUDE } from "../common/squash.js"
import { layerBefore } from "./lenet5.js"
import { receptiveField } from "./unit.js"

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./unit.js").Unit} Unit */

const NARROW = 480 // pixels; below, maps stand in more rows

/** How the maps of each layer are laid out: so many abreast, on wide and on narrow screens. */
const ABREAST = { C1: [6, 3], S2: [6, 3], C3: [8, 4], S4: [8, 4], C5: [15, 15], F6: [7, 7] }
const LARGEST_CELL = { C1: 4, S2: 7, C3: 8, S4: 10, C5: 14, F6: 16 }
const WHAT = {
  C1: "each a 5×5 convolution of the input",
  S2: "four cells of C1 added up",
  C3: "5×5 convolutions of three to six maps of S2",
  S4: "four cells of C3 added up",
  C5: "each of which reads all of S4",
  F6: "as a picture, ink on paper: black is 1, white −1",
}

/** One layer: its maps side by side as a single picture. C5 and F6 have maps of one cell. */
class Strip {
  /**
   * @param {string} layer
   * @param {{maps: number, size: number}} shape
   * @param {(unit: Unit, how: string) => void} onUnit
   */
  constructor(layer, { maps, size }, onUnit) {
    this.layer = layer
    this.maps = maps
    this.size = size
    this.gap = size > 1 ? Math.ceil(size / 14) : 0
    const count = size > 1 ? `${maps} maps of ${size}×${size}` : `${maps} units`
    this.picture = new Picture({
      caption: `${layer}: ${count}, ${WHAT[layer]}`,
      ramp: layer === "F6" ? "binary" : "gray",
      onCell: (row, column, how) => {
        if (how === "key") this.#choose(row, column, how, onUnit)
        if (how === "press") this.pressed = { row, column }
      },
      hint: "Arrow keys choose a unit.",
    })
    // Not as soon as it is pressed: the finger may be about to scroll the page.
    this.picture.plate.addEventListener("click", () => {
      if (this.pressed) this.#choose(this.pressed.row, this.pressed.column, "press", onUnit)
    })
  }

  show(values, room) {
    this.abreast = ABREAST[this.layer][room < NARROW ? 1 : 0]
    const pitch = this.size + this.gap
    const rows = Math.ceil(this.maps / this.abreast)
    const height = rows * pitch - this.gap
    const width = this.abreast * pitch - this.gap
    const cells = new Float64Array(height * width).fill(NaN)
    for (let n = 0; n < values.length; n += 1) {
      const within = n % this.size ** 2
      const [row, column] = this.#place(
        Math.floor(n / this.size ** 2),
        Math.floor(within / this.size),
        within % this.size,
      )
      cells[row * width + column] = values[n]
    }
    const range = this.layer === "F6" ? [-1, 1] : [-AMPLITUDE, AMPLITUDE]
    const cell = fittingCell(room, width, LARGEST_CELL[this.layer])
    this.picture.draw({ height, width, values: cells }, { cell, range, values: false })
  }

  /** Frame windows in some of the maps; a window of null is the whole picture. */
  frame(name, windows) {
    const { height, width } = this.picture.grid
    this.picture.frame(
      name,
      windows.map(({ map, window }) => {
        if (!window) return { row: 0, column: 0, height, width }
        const [row, column] = this.#place(map, window.row, window.column)
        return { ...window, row, column }
      }),
    )
  }

  setCursor({ map, row, column }) {
    const [down, right] = this.#place(map, row, column)
    this.last = this.picture.cursor = { row: down, column: right }
  }

  #place(map, row, column) {
    const pitch = this.size + this.gap
    return [Math.floor(map / this.abreast) * pitch + row, (map % this.abreast) * pitch + column]
  }

  #choose(row, column, how, onUnit) {
    const pitch = this.size + this.gap
    if (how === "key") {
      // Over the gap between two maps the arrow keys go on in their direction.
      const beyond = (now, before) =>
        now % pitch < this.size ? now : now + Math.sign(now - before) * this.gap
      row = beyond(row, this.last?.row ?? row)
      column = beyond(column, this.last?.column ?? column)
    }
    const map = Math.floor(row / pitch) * this.abreast + Math.floor(column / pitch)
    const unit = { layer: this.layer, map, row: row % pitch, column: column % pitch }
    if (unit.row >= this.size || unit.column >= this.size || map >= this.maps) return
    this.last = { row, column }
    onUnit(unit, how)
  }
}

export class Layers {
  /**
   * @param {Network} network
   * @param {(unit: Unit, how: string) => void} onUnit a unit was chosen
   */
  constructor(network, onUnit) {
    this.network = network
    const { imageSize, layers } = network
    this.input = new Picture({ caption: `what the network reads: ${imageSize}×${imageSize}` })
    this.strips = Object.fromEntries(
      Object.keys(WHAT).map((layer) => [layer, new Strip(layer, layers[layer], onUnit)]),
    )
    const [white, black] = [short(AMPLITUDE, 3), short(-AMPLITUDE, 3)]
    const scale = `In C1 to C5 grey is 0, white ${white}, black ${black}. Press on a cell to see ` +
      "what it reads and how its value is made."
    this.element = element(
      "div",
      { class: "digit-layers" },
      element("p", { class: "digit-note" }, scale),
      ...Object.values(this.strips).map(({ picture }) => picture.element),
    )
  }

  /**
   * @param {import("./lenet5.js").Outputs} outputs
   * @param {number} room CSS pixels across
   */
  show(outputs, room) {
    const { imageSize, background, ink } = this.network
    const cell = fittingCell(room < NARROW ? 128 : 192, imageSize, 8)
    const grid = square(imageSize, outputs.input)
    this.input.draw(grid, { cell, range: [background, ink], values: false })
    for (const [layer, strip] of Object.entries(this.strips)) strip.show(outputs[layer], room)
  }

  /**
   * Frame the chosen unit, what it reads and what it sees; with null nothing.
   *
   * @param {Unit | null} unit
   * @param {import("./unit.js").Group[]} groups what the unit reads
   */
  frame(unit, groups) {
    const source = unit && layerBefore(unit.layer)
    const seen = unit ? [receptiveField(this.network, unit)] : []
    this.input.frame("window", source === "input" ? [] : seen)
    this.input.frame("read", source === "input" ? seen : [])
    for (const [layer, strip] of Object.entries(this.strips)) {
      strip.frame("read", layer === source ? groups : [])
      const here = unit?.layer === layer
      strip.frame(
        "chosen",
        here ? [{ map: unit.map, window: { ...unit, height: 1, width: 1 } }] : [],
      )
      if (here) strip.setCursor(unit)
    }
  }

  /**
   * Tables of the input and of the map in which the chosen unit is.
   *
   * @param {import("./lenet5.js").Outputs} outputs
   * @param {Unit | null} unit
   */
  tables(outputs, unit) {
    const tables = [gridTable("input", square(this.network.imageSize, outputs.input))]
    if (!unit || unit.layer === "RBF") return tables
    const { layer, map } = unit
    const { maps, size } = this.network.layers[layer]
    if (size > 1) {
      const values = outputs[layer].slice(map * size * size, (map + 1) * size * size)
      tables.push(gridTable(`${layer}, map ${map}`, square(size, values)))
    } else {
      const [width] = ABREAST[layer]
      tables.push(gridTable(layer, { height: maps / width, width, values: outputs[layer] }))
    }
    return tables
  }
}

const square = (size, values) => ({ height: size, width: size, values })
