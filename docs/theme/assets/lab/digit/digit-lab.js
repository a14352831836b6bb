// <digit-lab>: a digit drawn through LeNet-5. Its attributes are its settings, named as in the
// address of the lab's page (sample, right, tiles, unit, …); with `linked`, that address holds them;
// with `short`, of its controls only those are shown that this attribute names.

import { button, complaint, element, labelled, slider, voice } from "../common/elements.js"
import { loadJson } from "../common/files.js"
import { fold, programFold } from "../common/fold.js"
import { foot } from "../common/foot.js"
import { shorten } from "../common/short-form.js"
import { Stage } from "../common/stage.js"
import { State } from "../common/state.js"
import { Answer } from "./answer.js"
import { DrawingPad } from "./drawing-pad.js"
import { Layers } from "./layers.js"
import { forward } from "./lenet5.js"
import { enlarge, networkInput } from "./network-input.js"
import { loadNetwork } from "./network.js"
import { pythonCode } from "./python-code.js"
import { Samples } from "./samples.js"
import { byLayer, fieldsOf, MADE, NONE } from "./settings.js"
import { likeMnist } from "./strokes.js"
import { Switches } from "./switches.js"
import { sentenceOf, UnitView } from "./unit-view.js"
import { Undo } from "./undo.js"
import { arithmetic } from "./unit.js"
import { Wires } from "./wires.js"

const REST = 60 // milliseconds without a stroke before a unit's numbers follow
const PAUSE = 700 // and before the answer is announced
const NEEDED = ["DecompressionStream", "PointerEvent", "ResizeObserver"]

class DigitLab extends HTMLElement {
  async connectedCallback() {
    if (this.state) return // it was moved on the page
    try {
      await this.#load()
    } catch (error) {
      this.#explain(error.message)
      return
    }
    if (this.isConnected) this.#build()
  }

  disconnectedCallback() {
    this.stage?.leave()
  }

  async #load() {
    const missing = NEEDED.filter((name) => !(name in window))
    if (missing.length) {
      throw new Error(`this browser lacks ${missing.join(", ")}; a newer one has it`)
    }
    const [network, { digits }] = await Promise.all([loadNetwork(), loadJson("digits.json")])
    this.network = network
    this.digits = digits
  }

  /** Leave what stands here without the lab, and say why it is not there. */
  #explain(reason) {
    const sentence = complaint(
      `The lab cannot start: ${reason}. The rest of this page does not need it.`,
    )
    sentence.setAttribute("role", "alert")
    this.prepend(sentence)
  }

  #build() {
    const { network } = this
    const fields = fieldsOf(network, this.digits.map(({ position }) => position))
    this.state = new State(this, fields, undefined, MADE)
    this.voice = voice()
    const say = (sentence) => this.voice.textContent = sentence
    this.pad = new DrawingPad({
      label: "Draw a digit",
      width: this.state.values.pen,
      changed: () => this.#draw(),
      undo: () => this.#undo(),
      say,
    })
    this.undo = new Undo(this.state.values)
    this.pen = slider(8, 40, (pen) => this.state.set({ pen }))
    this.penLabel = labelled("pen", this.pen)
    this.samples = new Samples(
      this.digits,
      (position) => this.state.set({ sample: String(position), drawn: [] }),
    )
    this.switches = new Switches(network, this.state, say)
    this.layers = new Layers(network, (unit, how) => this.#choose(unit, how === "key"))
    this.answer = new Answer(network, (unit) => this.#choose(unit, true))
    this.unitView = new UnitView(network, this.state)
    this.program = programFold(
      "Show the Python code",
      () => pythonCode(this.state.values, this.field),
    )
    this.tables = fold("The numbers as tables", () => this.#tables())
    this.stage = new Stage(this, { onChange: () => this.#fit() })
    this.column = this.#column()
    this.wires = new Wires(this.column)
    this.column.append(this.wires.element)
    const wrong = shorten(this, this.#controls())
    this.setAttribute("role", "group")
    this.setAttribute("aria-label", "Digit lab")
    this.replaceChildren(
      ...[...this.state.complaints, ...wrong].map(complaint),
      this.answer.summary,
      this.column,
      this.switches.element,
      this.voice,
      foot(this.state, say, [this.program, this.tables]),
    )
    this.state.addEventListener("change", () => {
      this.undo.note(this.state.values, this.pad.isDrawing)
      this.#schedule()
    })
    this.state.addEventListener(
      "follow",
      (event) => event instanceof CustomEvent && this.#follow(event.detail),
    )
    this.#fit()
    new ResizeObserver(() => this.#fit()).observe(this)
  }

  /** The way of a digit, from the pad down to the codes. */
  #column() {
    const { input, element: layers } = this.layers
    const tools = element(
      "div",
      { class: "digit-tools" },
      this.penLabel,
      button("Undo", () => this.#undo()),
      button("Clear", () => this.pad.clear()),
      this.stage.element,
    )
    const pad = element("div", { class: "digit-draw" }, this.pad.element, tools)
    const beside = element("div", { class: "digit-beside" }, this.samples.element, input.element)
    const top = element("div", { class: "digit-top" }, pad, beside)
    layers.append(this.answer.element)
    return element("div", { class: "digit-column" }, top, layers, this.unitView.element)
  }

  /** What a short form may leave out, by name. */
  #controls() {
    const { move, shuffle, remove } = this.switches
    return {
      samples: [this.samples.element],
      pen: [this.penLabel],
      move: [move],
      shuffle: [shuffle],
      remove: [remove],
      unit: [this.unitView.choice],
    }
  }

  #tables() {
    const { unit } = this.state.values
    const tables = [
      ...this.layers.tables(this.outputs, unit),
      ...this.unitView.tables(unit, this.sum),
    ]
    if (unit) return tables
    const more = "Choose a unit, and the numbers of its map and of its arithmetic stand here too."
    return [element("p", {}, more), ...tables]
  }

  #draw() {
    this.drawn = this.pad.strokes
    this.state.set({ sample: NONE, drawn: this.drawn })
  }

  /** Take back what was drawn, wiped or replaced last. */
  #undo() {
    const before = this.undo.step(this.state.values)
    if (!before) return
    this.state.set(before)
    this.voice.textContent = "Taken back."
  }

  /**
   * A link has set the lab up: bring into view what it has changed.
   *
   * @param {string[]} changed
   */
  #follow(changed) {
    this.redraw()
    const has = (...names) => names.some((name) => changed.includes(name))
    const place = has("unit")
      ? this.unitView.element
      : has("removed")
      ? this.switches.element
      : this.column
    place.scrollIntoView({ block: place === this.column ? "start" : "center" })
    this.voice.textContent = `The link has set the lab up. ${this.answer.sentence}`
  }

  #choose(unit, announce) {
    this.state.set({ unit })
    if (!announce) return
    this.redraw()
    this.voice.textContent = sentenceOf(this.network, unit, this.sum.value)
  }

  /** Take note of the maps' width, which is slow to ask for, and draw if it is another one. */
  #fit() {
    const room = this.layers.element.clientWidth
    if (this.room === room) return
    this.room = room
    this.redraw()
  }

  /** However many events a frame brings, everything is computed once. */
  #schedule() {
    this.frame ??= requestAnimationFrame(() => this.redraw())
  }

  /** Compute everything anew, and show it. */
  redraw() {
    cancelAnimationFrame(this.frame)
    this.frame = null
    const { values } = this.state
    if (values.drawn !== this.drawn) this.pad.strokes = this.drawn = values.drawn
    this.pad.width = this.pen.valueAsNumber = values.pen
    const sample = this.digits.find(({ position }) => String(position) === values.sample)
    const grey = sample ? enlarge(sample.values) : this.#drawnField(values)
    const input = networkInput(this.network, grey, values)
    this.outputs = forward(this.network, input, byLayer(values.removed))

    const { unit } = values
    this.sum = unit && arithmetic(this.network, this.outputs, unit)
    this.samples.show(values.sample)
    this.#showGround(sample)
    this.switches.update()
    this.layers.show(this.outputs, this.room)
    this.layers.frame(unit, this.sum?.groups ?? [])
    if (unit !== this.wired) this.#placeUnitView(unit)
    this.answer.show(this.outputs.RBF, {
      label: sample?.label ?? null,
      empty: grey.every((value) => value === 0),
      chosen: unit?.layer === "RBF" ? unit.map : null,
    })
    if (unit !== this.wired) this.wires.draw()
    this.wired = unit
    this.#announce()
    // Numbers in cells are slow to write: while a stroke is drawn, only the maps keep up with it.
    clearTimeout(this.details)
    if (unit === this.detailed) this.details = setTimeout(() => this.#showDetails(), REST)
    else this.#showDetails()
  }

  /** The arithmetic of the unit, and what stands in the folds. */
  #showDetails() {
    const { unit, removed } = this.state.values
    this.detailed = unit
    const isRemoved = Boolean(unit && removed.includes(`${unit.layer}.${unit.map}`))
    this.unitView.show(unit, this.sum, isRemoved, this.room)
    this.program.update()
    this.tables.update()
  }

  /** The sample under the strokes, so that what is read is what is seen. */
  #showGround(sample) {
    if (sample === this.ground) return
    this.ground = sample
    const values = sample?.values.map((value) => value / 16)
    this.pad.showGround(sample ? { side: 8, values } : null)
  }

  /** The arithmetic stands under the layer of the unit, where the reader has pressed. */
  #placeUnitView(unit) {
    const codes = this.answer.element
    const strip = this.layers.strips[unit?.layer]?.picture.element
    const above = unit?.layer === "RBF" ? codes : strip ?? codes
    if (above.nextElementSibling === this.unitView.element) return
    const focused = document.activeElement
    above.after(this.unitView.element)
    if (focused instanceof HTMLElement && this.unitView.element.contains(focused)) {
      focused.focus({ preventScroll: true })
    }
  }

  /** The drawing from 0 to 1; the bytes that MNIST would hold are kept for the script. */
  #drawnField({ drawn, pen }) {
    this.field = likeMnist(drawn, pen)
    return Float64Array.from(this.field, (value) => value / 255)
  }

  /** Say the answer once the reader rests, if it is another one. */
  #announce() {
    const sentence = `Read as ${this.answer.digit.textContent}. ${this.answer.sentence}`
    this.announced ??= sentence // nothing is announced while the page loads
    clearTimeout(this.rest)
    this.rest = setTimeout(() => {
      if (sentence === this.announced) return
      this.announced = this.voice.textContent = sentence
    }, PAUSE)
  }
}

customElements.define("digit-lab", DigitLab)
