// How the training has gone so far: two charts, and the slider that leads back in time.

import { element, slider } from "../common/elements.js"
import { short } from "../common/format.js"
import { Chart } from "./chart.js"
import { LAST, passesApart } from "./passes.js"

/** @typedef {import("./worker.js").View} View */

export class Course {
  /** @param {(record: number | null) => void} onLook called with a record, or null for now */
  constructor(onLook) {
    this.error = new Chart({
      title: "digits misread, of 100",
      ticks: [0, 2, 10, 25, 50, 100],
      write: String,
      records: LAST,
    })
    this.loss = new Chart({
      title: "loss: how surprised it is by the right answer",
      ticks: [0, 0.1, 0.5, 1, 2, 4],
      write: String,
      records: LAST,
    })
    this.slider = slider(0, 0, (record) => onLook(record < Number(this.slider.max) ? record : null))
    this.slider.setAttribute("aria-label", "back in time: the pass that is looked at")
    this.when = element("span", { class: "train-when" })
    this.legend = element("p", { class: "train-legend" })
    this.apart = element("p", { class: "train-apart" })
    this.time = element(
      "label",
      { class: "train-time" },
      element("span", {}, "back in time"),
      this.slider,
      this.when,
    )
    this.element = element(
      "div",
      { class: "train-course" },
      this.apart,
      element("div", { class: "train-charts" }, this.error.element, this.loss.element),
      this.legend,
      this.time,
    )
  }

  /**
   * @param {View} view
   * @param {string[]} names of the networks
   * @param {number[]} images that each learns from
   */
  show({ runs, record }, names, images) {
    const newest = Math.max(...runs.map(({ records }) => records.length)) - 1
    const looked = record ?? newest
    const curves = (pick) =>
      runs.flatMap(({ records }, n) => [
        { className: `chart-learned chart-${n}`, values: records.map((one) => pick(one.learned)) },
        { className: `chart-tested chart-${n}`, values: records.map((one) => pick(one.tested)) },
      ])
    const apart = passesApart(images[0])
    const last = runs.map(({ records }) => records.at(-1))
    const errors = curves(({ wrong, of }) => 100 * wrong / of)
    this.error.show(
      errors,
      looked,
      apart,
      `Digits misread, of 100, after ${last[0].passes} passes: ` +
        last.map(({ learned, tested }, n) =>
          `${names[n]}: ${share(tested)} of those that it has not learned from, ` +
          `${share(learned)} of those that it has`
        ).join("; "),
      runs.length > 1 ? [errors[1].values, errors[3].values] : [],
    )
    this.loss.show(
      curves(({ loss }) => loss),
      looked,
      apart,
      `Loss after ${last[0].passes} passes: ` +
        last.map(({ learned, tested }, n) =>
          `${names[n]}: ${short(tested.loss, 3)} on new digits, ${
            short(learned.loss, 3)
          } on learned ones`
        ).join("; "),
    )
    this.slider.max = String(newest)
    this.slider.valueAsNumber = looked
    this.slider.disabled = newest === 0
    const passes = runs[0].records[Math.min(looked, runs[0].records.length - 1)].passes
    this.when.textContent = record === null ? "now" : `pass ${passes}`
    this.apart.hidden = runs.length < 2
    if (runs.length > 1) this.apart.textContent = sentenceOfTwo(runs, names, looked)
    this.#explain(names)
  }

  #explain(names) {
    const text = names.join()
    if (this.explained === text) return
    this.explained = text
    const key = (className, words) =>
      element("span", {}, element("i", { class: className, "aria-hidden": "true" }), words)
    const keys = names.flatMap((name, n) => [
      key(`key-tested key-${n}`, names.length > 1 ? `${name}: new digits` : "new digits"),
      key(`key-learned key-${n}`, names.length > 1 ? "learned ones" : "the digits it learns from"),
    ])
    this.legend.replaceChildren(...keys)
  }
}

/** By how much the errors of two networks differ. */
function sentenceOfTwo(runs, names, looked) {
  const [one, other] = runs.map(({ records }) => records[Math.min(looked, records.length - 1)])
  const when = one.passes === 0
    ? "Before the first step"
    : `After ${one.passes} ${one.passes === 1 ? "pass" : "passes"}`
  const apart = other.tested.wrong - one.tested.wrong
  const of = `of ${one.tested.of} new digits`
  return apart === 0
    ? `${when} both networks misread equally many ${of}.`
    : `${when} “${names[1]}” misreads ${Math.abs(apart)} ${apart > 0 ? "more" : "fewer"} ${of} ` +
      `than “${names[0]}”.`
}

function share({ wrong, of }) {
  return short(100 * wrong / of, 1)
}
