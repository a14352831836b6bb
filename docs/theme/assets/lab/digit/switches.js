// The switches: move the drawing, shuffle its tiles, permute its pixels, remove maps and units.

import {
  button,
  checkBox,
  element,
  labelled,
  list,
  slider,
  wholeNumberBox,
} from "../common/elements.js"
import { REMOVABLE } from "./lenet5.js"
import { FARTHEST, inOrder, TILES } from "./settings.js"

export class Switches {
  /**
   * @param {import("./network.js").Network} network
   * @param {import("./settings.js").DigitState} state
   * @param {(sentence: string) => void} say
   */
  constructor(network, state, say) {
    this.network = network
    this.state = state
    this.say = say
    this.shifts = ["right", "down"].map((name) => this.#shift(name))
    const tiles = TILES.map(
      (along) => [along, along === "1" ? "whole" : `${along} × ${along} tiles`],
    )
    this.tiles = list(tiles, (along) => state.set({ tiles: along }))
    this.permuted = checkBox("every pixel elsewhere", (permuted) => state.set({ permuted }))
    this.again = button("Shuffle again", () => state.set({ seed: (state.values.seed % 9999) + 1 }))
    this.removed = element("div", { class: "digit-removed" })
    const shuffles = [labelled("cut into", this.tiles), this.permuted.label, this.again]
    this.move = group("move the drawing", ...this.shifts.map(({ label }) => label))
    this.shuffle = group("shuffle it", ...shuffles)
    this.remove = group("remove maps and units", this.#removal(), this.removed)
    const groups = [this.move, this.shuffle, this.remove]
    this.element = element("div", { class: "digit-switches" }, ...groups)
  }

  /** Show the settings as they are now. */
  update() {
    const { values } = this.state
    for (const { name, input, output } of this.shifts) {
      input.value = values[name]
      output.textContent = `${Math.abs(values[name])} px ${directionOf(name, values[name])}`
      input.setAttribute("aria-valuetext", output.textContent)
    }
    this.tiles.value = values.tiles
    this.permuted.box.checked = values.permuted
    this.again.hidden = values.tiles === "1" && !values.permuted
    if (this.listed === values.removed) return // the buttons keep their focus
    this.listed = values.removed
    this.removed.replaceChildren(
      ...values.removed.map((name) => {
        const back = button(`${name} ×`, () => this.#putBack(name))
        back.setAttribute("aria-label", `put ${name} back`)
        return back
      }),
    )
  }

  #shift(name) {
    const input = slider(-FARTHEST, FARTHEST, (value) => this.state.set({ [name]: value }))
    const output = element("span", { class: "digit-amount" })
    const label = labelled(name === "right" ? "left or right" : "up or down", input, output)
    return { name, input, output, label }
  }

  #removal() {
    const most = (layer) => this.network.layers[layer].maps - 1
    const map = wholeNumberBox(most("C1"), () => {})
    const label = labelled("", map)
    const limit = (name) => {
      map.max = String(most(name))
      map.value = String(Math.min(Number(map.value), most(name)))
      label.firstChild.textContent = `map or unit (0 to ${map.max})`
    }
    const layer = list(REMOVABLE.map((name) => [name, name]), limit)
    limit(REMOVABLE[0])
    const remove = button("Remove", () => {
      if (!map.reportValidity() || map.value === "") return
      const name = `${layer.value}.${Number(map.value)}`
      this.state.set({ removed: inOrder([...this.state.values.removed, name]) })
      this.say(`${name} is removed.`)
    })
    return element("div", { class: "digit-row" }, labelled("layer", layer), label, remove)
  }

  #putBack(name) {
    this.state.set({ removed: this.state.values.removed.filter((other) => other !== name) })
    this.say(`${name} is back.`)
    this.removed.querySelector("button")?.focus()
  }
}

function directionOf(name, value) {
  if (name === "right") return value < 0 ? "to the left" : "to the right"
  return value < 0 ? "up" : "down"
}

function group(legend, ...children) {
  return element("fieldset", { class: "digit-group" }, element("legend", {}, legend), ...children)
}
