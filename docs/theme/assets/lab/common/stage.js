// The stage: an element fills the screen, for a room to see; Escape leaves it.

import { button } from "./elements.js"

export class Stage {
  /**
   * @param {HTMLElement} host
   * @param {object} handlers
   * @param {() => void} handlers.onChange called when the stage was entered or left
   * @param {(event: KeyboardEvent) => void} [handlers.onKey] called with keys that no control takes
   */
  constructor(host, { onChange, onKey = () => {} }) {
    this.host = host
    this.onChange = onChange
    this.onKey = onKey
    this.on = false
    this.element = button("Fill the screen", () => this.on ? this.leave() : this.#enter())
    this.aside = []
  }

  #enter() {
    this.#turn(true)
    document.addEventListener("keydown", this)
    document.addEventListener("fullscreenchange", this)
    // Without the browser's leave, or its ability, the stage fills the window.
    this.host.requestFullscreen?.().catch(() => {})
  }

  leave() {
    if (!this.on) return
    document.removeEventListener("keydown", this)
    document.removeEventListener("fullscreenchange", this)
    if (document.fullscreenElement === this.host) document.exitFullscreen()
    this.#turn(false)
    this.element.focus()
  }

  #turn(on) {
    this.on = on
    this.element.textContent = on ? "Leave the full screen" : "Fill the screen"
    this.host.classList.toggle("lab-stage", on)
    this.#setAside(on)
    this.onChange()
  }

  /** What lies under the stage takes no focus. */
  #setAside(on) {
    this.aside.forEach((element) => (element.inert = false))
    this.aside = []
    for (let within = this.host; on && within !== document.body; within = within.parentElement) {
      const others = Array.from(within.parentElement.children).filter((one) => one !== within)
      this.aside.push(...others.filter((one) => one instanceof HTMLElement && !one.inert))
    }
    this.aside.forEach((element) => (element.inert = true))
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === "fullscreenchange") {
      if (!document.fullscreenElement) this.leave()
      return
    }
    if (!(event instanceof KeyboardEvent) || event.defaultPrevented) return
    const taken = event.target instanceof Element && event.target.closest("input, select")
    if (event.key === "Escape") this.leave()
    else if (!taken) this.onKey(event)
  }
}
