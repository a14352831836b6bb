// Step and play: the window slides over the picture, one output cell after the other.

import { button, element } from "../common/elements.js"

const BEAT = 450 // milliseconds a cell

export class Transport {
  /**
   * @param {(step: number) => boolean} onStep move by so many cells; false where there are no more
   * @param {(playing: boolean) => void} onPlay
   */
  constructor(onStep, onPlay) {
    this.onStep = onStep
    this.onPlay = onPlay
    const step = (by) => {
      this.stop()
      onStep(by)
    }
    this.play = button("Play", () => this.playing ? this.stop() : this.#start())
    this.calm = element(
      "span",
      { class: "bench-calm" },
      "Your system asks for less motion, so nothing plays by itself.",
    )
    this.element = element(
      "div",
      { class: "bench-transport", role: "group", "aria-label": "Slide the window" },
      button("◀ Step back", () => step(-1)),
      button("Step ▶", () => step(1)),
      this.play,
      this.calm,
    )
    this.motion = matchMedia("(prefers-reduced-motion: reduce)")
    this.motion.addEventListener("change", this)
    this.handleEvent()
  }

  /** Motion was allowed or refused. */
  handleEvent() {
    if (this.motion.matches) this.stop()
    this.play.hidden = this.motion.matches
    this.calm.hidden = !this.motion.matches
  }

  #start() {
    this.playing = true
    this.play.textContent = "Pause"
    this.onPlay(true)
    this.timer = setInterval(() => this.onStep(1) || this.stop(), BEAT)
  }

  stop() {
    if (!this.playing) return
    clearInterval(this.timer)
    this.playing = false
    this.play.textContent = "Play"
    this.onPlay(false)
  }

  /** Let go of whatever outlives the element. */
  close() {
    this.stop()
    this.motion.removeEventListener("change", this)
  }
}
