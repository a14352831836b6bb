// The pictures of the bench: what goes in, the kernel, what each channel gives, the map, the pooled
// map; and on them the cells that the chosen output cell is made of.

import { aroundZero } from "../common/colour.js"
import { element } from "../common/elements.js"
import { gridTable } from "../common/grid-table.js"
import { fittingCell, Picture } from "../common/picture.js"
import { paddingOf } from "./convolution.js"
import { KernelEditor } from "./kernel-editor.js"
import { CHANNELS, INK, SIDE } from "./library.js"
import { readBy } from "./settings.js"

/** @typedef {import("../common/picture.js").How} How */
/** @typedef {import("./settings.js").Bench} Bench */
/** @typedef {import("./settings.js").Cell} Cell */

const LARGEST_CELL = { 1: 36, 3: 25 } // by channels: three rows of pictures should fit a screen
const WEIGHT = { wide: 52, narrow: 35 } // pixels, side of a cell of the kernel
const WIDE = 620 // pixels from which all pictures of one channel stand abreast
const GAP = { wide: 28, narrow: 12 } // pixels, as in lab.css

export class Maps {
  /**
   * @param {object} handlers
   * @param {(cell: Cell, how: How) => void} handlers.onCell an output cell was pointed at or chosen
   * @param {(channel: number, row: number, column: number, how: How) => void} handlers.onInput the
   *   same of a cell of the picture
   * @param {(channel: number, weights: number[]) => void} handlers.onKernel a slice was edited
   */
  constructor({ onCell, onInput, onKernel }) {
    this.onInput = onInput
    this.onKernel = onKernel
    /** @type {{input: Picture, editor: KernelEditor, part: Picture}[]} */
    this.rows = []
    const output = (caption, of) =>
      new Picture({
        caption,
        ramp: "diverging",
        onCell: (row, column, how) => onCell({ of, row, column }, how),
      })
    this.map = output("map", "map")
    this.pooled = output("pooled", "pool")
    const outputs = [this.map.element, this.pooled.element]
    this.result = element("div", { class: "bench-result" }, ...outputs)
    this.element = element("div", { class: "bench-maps" }, this.result)
  }

  /**
   * @param {Bench} bench
   * @param {Cell} chosen the output cell that is looked at
   * @param {object} view
   * @param {number} view.room CSS pixels across
   * @param {boolean} view.paints whether the picture takes paint
   * @param {number} view.shown how many cells of the output are shown, for a map in the making
   */
  show(bench, chosen, { room, paints, shown }) {
    const count = bench.channels.length
    this.element.dataset.channels = String(count)
    this.element.classList.toggle("bench-wide", room >= WIDE)
    const weight = WEIGHT[room >= WIDE ? "wide" : "narrow"]
    this.element.style.setProperty("--weight", `${weight}px`)
    this.#makeRows(count)

    const compared = count > 1 ? [...bench.parts, bench.sums] : [bench.sums]
    const range = aroundZero(...compared.map((grid) => grid.values))
    // Half as strong as the maps: what is typed has to be read on these colours.
    const kernelRange = aroundZero(...bench.slices).map((end) => 2 * end)
    const [before, after] = paddingOf(SIDE, bench.geometry)
    const padding = { top: before, left: before, right: after, bottom: after }
    const cell = cellSide(bench, { room, weight, input: SIDE + before + after })
    this.rows.slice(0, count).forEach((row, c) => {
      const named = count > 1 ? CHANNELS[c] : "picture"
      row.input.ramp = count > 1 ? CHANNELS[c] : "gray"
      const padded = before + after ? ", padded with zeros" : ""
      row.input.name = paints ? `${named}: draw here` : `${named} ${SIDE}×${SIDE}${padded}`
      row.input.plate.classList.toggle("picture-paints", paints)
      row.input.draw(bench.channels[c], { cell, range: [0, INK], padding })
      row.editor.show(count > 1 ? `kernel, ${named}` : "kernel", bench.slices[c], kernelRange)
      row.part.name = `${c ? "+ " : ""}${named}’s part`
      row.part.draw(bench.parts[c], { cell, range })
    })
    // On a narrow screen the map of three channels has a row of its own, and room to be larger.
    const alone = count > 1 && room < WIDE
    const columns = bench.map.width + (bench.pooled?.width ?? 0)
    const own = alone ? fittingCell(room - GAP.narrow, columns, LARGEST_CELL[1]) : cell
    const size = (map) => `${map.height}×${map.width}`
    const terms = count > 1 ? [...CHANNELS] : []
    if (count > 1 && bench.bias) terms.push("bias")
    this.map.name = `map ${size(bench.map)}${terms.length ? ` = ${terms.join(" + ")}` : ""}`
    const map = unfinished(bench.map, chosen.of === "map" ? shown : Infinity)
    this.map.draw(map, { cell: own, range })
    this.pooled.element.hidden = !bench.pooled
    if (bench.pooled) {
      this.pooled.name = `pooled ${size(bench.pooled)}`
      const squashed = bench.pooling === "lenet" // and so on a scale of its own
      const pooled = unfinished(bench.pooled, chosen.of === "pool" ? shown : Infinity)
      this.pooled.draw(pooled, {
        cell: own,
        range: squashed ? aroundZero(bench.pooled.values) : range,
      })
    }
    this.#frame(bench, chosen)
  }

  /**
   * All pictures as tables, for those who cannot see them.
   *
   * @param {Bench} bench
   */
  tables(bench) {
    const { channels, slices, geometry, parts } = bench
    const several = channels.length > 1
    const kernel = (slice) => ({ height: geometry.size, width: geometry.size, values: slice })
    const of = (c) => (several ? `, ${CHANNELS[c]}` : "")
    return [
      ...channels.map((grid, c) => gridTable(`picture${of(c)}`, grid)),
      ...slices.map((slice, c) => gridTable(`kernel${of(c)}`, kernel(slice), 8)),
      ...(several ? parts.map((part, c) => gridTable(`part of the sum${of(c)}`, part)) : []),
      gridTable("map", bench.map),
      ...(bench.pooled ? [gridTable("pooled map", bench.pooled)] : []),
    ]
  }

  #makeRows(count) {
    while (this.rows.length < count) {
      const channel = this.rows.length
      const input = new Picture({
        caption: "picture",
        hint: "Arrow keys move, the space bar paints.",
        onCell: (row, column, how) => this.onInput(channel, row, column, how),
      })
      input.plate.addEventListener("keydown", (event) => {
        if (event.key !== " ") return
        event.preventDefault()
        this.onInput(channel, input.cursor.row, input.cursor.column, "press")
      })
      const editor = new KernelEditor((weights) => this.onKernel(channel, weights))
      const part = new Picture({ caption: "part", ramp: "diverging" })
      input.element.classList.add("bench-input")
      editor.element.classList.add("bench-kernel")
      part.element.classList.add("bench-part")
      for (const { element } of [input, editor, part]) {
        element.style.setProperty("--channel", String(channel + 1))
        this.result.before(element)
      }
      this.rows.push({ input, editor, part })
    }
    this.rows.forEach(({ input, editor, part }, c) => {
      input.element.hidden = editor.element.hidden = c >= count
      part.element.hidden = count === 1 || c >= count
    })
  }

  /**
   * @param {Bench} bench
   * @param {Cell} chosen
   */
  #frame(bench, chosen) {
    const { four, taps } = readBy(bench, chosen)
    const window = taps.length ? [boxAround(taps)] : []
    const gaps = bench.geometry.dilation > 1
    for (const { input } of this.rows) {
      input.frame("window", window)
      input.frame("tap", gaps && chosen.of === "map" ? taps.map(cellAt) : [])
    }
    const own = [cellAt(chosen)]
    for (const { part } of this.rows) part.frame("chosen", chosen.of === "map" ? own : [])
    this.map.frame("chosen", chosen.of === "map" ? own : [])
    this.map.frame("window", four.length ? [boxAround(four)] : [])
    this.pooled.frame("chosen", chosen.of === "pool" ? own : [])
    const output = chosen.of === "map" ? this.map : this.pooled
    output.cursor = { row: chosen.row, column: chosen.column }
  }
}

/** One side of a cell for all pictures, so that they can be compared. */
function cellSide({ channels, geometry, map, pooled }, { room, weight, input }) {
  const kernel = geometry.size * weight
  const largest = LARGEST_CELL[channels.length]
  // Columns of cells that stand abreast, gaps between, and whether the kernel is among them.
  const wide = room >= WIDE
  const several = channels.length > 1
  const columns = input + map.width + (wide ? (several ? map.width : (pooled?.width ?? 0)) : 0)
  const gaps = wide ? (several || pooled ? 3 : 2) : several ? 2 : 1
  const taken = gaps * GAP[wide ? "wide" : "narrow"] + (wide || several ? kernel : 0)
  return fittingCell(room - taken - 2, columns, largest)
}

const cellAt = ({ row, column }) => ({ row, column, height: 1, width: 1 })

function boxAround(cells) {
  const [rows, columns] = [cells.map((cell) => cell.row), cells.map((cell) => cell.column)]
  const [row, column] = [Math.min(...rows), Math.min(...columns)]
  const [height, width] = [Math.max(...rows) - row + 1, Math.max(...columns) - column + 1]
  return { row, column, height, width }
}

/** A map of which only the first cells have been reached. */
function unfinished(map, shown) {
  if (shown >= map.values.length) return map
  return { ...map, values: Float64Array.from(map.values, (value, i) => i < shown ? value : NaN) }
}
