// Curves over the passes of one or two trainings, and the differences of many pairs.

import { element, svgElement } from "../common/elements.js"

const WIDTH = 320
const HEIGHT = 126
const LEFT = 38
const RIGHT = 8
const TOP = 10
const BOTTOM = 24

/** @typedef {{className: string, values: number[]}} Curve a value for each record */

/** A chart whose vertical axis is stretched towards 0, where trained networks differ. */
export class Chart {
  /**
   * @param {object} options
   * @param {string} options.title
   * @param {number[]} options.ticks of the vertical axis, from 0 up
   * @param {(tick: number) => string} options.write
   * @param {number} options.records the last one that there can be
   */
  constructor({ title, ticks, write, records }) {
    this.highest = ticks.at(-1)
    this.records = records
    this.curves = svgElement("g")
    this.between = svgElement("polygon", { class: "chart-between" })
    this.marker = svgElement("line", { class: "chart-marker", y1: TOP, y2: HEIGHT - BOTTOM })
    this.passes = Array.from({ length: 5 }, (_, n) => n * records / 4)
    this.labels = this.passes.map((record) =>
      svgElement("text", {
        x: this.#x(record),
        y: HEIGHT - 8,
        "text-anchor": record < records ? "middle" : "end",
      })
    )
    const grid = ticks.flatMap((tick) => {
      const y = this.#y(tick)
      return [
        svgElement("line", { class: "chart-grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y }),
        svgElement("text", { x: LEFT - 5, y: y + 4, "text-anchor": "end" }, write(tick)),
      ]
    })
    this.plot = svgElement(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title, class: "train-chart" },
      ...grid,
      ...this.labels,
      this.between,
      this.marker,
      this.curves,
    )
    this.element = element("figure", {}, element("figcaption", {}, title), this.plot)
  }

  /**
   * @param {Curve[]} curves
   * @param {number} looked the record that is looked at
   * @param {number} passesApart passes from one record to the next
   * @param {string} sentence what is to be seen, for screen readers
   * @param {number[][]} [between] two curves; the room between them is filled
   */
  show(curves, looked, passesApart, sentence, between = []) {
    while (this.curves.children.length > curves.length) this.curves.lastChild.remove()
    while (this.curves.children.length < curves.length) this.curves.append(svgElement("polyline"))
    curves.forEach(({ className, values }, n) => {
      const points = this.#points(values)
      const line = this.curves.children[n]
      line.setAttribute("class", className)
      // A single point shows, too: as the round cap of a line to itself.
      line.setAttribute("points", [...points, points.at(-1)].join(" "))
    })
    const [one = [], other = []] = between.map((values) => this.#points(values))
    this.between.setAttribute("points", [...one, ...other.reverse()].join(" "))
    this.labels.forEach((label, n) => (label.textContent = String(this.passes[n] * passesApart)))
    this.labels.at(-1).textContent += " passes"
    const x = String(this.#x(looked))
    this.marker.setAttribute("x1", x)
    this.marker.setAttribute("x2", x)
    this.plot.setAttribute("aria-label", sentence)
  }

  #points(values) {
    return values.map((value, record) => `${this.#x(record)},${this.#y(value)}`)
  }

  #x(record) {
    return LEFT + record / this.records * (WIDTH - LEFT - RIGHT)
  }

  #y(value) {
    const share = Math.sqrt(Math.min(1, Math.max(0, value / this.highest)))
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
  }
}

/**
 * Differences as dots on a line, their mean as a stroke.
 *
 * @param {number[]} differences
 * @param {[string, string]} sides what lies to the left of 0, and to the right
 */
export function dots(differences, [left, right]) {
  const reach = Math.max(10, ...differences.map(Math.abs))
  const x = (value) => WIDTH / 2 + value / reach * (WIDTH / 2 - 12)
  const seen = new Map() // equal differences stand above each other
  const marks = differences.map((value) => {
    const level = seen.get(value) ?? 0
    seen.set(value, level + 1)
    return svgElement("circle", { cx: x(value), cy: 44 - 9 * level, r: 4 })
  })
  const mean = x(differences.reduce((sum, value) => sum + value, 0) / differences.length)
  return svgElement(
    "svg",
    { viewBox: `0 0 ${WIDTH} 76`, class: "train-chart train-dots", "aria-hidden": "true" },
    svgElement("line", { class: "chart-grid", x1: 4, x2: WIDTH - 4, y1: 52, y2: 52 }),
    svgElement("line", { class: "chart-marker", x1: WIDTH / 2, x2: WIDTH / 2, y1: 8, y2: 58 }),
    svgElement("path", { class: "chart-mean", d: `M${mean} 50v10` }),
    ...marks,
    svgElement("text", { x: 4, y: 72 }, `← ${left}`),
    svgElement("text", { x: WIDTH - 4, y: 72, "text-anchor": "end" }, `${right} →`),
  )
}
