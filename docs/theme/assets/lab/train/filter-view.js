// One filter, large: its weights, and where the last step pushed them.

import { aroundZero } from "../common/colour.js"
import { element } from "../common/elements.js"
import { Picture } from "../common/picture.js"

/** @typedef {import("./maps.js").Choice} Choice */

const CELL = 46 // pixels, enough for a weight of four decimals
const SMALL = 9
const ACROSS = 8 // parts of a filter of the second convolution in a row

export class FilterView {
  constructor() {
    this.weights = new Picture({ caption: "", ramp: "diverging" })
    this.push = new Picture({ caption: "", ramp: "diverging" })
    this.title = element("p")
    this.pair = element("div", { class: "train-pair" }, this.weights.element, this.push.element)
    this.note = element("p", { class: "train-note" })
    this.element = element("div", { class: "train-filter" }, this.title, this.pair, this.note)
  }

  /**
   * @param {import("./worker.js").RunView} view
   * @param {Choice} chosen
   * @param {string} name of the network, where there are two
   */
  show(view, { convolution, filter }, name) {
    const layer = view.filters[convolution]
    this.element.hidden = !layer
    if (!layer) return
    const size = 9 * layer.channels
    const [weights, gradient] = [layer.weights, layer.gradient].map((values) =>
      values.subarray(filter * size, (filter + 1) * size)
    )
    const whose = name ? `, ${name}` : ""
    this.title.textContent = `Filter ${filter + 1} of the ${
      convolution ? "second" : "first"
    } convolution${whose}`
    this.weights.name = "weights"
    this.push.name = "its push: minus the gradient"
    const push = Float32Array.from(gradient, (slope) => -slope)
    const still = push.every((value) => value === 0)
    draw(this.weights, weights, layer.channels, aroundZero(layer.weights), true)
    draw(this.push, push, layer.channels, aroundZero(push), false)
    this.note.textContent = still
      ? "Nothing has pushed it in the last step."
      : layer.channels > 1
      ? `It reads ${layer.channels} maps, and has nine weights for each. Blue weights are to grow, red ones to shrink.`
      : "The backward pass works out, for each weight, which way the loss falls: blue ones are to grow, red ones to shrink."
  }
}

/** A filter as a picture; where it reads many maps, its parts stand side by side. */
function draw(picture, values, channels, range, written) {
  if (channels === 1) {
    const grid = { height: 3, width: 3, values: Float32Array.from(values) }
    const decimals = range[1] < 0.1 ? 4 : 2
    picture.draw(grid, { cell: CELL, range, values: written, decimals })
    return
  }
  const columns = Math.min(ACROSS, channels)
  const rows = Math.ceil(channels / columns)
  const width = 4 * columns - 1
  const height = 4 * rows - 1
  const spread = new Float32Array(width * height).fill(NaN) // gaps between the parts stay empty
  for (let channel = 0; channel < channels; channel += 1) {
    const [top, left] = [4 * Math.floor(channel / columns), 4 * (channel % columns)]
    for (let k = 0; k < 9; k += 1) {
      const at = (top + Math.floor(k / 3)) * width + left + (k % 3)
      spread[at] = values[k * channels + channel]
    }
  }
  picture.draw({ height, width, values: spread }, { cell: SMALL, range, values: false })
}
