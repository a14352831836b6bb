// The switches: move the drawing, shuffle its tiles, permute its pixels, remove maps and units.

import { FARTHEST, inOrder, REMOVABLE, TILES } from "./settings.js"
import { LAYERS } from "./lenet5.js"
import { button, element, labelled, list, wholeNumberBox } from "../common/elements.js"

export class Switches {
  /**
   * @param {import("../common/state.js").State} state
   * @param {(sentence: string) => void} say
   */
  constructor(state, say) {
    this.state = state
    this.say = say
    this.shifts = ["right", "down"].map((name) => this.#shift(name))
    const tiles = TILES.map(
      (along) => [along, along === "1" ? "whole" : `${along} × ${along} tiles`],
    )
    this.tiles = list(tiles, (along) => state.set({ tiles: along }))
    this.permuted = element("input", "")
    this.permuted.type = "checkbox"
    this.permuted.addEventListener("change", () => state.set({ permuted: this.permuted.checked }))
    this.again = button("Shuffle again", () => state.set({ seed: (state.values.seed % 9999) + 1 }))
    this.removed = element("div", "digit-removed")
    this.element = element(
      "div",
      "digit-switches",
      group("move the drawing", ...this.shifts.map(({ label }) => label)),
      group(
        "shuffle it",
        labelled("cut into", this.tiles),
        element("label", "lab-check", this.permuted, "every pixel elsewhere"),
        this.again,
      ),
      group("remove maps and units", this.#removal(), this.removed),
    )
  }

  /** Show the settings as they are now. */
  update() {
    const { values } = this.state
    for (const { name, slider, output } of this.shifts) {
      slider.value = values[name]
      output.textContent = `${Math.abs(values[name])} px ${directionOf(name, values[name])}`
      slider.setAttribute("aria-valuetext", output.textContent)
    }
    this.tiles.value = values.tiles
    this.permuted.checked = values.permuted
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
    const slider = element("input", "")
    Object.assign(slider, { type: "range", min: -FARTHEST, max: FARTHEST, step: 1 })
    slider.addEventListener("input", () => this.state.set({ [name]: Number(slider.value) }))
    const label = labelled(name === "right" ? "left or right" : "up or down", slider)
    const output = element("span", "digit-amount")
    label.append(output)
    return { name, slider, output, label }
  }

  #removal() {
    const map = wholeNumberBox(0, LAYERS.C1.maps - 1, () => {})
    const layer = list(
      REMOVABLE.map((name) => [name, name]),
      (name) => {
        map.max = LAYERS[name].maps - 1
        map.value = Math.min(Number(map.value), map.max)
      },
    )
    const remove = button("Remove", () => {
      if (!map.reportValidity() || map.value === "") return
      const name = `${layer.value}.${Number(map.value)}`
      this.state.set({ removed: inOrder([...this.state.values.removed, name]) })
      this.say(`${name} is removed.`)
    })
    return element(
      "div",
      "digit-row",
      labelled("layer", layer),
      labelled("map or unit", map),
      remove,
    )
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
  return element("fieldset", "digit-group", element("legend", "", legend), ...children)
}
