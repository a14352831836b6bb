// The list of what is worth trying, and the sentence why.

import { element, labelled } from "../common/elements.js"
import { PRESETS } from "./presets.js"

const OWN = "own" // the option that stands for the reader's own settings

const GROUPS = { well: "one network that learns", badly: "one that does not", bet: "two: a bet" }

export class PresetList {
  /**
   * @param {HTMLElement} lead what stands beside the list, below the sentence
   * @param {(values: object) => void} onChoose called with what a preset changes
   */
  constructor(lead, onChoose) {
    this.list = element("select")
    const groups = Object.entries(GROUPS).map(([kind, label]) => {
      const options = Object.entries(PRESETS)
        .filter(([, preset]) => preset.kind === kind)
        .map(([name, { title }]) => new Option(title, name))
      return element("optgroup", { label }, ...options)
    })
    this.own = new Option("your own settings", OWN)
    this.own.hidden = true
    this.list.append(...groups, this.own)
    this.list.addEventListener("change", () => onChoose(PRESETS[this.list.value].values))
    this.why = element("p", { class: "train-why" })
    this.element = element(
      "div",
      { class: "train-presets" },
      labelled("try", this.list),
      element("div", { class: "train-said" }, this.why, lead),
    )
  }

  /**
   * @param {string | null} name of the preset that is set, or null for the reader's own settings
   * @param {import("./presets.js").Preset | null} preset
   */
  show(name, preset) {
    this.list.value = name ?? OWN
    this.why.textContent = preset?.why ?? ""
  }
}
