// <conv-bench>: a convolution to be done by hand. Its attributes are its settings, named as in the
// address of the lab's page (input, kernel, stride, …); with `linked`, the page's address holds them.

import { complaint, element, voice } from "../common/elements.js"
import { fold, programFold } from "../common/fold.js"
import { foot } from "../common/foot.js"
import { State } from "../common/state.js"
import { arithmeticOf, rangeOf, sentenceOf } from "./arithmetic.js"
import { Controls } from "./controls.js"
import { kerasCode } from "./keras-code.js"
import { drawing, INK, loadLibrary, SIDE } from "./library.js"
import { Maps } from "./maps.js"
import { benchOf, cellOf, fieldsOf, placeOf, problemOf } from "./settings.js"
import { Transport } from "./transport.js"

const REST = 700 // milliseconds without a change after which the map is announced

class ConvBench extends HTMLElement {
  async connectedCallback() {
    this.library = await loadLibrary()
    if (this.isConnected) this.#build()
  }

  disconnectedCallback() {
    clearTimeout(this.pause)
    this.transport?.close()
    this.sizes?.disconnect()
  }

  #build() {
    const { library } = this
    const fields = fieldsOf(library)
    this.state = new State(this, fields, (values) => problemOf(library, values))
    this.controls = new Controls(library, this.state)
    this.maps = new Maps({
      onCell: (cell, how) => this.#choose(cell, how),
      onInput: (channel, row, column, how) => this.#paint(channel, row, column, how),
      onKernel: (channel, weights) => this.#setSlice(channel, weights),
    })
    this.transport = new Transport(
      (step) => this.#step(step),
      (playing) => this.#play(playing),
    )
    this.arithmetic = element("div", { class: "bench-arithmetic" })
    this.voice = voice()
    this.program = programFold("Show the Keras code", () => kerasCode(this.bench))
    this.tables = fold("All numbers as tables", () => this.maps.tables(this.bench))
    const complaints = [library.missing, ...this.state.complaints].filter(Boolean)
    this.replaceChildren(
      ...complaints.map(complaint),
      this.controls.subject,
      this.controls.layer,
      this.maps.element,
      this.transport.element,
      this.arithmetic,
      this.voice,
      this.program.element,
      this.tables.element,
      foot(this.state, (sentence) => this.voice.textContent = sentence),
    )
    this.state.addEventListener("reset", () => this.transport.stop())
    this.shown = Infinity
    this.state.addEventListener("change", () => {
      const before = this.bench
      this.#update()
      if (before.map.values.some((value, i) => value !== this.bench.map.values[i])) this.#sayMap()
    })
    this.#update()
    this.sizes = new ResizeObserver(() => this.#show())
    this.sizes.observe(this)
  }

  /** Compute everything anew, and show it. */
  #update() {
    this.bench = benchOf(this.library, this.state.values)
    this.cell = cellOf(this.bench)
    this.controls.update()
    this.arithmetic.replaceChildren(...arithmeticOf(this.bench, this.cell))
    this.program.update()
    this.tables.update()
    this.#show()
  }

  #show() {
    const paints = this.state.values.input.startsWith("drawing")
    this.maps.show(this.bench, this.cell, { room: this.clientWidth, paints, shown: this.shown })
  }

  #choose(cell, how) {
    if (this.transport.playing && how === "point") return
    this.transport.stop()
    this.state.set({ at: placeOf(cell) })
    if (how === "key") this.#say()
  }

  #say() {
    this.voice.textContent = sentenceOf(this.bench, this.cell)
  }

  /** Announce a map that has changed, once it has come to rest. */
  #sayMap() {
    clearTimeout(this.pause)
    this.pause = setTimeout(() => {
      this.voice.textContent = rangeOf(this.bench)
    }, REST)
  }

  /** The output that is looked at, and which of its cells, counted row by row. */
  #place() {
    const { of, row, column } = this.cell
    const output = of === "pool" ? this.bench.pooled : this.bench.map
    return { of, output, number: row * output.width + column }
  }

  /** Look at a cell of the same output. */
  #look(number) {
    const { of, output: { width } } = this.#place()
    const [row, column] = [Math.floor(number / width), number % width]
    this.state.set({ at: placeOf({ of, row, column }) })
  }

  /** Go on by so many cells, row by row; false at the end. */
  #step(by) {
    const { output, number } = this.#place()
    const next = number + by
    if (next < 0 || next >= output.values.length) return false
    if (this.transport.playing) this.shown = next + 1
    this.#look(next)
    if (!this.transport.playing) this.#say()
    return true
  }

  /** While it plays, the map fills cell by cell; it starts over where it had come to the end. */
  #play(playing) {
    if (!playing) {
      this.shown = Infinity
      this.#show()
      return
    }
    const { output, number } = this.#place()
    const first = number + 1 < output.values.length ? number : 0
    this.shown = first + 1
    this.#look(first)
  }

  #paint(channel, row, column, how) {
    const { input } = this.state.values
    if (!input.startsWith("drawing") || how === "point" || how === "key") return
    const channels = this.library.channels(input).map((pixels) => [...pixels])
    const at = row * SIDE + column
    // The first cell decides whether this stroke paints or wipes.
    if (how === "press") this.ink = channels[channel][at] ? 0 : INK
    channels[channel][at] = this.ink
    this.state.set({ input: drawing(channels) })
    this.voice.textContent = `row ${row}, column ${column}: ${this.ink}`
  }

  #setSlice(channel, weights) {
    const slices = this.bench.slices.map((slice, c) => (c === channel ? weights : slice))
    this.state.set({ kernel: slices.join() })
  }
}

customElements.define("conv-bench", ConvBench)
