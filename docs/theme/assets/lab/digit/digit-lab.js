// <digit-lab>: a digit drawn through LeNet-5. Its attributes are its settings, named as in the
// address of the lab's page (sample, right, tiles, unit, …); with `linked`, that address holds them.

import { Answer } from "./answer.js"
import { pythonCode } from "./python-code.js"
import { enlarge, networkInput } from "./network-input.js"
import { Layers } from "./layers.js"
import { Samples } from "./samples.js"
import { byLayer, fieldsOf, NONE } from "./settings.js"
import { Switches } from "./switches.js"
import { sentenceOf, UnitView } from "./unit-view.js"
import { DrawingPad } from "./drawing-pad.js"
import { fold } from "../common/fold.js"
import { forward, readWeights } from "./lenet5.js"
import { button, codeBlock, copyButton, element, labelled } from "../common/elements.js"
import { readSettings, State } from "../common/state.js"
import { likeMnist } from "./strokes.js"
import { arithmetic } from "./unit.js"

const REST = 60 // milliseconds without a stroke before a unit's numbers follow
const PAUSE = 700 // and before the answer is announced
const NEEDED = ["PointerEvent", "ResizeObserver"]

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

  async #load() {
    const missing = NEEDED.filter((name) => !(name in window))
    if (missing.length) {
      throw new Error(`this browser lacks ${missing.join(", ")}; a newer one has it`)
    }
    const [weights, digits] = await Promise.all([fetched("lenet5.bin"), fetched("digits.json")])
    this.weights = readWeights(await weights.arrayBuffer())
    try {
      this.digits = (await digits.json()).digits
    } catch {
      throw new Error("digits.json is damaged")
    }
  }

  /** Leave what stands here without the lab, and say why it is not there. */
  #explain(reason) {
    const sentence = element(
      "p",
      "lab-complaint",
      `The lab cannot start: ${reason}. The rest of this page does not need it.`,
    )
    sentence.setAttribute("role", "alert")
    this.prepend(sentence)
  }

  #build() {
    const fields = fieldsOf(this.digits.map(({ position }) => position))
    const attributes = Array.from(this.attributes, ({ name, value }) => [name, value])
    const start = readSettings(fields, attributes)
    const linked = this.hasAttribute("linked")
    this.state = new State(fields, { start: start.values, linked })
    const complaints = [...start.complaints, ...this.state.complaints]

    this.voice = element("p", "lab-voice")
    this.voice.setAttribute("aria-live", "polite")
    const say = (sentence) => (this.voice.textContent = sentence)
    this.pad = new DrawingPad({
      label: "Draw a digit",
      width: this.state.values.pen,
      changed: () => this.#draw(),
      say,
    })
    this.samples = new Samples(
      this.digits,
      (position) => this.state.set({ sample: String(position), drawn: [] }),
    )
    this.switches = new Switches(this.state, say)
    this.layers = new Layers((unit, how) => this.#choose(unit, how === "key"))
    this.answer = new Answer(this.weights.codes, (unit) => this.#choose(unit, true))
    this.unitView = new UnitView(this.state)
    this.code = fold("Show the Python code", () => {
      const text = pythonCode(this.state.values, this.field)
      return [copyButton("Copy the script", () => text), codeBlock(text)]
    })
    this.tables = fold("The numbers as tables", () => {
      const { unit } = this.state.values
      const more = unit ? [] : [
        element(
          "p",
          "",
          "Choose a unit, and the numbers of its map and of its arithmetic stand here too.",
        ),
      ]
      return [
        ...more,
        ...this.layers.tables(this.outputs, unit),
        ...this.unitView.tables(unit, this.sum),
      ]
    })
    this.replaceChildren(
      ...complaints.map((text) => element("p", "lab-complaint", text)),
      ...this.#parts(linked, say),
    )
    this.state.addEventListener("change", () => this.#schedule())
    this.#fit()
    new ResizeObserver(() => this.#fit()).observe(this)
  }

  #parts(linked, say) {
    this.pen = element("input", "")
    Object.assign(this.pen, { type: "range", min: 8, max: 40, step: 1 })
    this.pen.addEventListener("input", () => this.state.set({ pen: Number(this.pen.value) }))
    const tools = element(
      "div",
      "digit-row",
      labelled("pen", this.pen),
      button("Undo", () => this.pad.undo()),
      button("Clear", () => this.pad.clear()),
    )
    const foot = element("div", "digit-row")
    foot.append(
      button("Reset", () => {
        this.state.reset()
        say("All settings are as they were when this page was opened.")
      }),
    )
    if (linked) foot.append(copyButton("Copy the link to this", () => this.state.address))
    const f6 = this.layers.strips.F6.picture.element
    this.output = element("div", "digit-output", f6, this.answer.element)
    return [
      element(
        "div",
        "digit-top",
        element("div", "digit-draw", this.pad.element, tools),
        element("div", "digit-reading", this.answer.summary, this.layers.input.element),
      ),
      this.samples.element,
      this.output,
      this.switches.element,
      this.layers.element,
      this.unitView.element,
      this.voice,
      this.code.element,
      this.tables.element,
      foot,
    ]
  }

  #draw() {
    this.drawn = this.pad.strokes
    this.state.set({ sample: NONE, drawn: this.drawn })
  }

  #choose(unit, announce) {
    this.state.set({ unit })
    if (!announce) return
    this.redraw()
    this.voice.textContent = sentenceOf(unit, this.sum.value)
  }

  /** Take note of the width, which is slow to ask for, and draw if it is another one. */
  #fit() {
    if (this.room === this.clientWidth) return
    this.room = this.clientWidth
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
    this.pad.width = this.pen.value = values.pen
    const sample = this.digits.find(({ position }) => String(position) === values.sample)
    const grey = sample ? enlarge(sample.values) : this.#drawnField(values)
    const input = networkInput(grey, { ...values, tiles: Number(values.tiles) })
    this.outputs = { input, ...forward(this.weights, input, byLayer(values.removed)) }

    const { unit } = values
    this.sum = unit && arithmetic(this.weights, this.outputs, unit)
    this.samples.show(values.sample)
    this.switches.update()
    this.layers.show(this.outputs, this.room)
    this.layers.frame(unit, this.sum?.groups ?? [])
    this.answer.show(this.outputs.RBF, {
      label: sample?.label ?? null,
      empty: grey.every((value) => value === 0),
      chosen: unit?.layer === "RBF" ? unit.map : null,
    })
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
    this.#placeUnitView(unit)
    const isRemoved = Boolean(unit && removed.includes(`${unit.layer}.${unit.map}`))
    this.unitView.show(unit, this.sum, isRemoved, this.room)
    this.code.update()
    this.tables.update()
  }

  /** The arithmetic stands under the layer of the unit, where the reader has pressed. */
  #placeUnitView(unit) {
    const own = { F6: this.output, RBF: this.output }[unit?.layer]
    const above = own ?? this.layers.strips[unit?.layer]?.picture.element ?? this.layers.element
    if (above === this.above) return
    this.above = above
    const focused = document.activeElement
    above.after(this.unitView.element)
    if (this.unitView.element.contains(focused)) focused.focus({ preventScroll: true })
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

/** A file that the package wrote. */
async function fetched(name) {
  let answer
  try {
    answer = await fetch(new URL(`../data/${name}`, import.meta.url))
  } catch {
    throw new Error(`${name} could not be loaded`)
  }
  if (!answer.ok) throw new Error(`${name} could not be loaded (${answer.status})`)
  return answer
}

customElements.define("digit-lab", DigitLab)
