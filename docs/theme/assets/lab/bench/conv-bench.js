// <conv-bench>: a convolution to be done by hand. Its attributes are its settings, named as in the
// address of the lab's page (input, kernel, stride, …); with `linked`, the page's address holds them;
// with `short`, of its controls only those are shown that this attribute names.

import { complaint, element, scrolledByKeyboard, voice } from "../common/elements.js"
import { fold, programFold } from "../common/fold.js"
import { foot } from "../common/foot.js"
import { STEPS } from "../common/picture.js"
import { shorten } from "../common/short-form.js"
import { Stage } from "../common/stage.js"
import { State } from "../common/state.js"
import { arithmeticOf, rangeOf, sentenceOf, usersSentence } from "./arithmetic.js"
import { Controls } from "./controls.js"
import { windowAround } from "./convolution.js"
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
    this.stage?.leave()
    this.sizes?.disconnect()
  }

  #build() {
    const { library } = this
    const fields = fieldsOf(library)
    this.state = new State(this, fields, (values) => problemOf(library, values))
    this.controls = new Controls(library, this.state)
    /** @type {{row: number, column: number} | null} what is pointed at in the picture */
    this.pixel = null
    this.maps = new Maps({
      onCell: (cell, how) => this.#choose(cell, how),
      onInput: (channel, row, column, how) => this.#point(channel, row, column, how),
      onKernel: (channel, weights) => this.#setSlice(channel, weights),
      onLimit: (sentence) => this.controls.warn(sentence),
    })
    this.stage = new Stage(this, {
      onChange: () => this.#show(),
      onKey: (event) => this.#move(event),
    })
    this.transport = new Transport(
      (step) => this.#step(step),
      (playing) => this.#play(playing),
    )
    this.users = element("p", { class: "bench-users" })
    const named = { role: "group", "aria-label": "Arithmetic of one cell" }
    this.arithmetic = element("div", { class: "bench-arithmetic", ...named })
    scrolledByKeyboard(this.arithmetic)
    this.voice = voice()
    this.program = programFold("Show the Keras code", () => kerasCode(this.bench))
    this.tables = fold("All numbers as tables", () => this.maps.tables(this.bench))
    const say = (sentence) => this.voice.textContent = sentence
    this.transport.element.append(this.stage.element)
    const wrong = shorten(this, this.controls.byName)
    const complaints = [library.missing, ...this.state.complaints, ...wrong].filter(Boolean)
    this.setAttribute("role", "group")
    this.setAttribute("aria-label", "Convolution bench")
    this.replaceChildren(
      ...complaints.map(complaint),
      this.controls.subject,
      this.controls.layer,
      this.maps.element,
      this.controls.warning,
      this.transport.element,
      this.users,
      this.arithmetic,
      this.voice,
      foot(this.state, say, [this.program, this.tables]),
    )
    this.state.addEventListener("reset", () => this.transport.stop())
    this.state.addEventListener("follow", () => {
      this.transport.stop()
      this.maps.element.scrollIntoView({ block: "nearest" })
    })
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
    this.users.textContent = this.pixel ? usersSentence(this.bench, this.pixel) : ""
    this.arithmetic.replaceChildren(...arithmeticOf(this.bench, this.cell))
    this.program.update()
    this.tables.update()
    this.#show()
  }

  #show() {
    const paints = this.state.values.input.startsWith("drawing")
    const { clientWidth: room, pixel, shown } = this
    this.maps.show(this.bench, this.cell, { room, staged: this.stage.on, paints, pixel, shown })
  }

  /** Look at an output cell; with a pixel, because of that. */
  #choose(cell, how, pixel = null) {
    if (this.transport.playing && how === "point") return
    this.transport.stop()
    this.pixel = pixel
    this.state.set({ at: placeOf(cell) })
    if (how === "key") this.#say()
  }

  /** On the stage arrow keys move the window wherever the focus is. */
  #move(event) {
    const step = STEPS[event.key]
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    const { output: { height, width } } = this.#place()
    const inside = (place, length) => Math.min(length - 1, Math.max(0, place))
    const row = inside(this.cell.row + step[0], height)
    const column = inside(this.cell.column + step[1], width)
    this.#choose({ ...this.cell, row, column }, "key")
  }

  #say() {
    const pixel = this.pixel ? [usersSentence(this.bench, this.pixel)] : []
    this.voice.textContent = [...pixel, sentenceOf(this.bench, this.cell)].join(" ")
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
    this.pixel = null
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

  /** The window slides to where the reader points in the picture; a drawing is painted by pressing. */
  #point(channel, row, column, how) {
    const { input } = this.state.values
    const paints = input.startsWith("drawing") && (how === "press" || how === "drag")
    if (paints) this.#paint(channel, row, column, how)
    else {
      const place = windowAround(SIDE, this.bench.geometry, row, column)
      this.#choose({ of: "map", ...place }, how, { row, column })
    }
  }

  #paint(channel, row, column, how) {
    const channels = this.library.channels(this.state.values.input).map((pixels) => [...pixels])
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
