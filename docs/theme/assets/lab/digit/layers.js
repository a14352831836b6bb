// Every map of every layer, one picture a layer, and the frames that tell where a unit looks.

import { rounded } from "../common/format.js"
import { BACKGROUND, IMAGE_SIZE, INK, LAYERS } from "./lenet5.js"
import { element } from "../common/elements.js"
import { fittingCell, gridTable, Picture } from "../common/picture.js"
import { layerBefore, receptiveField } from "./unit.js"

/** All outputs lie between minus and plus this. */
const REACH = 1.7159
const NARROW = 480 // pixels; below, maps stand in more rows

/** How the maps of each layer are laid out: so many abreast, on wide and on narrow screens. */
const ABREAST = { C1: [6, 3], S2: [6, 3], C3: [8, 4], S4: [8, 4], C5: [15, 15], F6: [7, 7] }
const LARGEST_CELL = { C1: 4, S2: 7, C3: 8, S4: 10, C5: 14, F6: 16 }
const CAPTIONS = {
  C1: "C1: 6 maps of 28×28, each a 5×5 convolution of the input",
  S2: "S2: 6 maps of 14×14, four cells of C1 added up",
  C3: "C3: 16 maps of 10×10, 5×5 convolutions of three to six maps of S2",
  S4: "S4: 16 maps of 5×5, four cells of C3 added up",
  C5: "C5: 120 units, each of which reads all of S4",
  F6: "F6: 84 units, as a picture",
}

/** One layer: its maps side by side as a single picture. C5 and F6 have maps of one cell. */
class Strip {
  constructor(layer, onUnit) {
    this.layer = layer
    this.size = LAYERS[layer].size
    this.gap = this.size > 1 ? Math.ceil(this.size / 14) : 0
    this.picture = new Picture({
      caption: CAPTIONS[layer],
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
    const rows = Math.ceil(LAYERS[this.layer].maps / this.abreast)
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
    const range = this.layer === "F6" ? [-1, 1] : [-REACH, REACH]
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
    if (unit.row >= this.size || unit.column >= this.size || map >= LAYERS[this.layer].maps) return
    this.last = { row, column }
    onUnit(unit, how)
  }
}

export class Layers {
  /** @param {(unit: import("./unit.js").Unit, how: string) => void} onUnit a unit was chosen */
  constructor(onUnit) {
    this.input = new Picture({ caption: "what the network reads: 32×32" })
    this.strips = Object.fromEntries(
      Object.keys(CAPTIONS).map((layer) => [layer, new Strip(layer, onUnit)]),
    )
    const maps = Object.values(this.strips).filter(({ layer }) => layer !== "F6")
    const [white, black] = [rounded(REACH, 2), rounded(-REACH, 2)]
    const scale = `Grey is 0, white ${white}, black ${black}. Press on a cell to look into it.`
    this.element = element(
      "div",
      "digit-layers",
      element("p", "digit-note", scale),
      ...maps.map(({ picture }) => picture.element),
    )
  }

  /**
   * @param {Object<string, ArrayLike<number>>} outputs what `forward` returned, and `input`
   * @param {number} room CSS pixels across
   */
  show(outputs, room) {
    const grid = { height: IMAGE_SIZE, width: IMAGE_SIZE, values: outputs.input }
    const cell = fittingCell(room < NARROW ? 128 : 192, IMAGE_SIZE, 8)
    this.input.draw(grid, { cell, range: [BACKGROUND, INK], values: false })
    for (const [layer, strip] of Object.entries(this.strips)) strip.show(outputs[layer], room)
  }

  /**
   * Frame the chosen unit, what it reads and what it sees; with null nothing.
   *
   * @param {import("./unit.js").Unit | null} unit
   * @param {object[]} groups what the unit reads, from `arithmetic`
   */
  frame(unit, groups) {
    this.input.frame("window", unit ? [receptiveField(unit)] : [])
    for (const [layer, strip] of Object.entries(this.strips)) {
      strip.frame("window", unit && layer === layerBefore(unit.layer) ? groups : [])
      const here = unit?.layer === layer
      strip.frame(
        "chosen",
        here ? [{ map: unit.map, window: { ...unit, height: 1, width: 1 } }] : [],
      )
      if (here) strip.setCursor(unit)
    }
  }

  /** Tables of the input and of the map in which the chosen unit is. */
  tables(outputs, unit) {
    const input = { height: IMAGE_SIZE, width: IMAGE_SIZE, values: outputs.input }
    const tables = [gridTable("input", input)]
    const { maps, size } = LAYERS[unit?.layer] ?? {}
    if (size > 1) {
      const values = outputs[unit.layer].slice(unit.map * size * size, (unit.map + 1) * size * size)
      tables.push(
        gridTable(`${unit.layer}, map ${unit.map}`, { height: size, width: size, values }),
      )
    } else if (unit?.layer in ABREAST) {
      const [width] = ABREAST[unit.layer]
      tables.push(
        gridTable(unit.layer, { height: maps / width, width, values: outputs[unit.layer] }),
      )
    }
    return tables
  }
}
