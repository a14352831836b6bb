// The controls of the bench. Whatever cannot be chosen is greyed out, and the reason stands below.

import { button, checkBox, element, labelled } from "../common/elements.js"
import { readNumber } from "../common/fields.js"
import { drawing, INK, LIMIT, LIMITED, SIDE } from "./library.js"
import { changesFor, CHOICES, problemOf } from "./settings.js"

const OWN = "own" // the option of a list that stands for what has no name
const LEGENDS = { size: "kernel size", stride: "strides", dilation: "dilation" }
const WORDS = { lenet: "LeNet’s" }

let forms = 0 // radio buttons of one name belong together, and a page may hold two benches

export class Controls {
  /**
   * @param {import("./library.js").Library} library
   * @param {import("./settings.js").BenchState} state
   */
  constructor(library, state) {
    this.library = library
    this.state = state
    this.prefix = `bench-${(forms += 1)}`
    this.remembered = {} // the last picture of one channel, and of three
    this.radios = []
    this.reasons = element("p", { class: "bench-reasons" })
    this.warning = element("p", { class: "bench-warning", "aria-live": "polite" })
    this.thumbnail = element("canvas", {
      class: "lab-thumbnail",
      role: "img",
      "aria-label": "the three channels as one picture in colour",
      width: SIDE,
      height: SIDE,
    })
    this.clear = button("Clear the drawing", () => this.#draw((pixels) => pixels.map(() => 0)))
    this.input = this.#list(
      "picture",
      "my own drawing",
      (name) => name === OWN ? this.#draw((pixels) => pixels) : this.#choose("input", name),
    )
    this.kernel = this.#list("kernel", "my own weights", (name) => {
      const weights = () => library.kernel(state.values.kernel).slices.join()
      state.set({ kernel: name === OWN ? weights() : name })
    })
    this.relu = checkBox("ReLU", (relu) => state.set({ relu }))
    const block = (name, ...parts) => element("div", { class: `bench-${name}` }, ...parts)
    const group = (...names) => block("group", ...names.flatMap((name) => this.byName[name]))
    this.trained = block(
      "trained",
      this.#number("coefficient", "coefficient"),
      this.#number("shift", "bias after it"),
    )
    /** @type {Object<string, HTMLElement[]>} the controls by the setting that they change */
    this.byName = {
      input: [this.input.label, this.thumbnail, this.clear],
      channels: [this.#segments("channels")],
      kernel: [this.kernel.label],
      size: [this.#segments("size")],
      stride: [this.#segments("stride")],
      padding: [this.#segments("padding")],
      dilation: [this.#segments("dilation")],
      bias: [this.#number("bias", "bias")],
      relu: [this.relu.label],
      pooling: [this.#segments("pooling"), this.trained],
    }
    /** What is looked at, and with which kernel. */
    this.subject = block("controls", group("input", "channels"), group("kernel", "size"))
    /** The settings of the layer. */
    this.layer = block(
      "controls",
      group("stride", "padding", "dilation"),
      group("bias", "relu", "pooling"),
      this.reasons,
    )
  }

  /**
   * Say that something which was typed or dragged was not taken.
   *
   * @param {string} sentence "" once all is well
   */
  warn(sentence) {
    if (this.warning.textContent !== sentence) this.warning.textContent = sentence
  }

  /** Show the settings as they are now. */
  update() {
    const { library, state } = this
    const { values } = state
    const channels = library.channels(values.input)
    this.remembered[channels.length] = values.input
    this.clear.hidden = !values.input.startsWith("drawing")
    this.trained.hidden = values.pooling !== "lenet"
    this.thumbnail.hidden = channels.length === 1
    if (channels.length > 1) paintColours(this.thumbnail, channels)
    this.relu.box.checked = values.relu
    for (const [name, box] of Object.entries(this.numbers)) {
      if (document.activeElement !== box) box.value = String(values[name]).replace("-", "−")
    }

    const reasons = new Set()
    // A short form gives no reasons for what it leaves out.
    const allowed = (control, changes) => {
      const reason = problemOf(library, { ...values, ...changes })
      if (reason && !control.closest(".lab-left-out")) reasons.add(reason)
      return !reason
    }
    this.#updateList(this.input, library.pictures, values.input, (name) => {
      return library.pictures[name].channels.length === channels.length
    })
    this.#updateList(this.kernel, library.kernels, values.kernel, (name) => {
      const { slices, size } = library.kernels[name]
      const fits = [1, channels.length].includes(slices.length)
      // Of a kernel that exists in every size, the list offers the one of the size that is chosen.
      const sized = !name.includes(":") || size === this.#current("size")
      return fits && sized && allowed(this.kernel.select, { kernel: name })
    })
    for (const { name, chosen, box } of this.radios) {
      box.checked = this.#current(name) === chosen
      box.disabled = !box.checked && !allowed(box, this.#changes(name, chosen))
    }
    this.reasons.textContent = reasons.size ? `Greyed out: ${[...reasons].join(" ")}` : ""
  }

  /** What a row of choices shows as chosen. */
  #current(name) {
    const { values } = this.state
    if (name === "size") return this.library.kernel(values.kernel).size
    if (name === "channels") return this.library.channels(values.input).length
    return values[name]
  }

  #changes(name, chosen) {
    if (name !== "channels") return changesFor(this.library, this.state.values, name, chosen)
    const fits = (picture) => picture.channels.length === chosen
    const names = Object.keys(this.library.pictures)
    const first = names.find((picture) => fits(this.library.pictures[picture]))
    return changesFor(this.library, this.state.values, "input", this.remembered[chosen] ?? first)
  }

  #choose(name, chosen) {
    this.state.set(this.#changes(name, chosen))
  }

  #draw(change) {
    const channels = this.library.channels(this.state.values.input)
    this.state.set({ input: drawing(channels.map(change)) })
  }

  /** A row of choices, one of which is chosen. */
  #segments(name) {
    const labels = CHOICES[name].map((chosen) => {
      const box = element("input", { type: "radio", name: `${this.prefix}-${name}`, value: chosen })
      box.addEventListener("change", () => this.#choose(name, chosen))
      this.radios.push({ name, chosen, box })
      return element("label", {}, box, element("span", {}, WORDS[chosen] ?? String(chosen)))
    })
    return element(
      "fieldset",
      { class: "bench-choice" },
      element("legend", {}, LEGENDS[name] ?? name),
      element("div", { class: "bench-segments" }, ...labels),
    )
  }

  #list(title, own, onChoose) {
    const select = element("select")
    select.addEventListener("change", () => onChoose(select.value))
    return { label: labelled(title, select), select, last: new Option(own, OWN), shown: "" }
  }

  /** Fill a list anew where what it offers has changed, and choose what is chosen. */
  #updateList(list, named, current, offered) {
    const names = Object.keys(named).filter((name) => name === current || offered(name))
    if (list.shown !== names.join()) {
      list.shown = names.join()
      const groups = new Map()
      for (const name of names) {
        const title = named[name].group
        if (!groups.has(title)) groups.set(title, element("optgroup", { label: title }))
        groups.get(title).append(new Option(named[name].label, name))
      }
      list.select.replaceChildren(...groups.values(), list.last)
    }
    list.select.value = Object.hasOwn(named, current) ? current : OWN
  }

  numbers = {}

  #number(name, title) {
    const box = element("input", { class: "lab-number", type: "text", autocomplete: "off" })
    box.addEventListener("input", () => {
      const value = readNumber(box.value, -LIMIT, LIMIT)
      box.setAttribute("aria-invalid", String(value === undefined))
      this.warn(value === undefined ? LIMITED : "")
      if (value !== undefined) this.state.set({ [name]: value })
    })
    box.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key]
      if (!step) return
      event.preventDefault()
      const value = this.state.values[name] + step * (event.shiftKey ? 10 : 1)
      const kept = Math.min(LIMIT, Math.max(-LIMIT, Number(value.toFixed(6))))
      this.warn(Math.abs(value) > LIMIT ? LIMITED : "")
      this.state.set({ [name]: kept })
      box.value = String(kept).replace("-", "−")
    })
    box.addEventListener("blur", () => {
      box.removeAttribute("aria-invalid")
      this.warn("")
      this.update()
    })
    this.numbers[name] = box
    return labelled(title, box)
  }
}

/** Three channels as one small picture in colour. */
function paintColours(canvas, channels) {
  const image = new ImageData(SIDE, SIDE)
  for (let i = 0; i < SIDE ** 2; i += 1) {
    const colour = channels.map((pixels) => (255 * pixels[i]) / INK)
    image.data.set([...colour, 255], 4 * i)
  }
  canvas.getContext("2d").putImageData(image, 0, 0)
}
