// <conv-bench>: a convolution to be done by hand. Its attributes are its settings, named as in the
// address of the lab's page (input, kernel, stride, …); with `linked`, the page's address holds them.

import { arithmeticOf, rangeOf, sentenceOf } from "./arithmetic.js"
import { kerasCode } from "./keras-code.js"
import { Controls } from "./controls.js"
import { drawing, INK, loadLibrary, SIDE } from "./library.js"
import { Maps } from "./maps.js"
import { benchOf, cellOf, fieldsOf, placeOf, problemOf } from "./settings.js"
import { fold } from "../common/fold.js"
import { button, codeBlock, copyButton, element } from "../common/elements.js"
import { readSettings, State } from "../common/state.js"
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
    const fields = fieldsOf(this.library)
    const attributes = Array.from(this.attributes, ({ name, value }) => [name, value])
    const linked = this.hasAttribute("linked")
    const start = readSettings(fields, attributes)
    const problem = (values) => problemOf(this.library, values)
    this.state = new State(fields, { start: start.values, linked, problem })
    const complaints = [this.library.missing, ...start.complaints, ...this.state.complaints]

    this.controls = new Controls(this.library, this.state)
    this.maps = new Maps({
      onCell: (of, row, column, how) => this.#choose(of, row, column, how),
      onInput: (channel, row, column, how) => this.#paint(channel, row, column, how),
      onKernel: (channel, weights) => this.#setSlice(channel, weights),
    })
    this.transport = new Transport(
      (step) => this.#step(step),
      (playing) => this.#play(playing),
    )
    this.arithmetic = element("div", "bench-arithmetic")
    this.voice = element("p", "bench-voice")
    this.voice.setAttribute("aria-live", "polite")
    this.code = fold("Show the Keras code", () => this.#script())
    this.tables = fold("All numbers as tables", () => this.maps.tables(this.bench))
    const foot = element("div", "bench-foot")
    foot.append(
      button("Reset", () => {
        this.transport.stop()
        this.state.reset()
        this.voice.textContent = "All settings are as they were when this page was opened."
      }),
    )
    if (linked) foot.append(copyButton("Copy the link to this", () => this.state.address))
    const notes = complaints.filter(Boolean).map((text) => {
      const note = element("p", "bench-complaint")
      note.textContent = text
      return note
    })
    this.replaceChildren(
      ...notes,
      this.controls.subject,
      this.controls.layer,
      this.maps.element,
      this.transport.element,
      this.arithmetic,
      this.voice,
      this.code.element,
      this.tables.element,
      foot,
    )
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
    this.code.update()
    this.tables.update()
    this.#show()
  }

  #show() {
    const paints = this.state.values.input.startsWith("drawing")
    this.maps.show(this.bench, this.cell, { room: this.clientWidth, paints, shown: this.shown })
  }

  #choose(of, row, column, how) {
    if (this.transport.playing && how === "point") return
    this.transport.stop()
    this.state.set({ at: placeOf(of, row, column) })
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

  /** Go on by so many cells, row by row; false at the end. */
  #step(by) {
    const { of, row, column } = this.cell
    const output = of === "pool" ? this.bench.pooled : this.bench.map
    const next = row * output.width + column + by
    if (next < 0 || next >= output.values.length) return false
    if (this.transport.playing) this.shown = next + 1
    this.state.set({ at: placeOf(of, Math.floor(next / output.width), next % output.width) })
    if (!this.transport.playing) this.#say()
    return true
  }

  /** While it plays, the map fills cell by cell; it starts over where it had come to the end. */
  #play(playing) {
    const { of, row, column } = this.cell
    if (!playing) {
      this.shown = Infinity
      this.#show()
      return
    }
    const output = of === "pool" ? this.bench.pooled : this.bench.map
    const here = row * output.width + column
    const first = here + 1 < output.values.length ? here : 0
    this.shown = first + 1
    this.state.set({ at: placeOf(of, Math.floor(first / output.width), first % output.width) })
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

  #script() {
    const script = kerasCode(this.bench)
    return [copyButton("Copy the script", () => script), codeBlock(script)]
  }
}

customElements.define("conv-bench", ConvBench)
