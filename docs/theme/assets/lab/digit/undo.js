// The way back: what stood on the pad before each stroke, and before it was wiped or replaced. No DOM.

import { toText } from "./strokes.js"

const MOST = 100 // steps; the oldest is forgotten first

/** @typedef {{sample: string, drawn: number[][][]}} Subject what the network is shown */

export class Undo {
  /** @type {Subject[]} */
  #past = []
  #now

  /** @param {Subject} start */
  constructor(start) {
    this.#now = subjectOf(start)
  }

  /**
   * Take note of what stands on the pad now.
   *
   * @param {Subject} subject
   * @param {boolean} isDrawing whether it may be the stroke of before, grown longer
   */
  note(subject, isDrawing) {
    const [before, now] = [this.#now, subjectOf(subject)]
    this.#now = now
    const hasGrown = isDrawing && now.drawn.length === before.drawn.length
    const stands = hasGrown || toText(now.drawn) === toText(before.drawn)
    if (now.sample === before.sample && stands) return
    this.#past.push(before)
    if (this.#past.length > MOST) this.#past.shift()
  }

  /**
   * What stood there before; of a drawing that came with the page, all but its last stroke.
   *
   * @param {Subject} subject what stands there now
   * @returns {Subject | null} null if there is no way back
   */
  step({ sample, drawn }) {
    const before = this.#past.pop()
    if (!before && !drawn.length) return null
    this.#now = before ?? { sample, drawn: drawn.slice(0, -1) }
    return this.#now
  }
}

/** @param {Subject} subject */
function subjectOf({ sample, drawn }) {
  return { sample, drawn }
}
