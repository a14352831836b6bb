// The switches of a network, for those who want to build their own.

import { checkBox, element, labelled, list, slider } from "../common/elements.js"
import { LEARNED } from "./digits.js"
import { LAST_SEED, problemOf } from "./settings.js"

/** What the lists offer: the setting's value, and what a reader sees. */
const LISTS = {
  convolutions: ["convolutions", ["0", "none"], ["1", "one"], ["2", "two"]],
  pooling: ["pooling", ["max", "max"], ["average", "average"], ["none", "none"]],
  pixels: [
    "pixels",
    ["raw", "raw, 0 to 16"],
    ["sixteenth", "divided by 16"],
    ["standardised", "standardised"],
  ],
  start: [
    "weights start",
    ["small", "too small"],
    ["glorot", "as Glorot says"],
    ["he", "as He says"],
    ["large", "too large"],
  ],
  equal: [
    "two filters start",
    ["none", "different"],
    ["filters", "equal"],
    ["all", "equal, outgoing weights too"],
  ],
}

const SLIDERS = {
  filters: { title: "filters", least: 1, most: 32, factor: 1 },
  dropout: { title: "dropout, %", least: 0, most: 50, factor: 100 },
  images: { title: "digits to learn from", least: 50, most: LEARNED, factor: 1 },
  seed: { title: "random start no.", least: 0, most: LAST_SEED, factor: 1 },
}

const BOXES = {
  relu: "ReLU after each convolution",
  shuffled: "shuffle the pixels",
  frozen: "freeze the filters",
}

export class Controls {
  /** @param {import("./settings.js").BenchState} state */
  constructor(state) {
    this.state = state
    this.reason = element("p", { class: "train-note" })
    this.updates = []
    const lists = Object.entries(LISTS).map(([name, [title, ...options]]) =>
      this.#list(name, String(title), /** @type {string[][]} */ (options))
    )
    const sliders = Object.entries(SLIDERS).map(([name, options]) => this.#slider(name, options))
    const boxes = Object.entries(BOXES).map(([name, text]) => {
      const { box, label } = checkBox(text, (ticked) => state.set({ [name]: ticked }))
      this.updates.push(() => (box.checked = state.values[name]))
      return label
    })
    this.element = element(
      "details",
      { class: "train-controls" },
      element("summary", {}, "Change the network"),
      element("div", { class: "train-switches" }, ...lists, ...sliders, ...boxes),
      this.reason,
      element("p", { class: "train-note" }, "A change starts the training anew."),
    )
  }

  /** Show what is set. */
  update() {
    for (const update of this.updates) update()
  }

  #list(name, title, options) {
    const { state } = this
    const read = (text) => state.fields[name].read(text)
    const made = list(options, (text) => this.#set({ [name]: read(text) }))
    this.updates.push(() => {
      made.value = String(state.values[name])
      for (const option of made.options) {
        const impossible = problemOf({ ...state.values, [name]: read(option.value) })
        option.disabled = impossible !== null
      }
    })
    return labelled(title, made)
  }

  #slider(name, { title, least, most, factor }) {
    const { state } = this
    const shown = element("output", { class: "train-number" })
    const made = slider(least, most, () => (shown.textContent = made.value))
    // Each change starts a training, so the slider is heard when it has come to rest.
    made.addEventListener("change", () => this.#set({ [name]: made.valueAsNumber / factor }))
    this.updates.push(() => {
      made.valueAsNumber = Math.round(state.values[name] * factor)
      shown.textContent = made.value
    })
    return element("div", {}, labelled(title, made), shown)
  }

  #set(change) {
    const impossible = problemOf({ ...this.state.values, ...change })
    this.reason.textContent = impossible ? `This cannot be: ${impossible}` : ""
    if (impossible) this.update()
    else this.state.set(change)
  }
}
