// The pictures of the bench: what goes in, the kernel, what each channel gives, the map, the pooled
// map; and on them the cells that the chosen output cell is made of.

import { aroundZero } from "../common/colour.js"
import { element } from "../common/elements.js"
import { gridTable } from "../common/grid-table.js"
import { fittingCell, Picture } from "../common/picture.js"
import { paddingOf } from "./convolution.js"
import { KernelEditor } from "./kernel-editor.js"
import { CHANNELS, INK, SIDE } from "./library.js"
import { readBy, usersOf } from "./settings.js"

/** @typedef {import("../common/picture.js").How} How */
/** @typedef {import("./settings.js").Bench} Bench */
/** @typedef {import("./settings.js").Cell} Cell */

const LARGEST_CELL = { 1: 36, 3: 25 } // by channels: three rows of pictures should fit a screen
const WEIGHT = { wide: 52, narrow: 44 } // pixels, side of a cell of the kernel: a finger hits it
const WIDE = 620 // pixels from which all pictures of one channel stand abreast
const LEGIBLE = 16 // pixels; before cells are smaller, fewer pictures stand abreast
const GAP = { wide: 24, narrow: 12 } // pixels, as in conv-bench.css
const STAGE = 0.44 // of the window's height that the pictures take when they fill the screen

export class Maps {
  /**
   * @param {object} handlers
   * @param {(cell: Cell, how: How) => void} handlers.onCell an output cell was pointed at or chosen
   * @param {(channel: number, row: number, column: number, how: How) => void} handlers.onInput the
   *   same of a cell of the picture
   * @param {(channel: number, weights: number[]) => void} handlers.onKernel a slice was edited
   * @param {(sentence: string) => void} handlers.onLimit an edit went beyond what the bench takes;
   *   "" once it does not
   */
  constructor({ onCell, onInput, onKernel, onLimit }) {
    this.onInput = onInput
    this.onKernel = onKernel
    this.onLimit = onLimit
    /** @type {{input: Picture, editor: KernelEditor, part: Picture}[]} */
    this.rows = []
    const output = (caption, of) =>
      new Picture({
        caption,
        ramp: "diverging",
        slides: true,
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
   * @param {boolean} view.staged whether the bench fills the screen
   * @param {boolean} view.paints whether the picture takes paint
   * @param {{row: number, column: number} | null} view.pixel what is pointed at in the picture
   * @param {number} view.shown how many cells of the output are shown, for a map in the making
   */
  show(bench, chosen, { room, staged, paints, pixel, shown }) {
    const count = bench.channels.length
    const layout = layoutOf(bench, room, staged)
    this.element.dataset.channels = String(count)
    this.element.dataset.layout = layout.name
    this.element.style.setProperty("--weight", `${layout.weight}px`)
    this.#makeRows(count)

    const compared = count > 1 ? [...bench.parts, bench.sums] : [bench.sums]
    const range = aroundZero(...compared.map((grid) => grid.values))
    const kernelRange = aroundZero(...bench.slices)
    const [before, after] = paddingOf(SIDE, bench.geometry)
    const padding = { top: before, left: before, right: after, bottom: after }
    const { cell, own } = layout
    this.rows.slice(0, count).forEach((row, c) => {
      const named = count > 1 ? CHANNELS[c] : "picture"
      row.input.ramp = count > 1 ? CHANNELS[c] : "gray"
      const padded = before + after ? ", padded with zeros" : ""
      row.input.name = paints ? `${named}: draw here` : `${named} ${SIDE}×${SIDE}${padded}`
      row.input.draw(bench.channels[c], { cell, range: [0, INK], padding })
      row.editor.show(count > 1 ? `kernel, ${named}` : "kernel", bench.slices[c], kernelRange)
      row.part.name = `${c ? "+ " : ""}${named}’s part`
      row.part.draw(bench.parts[c], { cell, range })
    })
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
    this.#frame(bench, chosen, pixel)
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
        slides: true,
        hint: "Arrow keys slide the window; in a drawing, the space bar paints.",
        onCell: (row, column, how) => this.onInput(channel, row, column, how),
      })
      input.plate.addEventListener("keydown", (event) => {
        if (event.key !== " ") return
        event.preventDefault()
        this.onInput(channel, input.cursor.row, input.cursor.column, "press")
      })
      const editor = new KernelEditor({
        onChange: (weights) => this.onKernel(channel, weights),
        onLimit: this.onLimit,
      })
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
   * @param {{row: number, column: number} | null} pixel
   */
  #frame(bench, chosen, pixel) {
    const { four, taps } = readBy(bench, chosen)
    const users = pixel ? usersOf(bench, pixel) : { map: [], pooled: [] }
    const gaps = bench.geometry.dilation > 1
    for (const { input } of this.rows) {
      input.frame("window", boxesAround(taps))
      input.frame("tap", gaps && chosen.of === "map" ? taps.map(cellAt) : [])
      input.frame("pixel", pixel ? [cellAt(pixel)] : [])
    }
    const own = [cellAt(chosen)]
    for (const { part } of this.rows) part.frame("chosen", chosen.of === "map" ? own : [])
    this.map.frame("chosen", chosen.of === "map" ? own : [])
    this.map.frame("window", boxesAround(four))
    this.map.frame("user", gaps ? users.map.map(cellAt) : boxesAround(users.map))
    this.pooled.frame("chosen", chosen.of === "pool" ? own : [])
    this.pooled.frame("user", boxesAround(users.pooled))
    const output = chosen.of === "map" ? this.map : this.pooled
    output.cursor = { row: chosen.row, column: chosen.column }
  }
}

/**
 * How the pictures stand, and how large a cell of theirs is: all abreast, or in more rows where that
 * would make them too small to be read, or each below the other.
 *
 * @param {Bench} bench
 * @param {number} room CSS pixels across
 * @param {boolean} staged whether the bench fills the screen
 * @returns {{name: string, cell: number, own: number, weight: number}} sides of the cells of the
 *   pictures, of the map, and of the kernel
 */
function layoutOf({ channels, geometry, map, pooled }, room, staged) {
  const count = channels.length
  const input = SIDE + paddingOf(SIDE, geometry).reduce((sum, zeros) => sum + zeros)
  const pool = pooled?.width ?? 0
  const largest = staged ? (STAGE * innerHeight) / (count * input) : LARGEST_CELL[count]
  const fitting = (columns, gaps, taken, most) =>
    fittingCell(room - gaps - taken - 2, columns, most)

  const columns = count > 1 ? input + 2 * map.width : input + map.width + pool
  const gaps = GAP.wide * (count > 1 || pool ? 3 : 2)
  const wide = staged
    ? fitting(columns + geometry.size, gaps, 0, largest)
    : fitting(columns, gaps, geometry.size * WEIGHT.wide, largest)
  if (room >= WIDE && wide >= LEGIBLE) {
    return { name: "wide", cell: wide, own: wide, weight: staged ? wide : WEIGHT.wide }
  }

  const narrowWeight = Math.min(WEIGHT.narrow, Math.floor(room / geometry.size))
  const own = fitting(map.width + pool, pool ? GAP.narrow : 0, 0, LARGEST_CELL[1])
  const pair = fitting(input + map.width, GAP.narrow, 0, LARGEST_CELL[1])
  const [name, cell] = pair >= LEGIBLE || room >= WIDE
    ? ["narrow", pair]
    : ["stacked", fitting(Math.max(input, map.width), 0, 0, LARGEST_CELL[1])]
  return { name, cell, own: count > 1 ? own : cell, weight: narrowWeight }
}

const cellAt = ({ row, column }) => ({ row, column, height: 1, width: 1 })

const boxesAround = (cells) => (cells.length ? [boxAround(cells)] : [])

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
