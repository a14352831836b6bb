// The bench itself: its parts put together, and the thread that trains.

import { complaint, element, voice } from "../common/elements.js"
import { fold, programFold } from "../common/fold.js"
import { foot } from "../common/foot.js"
import { shorten } from "../common/short-form.js"
import { Stage } from "../common/stage.js"
import { State } from "../common/state.js"
import { Bet } from "./bet.js"
import { Controls } from "./controls.js"
import { Course } from "./course.js"
import { DigitPad } from "./digit-pad.js"
import { LEARNED, loadDigits, picture, TESTED } from "./digits.js"
import { FilterView } from "./filter-view.js"
import { Glance } from "./glance.js"
import { kerasCode } from "./keras-code.js"
import { Misread } from "./misread.js"
import { LAST, passesApart } from "./passes.js"
import { namesOf, presetOf, PRESETS } from "./presets.js"
import { PresetList } from "./preset-list.js"
import { Run } from "./run.js"
import { drawingOf, fieldsOf, greysOf, networksOf, problemOf, SWITCHES } from "./settings.js"
import { tablesOf } from "./tables.js"
import { SPEEDS, Transport } from "./transport.js"

/**
 * @param {HTMLElement} host
 * @throws {Error} with a sentence to the reader
 */
export async function openBench(host) {
  return new Bench(host, await loadDigits())
}

class Bench {
  /**
   * @param {HTMLElement} host
   * @param {import("./digits.js").Digits} digits
   */
  constructor(host, digits) {
    this.digits = digits
    this.isShort = host.hasAttribute("short")
    const preset = PRESETS[host.getAttribute("preset")]
    const fields = fieldsOf()
    for (const [name, value] of Object.entries(preset?.values ?? {})) {
      if (!host.hasAttribute(name)) host.setAttribute(name, fields[name].write(value))
    }
    this.state = new State(host, fields, problemOf)
    this.motion = matchMedia("(prefers-reduced-motion: reduce)")
    this.wide = matchMedia("(min-width: 60em)") // as in train-bench.css
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" })
    this.worker.addEventListener("message", ({ data }) => this.#take(data))
    this.worker.addEventListener("error", () => {
      host.prepend(complaint("The part that trains has failed. Load this page again."))
    })
    this.#order("digits", digits)
    this.chosen = { convolution: 0, filter: 0 }
    this.record = null // that is looked at; null for now
    this.#build(host)
    this.state.addEventListener("change", () => this.#update())
    this.state.addEventListener("follow", () => {
      this.presets.element.scrollIntoView({ block: "nearest" })
      this.voice.textContent = "The link has set the bench up."
    })
    this.#update()
  }

  /** Let go of whatever outlives the element. */
  close() {
    this.worker.terminate()
    this.stage.leave()
    cancelAnimationFrame(this.frame)
  }

  #build(host) {
    const { state } = this
    this.voice = voice()
    const say = (sentence) => this.voice.textContent = sentence
    this.lead = element("p", { class: "train-lead" })
    this.transport = new Transport({
      play: () => this.#play(),
      advance: (until) => this.#advance(until),
      restart: () => this.#begin(),
      speed: (speed) => state.set({ speed }),
    })
    this.pad = new DigitPad({
      onDraw: (greys) => state.set({ digit: drawingOf(greys) }),
      onNext: () => state.set({ digit: String((this.#place() - LEARNED + 1) % TESTED) }),
      say,
    })
    this.runs = element("div", { class: "train-runs" })
    this.filter = new FilterView()
    this.course = new Course((record) => this.#look(record))
    this.misread = new Misread(
      this.digits,
      (place) => state.set({ digit: String(place - LEARNED) }),
    )
    this.presets = new PresetList(this.lead, (values) => this.#choosePreset(values))
    this.bet = new Bet({
      onBet: () => this.#show(),
      onAgain: (seeds) => this.#order("again", { seeds }),
    })
    this.controls = new Controls(state)
    this.programs = [0, 1].map((n) => programFold("Show the Keras code", () => this.#program(n)))
    const tables = () => this.view ? tablesOf(this.view, this.names) : []
    this.tables = fold("All numbers as tables", tables)
    this.stage = new Stage(host, {
      onChange: () => this.#turnStage(),
      onKey: (event) => this.#travel(event),
    })
    this.transport.element.append(this.stage.element)
    const below = foot(state, say, [...this.programs, this.tables])
    if (this.isShort) this.transport.element.append(below) // one row of buttons, not two
    const wrong = shorten(host, this.#controls())
    host.setAttribute("role", "group")
    host.setAttribute("aria-label", "Training bench")
    host.replaceChildren(
      ...[...state.complaints, ...wrong].map(complaint),
      this.presets.element,
      this.bet.element,
      this.transport.element,
      element("div", { class: "train-flow" }, this.pad.element, this.runs),
      this.course.element,
      this.filter.element,
      this.misread.element,
      this.voice,
      this.controls.element,
      ...(this.isShort ? [] : [below]),
    )
  }

  /** What a short form may leave out, by name. */
  #controls() {
    const { transport, programs } = this
    return {
      try: [this.presets.element],
      steps: [transport.step, transport.pass, transport.pace],
      time: [this.course.time],
      switches: [this.controls.element],
      code: programs.map((program) => program.element),
      tables: [this.tables.element],
    }
  }

  /** The settings have changed: start anew, or look at another digit. */
  #update() {
    const { values } = this.state
    const begun = JSON.stringify(
      [...Object.keys(SWITCHES), "against", "seed"].map((name) => values[name]),
    )
    if (begun !== this.begun) {
      this.begun = begun
      this.#begin()
    } else {
      if (values.speed !== this.speed && this.view?.playing) this.#order("play", this.#pace())
      if (values.digit !== this.digit) this.#look(this.record)
    }
    this.speed = values.speed
    this.transport.speed.value = values.speed
    this.controls.update()
  }

  /** Train anew. */
  #begin() {
    const { values } = this.state
    this.networks = networksOf(values)
    const name = presetOf(values, this.state.fields)
    const preset = PRESETS[name] ?? null
    this.presets.show(name, preset)
    const two = this.networks.length > 1
    this.names = two ? namesOf(values.against) : ["the network"]
    this.bet.element.hidden = !two
    if (two) this.bet.ask(this.names, preset?.evidence ?? null)
    this.shown = this.networks.map((_, n) =>
      this.isShort
        ? new Glance(two ? this.names[n] : "")
        : new Run(two ? this.names[n] : "", (choice) => this.#choose(choice, n))
    )
    this.runs.replaceChildren(...this.shown.map((run) => run.element))
    this.runs.classList.toggle("train-two", two)
    const second = this.programs[1].element
    second.hidden = !two
    second.open &&= two // else it would go on telling of a network that is gone
    this.programs.forEach(({ element: program }, n) => {
      const title = two ? `Show the Keras code: ${this.names[n]}` : "Show the Keras code"
      program.querySelector("summary").textContent = title
    })
    const { filters, convolutions } = this.networks[0]
    const { convolution, filter } = this.chosen
    const lost = convolution >= convolutions || filter >= filters
    this.chosen = { convolution: lost ? 0 : convolution, filter: lost ? 0 : filter, run: 0 }
    this.record = null
    this.over = false
    this.view = null
    this.session = (this.session ?? 0) + 1
    this.#order("begin", {
      networks: this.networks,
      seed: values.seed,
      look: this.#looking(),
      id: this.session,
    })
  }

  #choosePreset(values) {
    const { fields } = this.state
    const kept = ["seed", "speed", "digit"]
    const plain = Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => !kept.includes(name))
        .map(([name, field]) => [name, field.fallback]),
    )
    this.state.set({ ...plain, ...values })
  }

  #order(order, details = {}) {
    this.worker.postMessage({ order, ...details })
  }

  #pace() {
    return { stepsPerSecond: SPEEDS[this.state.values.speed], isCalm: this.motion.matches }
  }

  #play() {
    if (this.view?.playing) {
      this.#order("pause")
      this.#say()
      return
    }
    if (this.record !== null) this.#look(null)
    this.#order("play", this.#pace())
  }

  #advance(until) {
    if (this.record !== null) this.#look(null)
    this.#order("advance", { until })
  }

  /** The stage was entered or left. */
  #turnStage() {
    this.#show()
    if (this.stage.on) this.transport.play.focus() // so that the space bar plays
  }

  /** On the stage arrow keys travel in time: back by a record, or on, past the last one by learning. */
  #travel(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!by || event.ctrlKey || event.altKey || event.metaKey || !this.view) return
    event.preventDefault()
    const newest = Math.max(...this.view.runs.map(({ records }) => records.length)) - 1
    const next = (this.record ?? newest) + by
    if (next <= newest) this.#look(next < newest ? Math.max(0, next) : null)
    else if (!this.transport.pass.disabled) this.#advance("record")
  }

  /** Look at a record, or at what is now. */
  #look(record) {
    this.record = record
    this.digit = this.state.values.digit
    this.#order("look", this.#looking())
  }

  #looking() {
    this.digit = this.state.values.digit
    return { greys: this.#greys(), record: this.record }
  }

  /** Where the digit stands among all, or the first test digit for a drawn one. */
  #place() {
    const { digit } = this.state.values
    return LEARNED + (greysOf(digit) ? -1 : Number(digit))
  }

  #greys() {
    return greysOf(this.state.values.digit) ?? picture(this.digits, this.#place())
  }

  #choose(choice, run) {
    this.chosen = { ...choice, run }
    this.#schedule()
  }

  /** Take a message of the thread. */
  #take(message) {
    if (message.session !== this.session) return // it is about what was set before
    if (message.kind === "pair") {
      this.bet.add(message)
      return
    }
    this.view = message
    this.#schedule()
  }

  /** However many views a frame brings, one is drawn. */
  #schedule() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      this.#show()
    })
  }

  #show() {
    const { view, networks, names } = this
    if (!view) return // the first one is on its way
    const { values } = this.state
    const drawn = greysOf(values.digit)
    const label = drawn ? null : this.digits.labels[this.#place()]
    const over = view.runs.every((run) => run.over)
    const looked = (records) => records[Math.min(view.record ?? Infinity, records.length - 1)]
    view.runs.forEach((run, n) => {
      const { convolution, filter, run: own } = this.chosen
      const chosen = own === n ? { convolution, filter } : { convolution: -1, filter: -1 }
      const record = looked(run.records)
      this.shown[n].show(run, { settings: networks[n], chosen, label, record })
    })
    const two = networks.length > 1
    this.course.show(view, names, networks.map(({ images }) => images))
    if (!this.isShort) {
      const one = view.runs[this.chosen.run]
      const name = two ? names[this.chosen.run] : ""
      const large = this.stage.on && this.wide.matches
      this.pad.show(this.#greys(), drawn ? "your digit" : `a new digit: a ${label}`, large)
      this.filter.show(one, this.chosen, name)
      const { misread, tested } = looked(one.records)
      this.misread.show(misread, tested.of, name)
    }
    this.transport.show({
      playing: view.playing,
      over,
      barred: two && this.bet.guess === null,
    })
    this.lead.textContent = this.#sentence(view)
    if (!view.playing) {
      this.programs.forEach((program) => program.update())
      this.tables.update()
    }
    if (over && !this.over) {
      this.over = true
      this.#say()
      const last = view.runs.map(({ records }) => records.at(-1).tested)
      if (two) {
        this.bet.add({ seed: values.seed, wrong: last.map(({ wrong }) => wrong), of: last[0].of })
      }
    }
  }

  #sentence({ runs: [{ steps, passes, learnable }] }) {
    const { images, frozen } = this.networks[0]
    const digits = `${images.toLocaleString("en")} digits`
    if (steps === 0) {
      const moving = frozen ? "each weight of the last layer" : "each weight"
      return `Nothing is learned yet: ${learnable.toLocaleString("en")} weights, all random. ` +
        `In training, the network is shown 32 of ${digits}, ${moving} moves a little in the ` +
        "direction that makes the right answers likelier, and so on."
    }
    return `Step ${steps}: ${passes} ${passes === 1 ? "pass" : "passes"} over ${digits}.`
  }

  /** Announce how far it has come. */
  #say() {
    const said = this.view.runs.map(({ records }, n) => {
      const { passes, tested: { wrong, of } } = records.at(-1)
      return `${this.names[n]}: ${wrong} of ${of} new digits misread after ${passes} passes.`
    })
    this.voice.textContent = said.join(" ")
  }

  #program(n) {
    const settings = this.networks[n]
    // The view may still be of one network, where a second was chosen just now.
    const trained = this.view?.runs[n]?.passes || LAST * passesApart(settings.images)
    return kerasCode(settings, trained)
  }
}
