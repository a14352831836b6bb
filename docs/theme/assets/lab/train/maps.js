// The filters of a network, and what they make of the digit: a row of small pictures for each layer.

import { aroundZero } from "../common/colour.js"
import { element } from "../common/elements.js"
import { imageOf } from "../common/image.js"

/** @typedef {import("./worker.js").RunView} RunView */

const ORDINALS = ["first", "second"]

/** A filter of a convolution, each counted from 0. */
/** @typedef {{convolution: number, filter: number}} Choice */

export class Maps {
  /** @param {(choice: Choice) => void} onChoose called when the reader points at a filter or map */
  constructor(onChoose) {
    this.onChoose = onChoose
    this.element = element("div", { class: "train-maps" })
    this.look = ""
  }

  /**
   * @param {RunView} view
   * @param {Choice} chosen
   * @param {boolean} relu whether maps hold nothing below 0
   */
  show(view, chosen, relu) {
    const look = view.maps.map(({ channels, pooled }) => `${channels} ${pooled}`).join()
    if (look !== this.look) this.#build(view)
    this.look = look
    this.rows.forEach(({ cells }, n) => {
      const map = view.maps[n]
      const filters = map.pooled ? null : view.filters[n]
      const range = relu ? [0, Math.max(...map.values) || 1] : aroundZero(map.values)
      const weights = n === 0 && filters && aroundZero(filters.weights)
      cells.forEach(({ kernel, picture, button }, channel) => {
        if (kernel) {
          const values = filters.weights.subarray(9 * channel, 9 * channel + 9)
          paint(kernel, { height: 3, width: 3, values }, "diverging", weights)
        }
        paint(picture, channelOf(map, channel), relu ? "gray" : "diverging", range)
        const pressed = !map.pooled && chosen.convolution === n && chosen.filter === channel
        button?.setAttribute("aria-pressed", String(pressed))
      })
    })
  }

  #build(view) {
    const convolutions = view.filters.length
    this.rows = view.maps.map((map, n) => {
      const cells = Array.from(
        { length: map.channels },
        (_, channel) => this.#cell(map, n, channel),
      )
      const title = map.pooled
        ? `pooled: ${map.channels} maps of ${map.height}×${map.width}`
        : convolutions === 1
        ? `${map.channels} filters, and the map that each makes of the digit`
        : n === 0
        ? `first convolution: ${map.channels} filters, and the map that each makes of the digit`
        : `second convolution: ${map.channels} maps, each made of all the maps above`
      const size = n === 0 && !map.pooled ? "train-filters" : "train-small"
      const strip = element(
        "div",
        { class: `train-strip ${size}`, role: "group", "aria-label": title },
        ...cells.map(({ cell }) => cell),
      )
      return { cells, element: element("div", {}, element("p", {}, title), strip) }
    })
    const none = element("p", {}, "No filters: the pixels go straight to the last layer.")
    this.element.replaceChildren(
      ...(this.rows.length ? this.rows.map((row) => row.element) : [none]),
    )
  }

  #cell(map, n, channel) {
    const canvas = () => element("canvas", { class: "lab-thumbnail", "aria-hidden": "true" })
    const picture = canvas()
    if (map.pooled) return { picture, cell: element("div", { class: "train-cell" }, picture) }
    const kernel = n === 0 ? canvas() : null
    const button = element(
      "button",
      {
        class: "train-cell",
        type: "button",
        "aria-label": `filter ${channel + 1} of the ${ORDINALS[n]} convolution`,
        tabindex: channel ? -1 : 0, // one stop for Tab; the arrow keys lead on
      },
      ...(kernel ? [kernel] : []),
      picture,
    )
    const choose = () => this.onChoose({ convolution: n, filter: channel })
    button.addEventListener("click", choose)
    button.addEventListener("pointerenter", choose)
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      const next = step && this.rows[n].cells[channel + step]?.button
      if (!next) return
      event.preventDefault()
      button.tabIndex = -1
      next.tabIndex = 0
      next.focus()
      next.click()
    })
    return { kernel, picture, button, cell: button }
  }
}

/** One map of a layer. */
export function channelOf({ height, width, channels, values }, channel) {
  const own = Float32Array.from(
    { length: height * width },
    (_, n) => values[n * channels + channel],
  )
  return { height, width, values: own }
}

/**
 * Paint a small picture, one pixel a cell.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {import("../common/image.js").Grid} grid
 * @param {string} ramp
 * @param {number[]} range
 */
export function paint(canvas, grid, ramp, range) {
  if (canvas.width !== grid.width) Object.assign(canvas, { width: grid.width, height: grid.height })
  canvas.getContext("2d").putImageData(imageOf(grid, ramp, range), 0, 0)
}
