// What one network makes of the digit: its filters, its maps, its ten probabilities.

import { element } from "../common/elements.js"
import { Maps } from "./maps.js"
import { Probabilities } from "./probabilities.js"

export class Run {
  /**
   * @param {string} name of the network, where there are two
   * @param {(choice: import("./maps.js").Choice) => void} onChoose
   */
  constructor(name, onChoose) {
    this.maps = new Maps(onChoose)
    this.probabilities = new Probabilities()
    this.score = element("p", { class: "train-score" })
    this.twins = element("p", { class: "train-note" })
    const title = element("h3", { class: "train-name" }, name)
    title.hidden = !name
    this.element = element(
      "section",
      { class: "train-run", "aria-label": name || "the network" },
      title,
      this.maps.element,
      element(
        "div",
        { class: "train-answer" },
        element("p", {}, "how likely each digit is"),
        this.probabilities.element,
        this.score,
        this.twins,
      ),
    )
  }

  /**
   * @param {import("./worker.js").RunView} view
   * @param {object} now
   * @param {import("./settings.js").Values} now.settings of the network
   * @param {import("./maps.js").Choice} now.chosen
   * @param {number | null} now.label of the digit, if it is known
   * @param {import("./training.js").Rec} now.record
   */
  show(view, { settings, chosen, label, record }) {
    this.maps.show(view, chosen, settings.relu)
    this.probabilities.show(view.probabilities, label)
    const { wrong, of } = record.tested
    this.score.textContent = `${wrong} of ${of} new digits misread after ${record.passes} passes`
    this.twins.textContent = twinsSentence(view.apart)
  }
}

/**
 * What has become of two filters that started equal.
 *
 * @param {number | null} apart how far some weight of theirs differs; null if they did not
 */
export function twinsSentence(apart) {
  if (apart === null) return ""
  return apart === 0
    ? "Filters 1 and 2 of the last convolution are still equal, weight for weight."
    : `Filters 1 and 2 of the last convolution differ, by up to ${apart.toPrecision(2)}.`
}
