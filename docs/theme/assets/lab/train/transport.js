// Play, pause, one step, one pass, start again, and how fast.

import { button, element, labelled, list } from "../common/elements.js"

/** Steps a second at each speed; null for as many as the machine can. */
export const SPEEDS = { slow: 5, steady: 120, fast: null }

export class Transport {
  /**
   * @param {object} act
   * @param {() => void} act.play play or pause
   * @param {(until: "step" | "record") => void} act.advance
   * @param {() => void} act.restart
   * @param {(speed: string) => void} act.speed
   */
  constructor(act) {
    this.play = button("▶ Play", act.play)
    this.play.classList.add("train-play")
    this.step = button("One step", () => act.advance("step"))
    this.pass = button("One pass", () => act.advance("record"))
    this.speed = list(
      [["slow", "slow: 5 steps a second"], ["steady", "steady"], ["fast", "as fast as it can"]],
      act.speed,
    )
    this.restart = button("Start again", act.restart)
    this.pace = labelled("speed", this.speed)
    this.element = element(
      "div",
      { class: "train-row train-transport", role: "group", "aria-label": "training" },
      this.play,
      this.step,
      this.pass,
      this.restart,
      this.pace,
    )
  }

  /**
   * @param {object} now
   * @param {boolean} now.playing
   * @param {boolean} now.over whether there is nothing left to train
   * @param {boolean} now.barred whether the reader has to bet first
   */
  show({ playing, over, barred }) {
    this.play.textContent = playing ? "Pause" : over ? "Done" : "▶ Play"
    const advancing = [this.play, this.step, this.pass]
    // A button that is switched off lets the focus go, and the keyboard would start at the page's top.
    if (over && advancing.some((one) => one === document.activeElement)) {
      this.restart.focus({ preventScroll: true })
    }
    for (const one of advancing) one.disabled = over || barred
  }
}
