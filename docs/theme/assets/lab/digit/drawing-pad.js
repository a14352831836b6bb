// The pad to draw on, with mouse, pen, finger or keyboard. What is drawn is in strokes.js.

import { element, svgElement } from "../common/elements.js"
import { MOST_POINTS, PAD } from "./strokes.js"

const NEAR = 3 // units: points closer than this to the last one are left out
const STEP = 12 // units that an arrow key moves the pen; with Shift, FINE
const FINE = 3

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const HELP =
  "With mouse, pen or finger; or by keyboard: arrow keys move the pen (with Shift in small steps), " +
  "the space bar sets it down and lifts it, Backspace takes back what was done last."

const FULL = "The pad takes no more ink. Undo a stroke, or clear the pad."

let pads = 0 // the help of each needs an id of its own

/** Set the drawing of an SVG: one line for each stroke. The lines are used again, so none leak. */
function show(lines, strokes) {
  while (lines.children.length > strokes.length) lines.lastChild.remove()
  while (lines.children.length < strokes.length) lines.append(svgElement("polyline"))
  strokes.forEach((stroke, n) => {
    const points = stroke.length > 1 ? stroke : [stroke[0], stroke[0]] // a dot shows its round cap
    lines.children[n].setAttribute("points", points.join(" "))
  })
}

/** A pad. Its `element` goes into the page; lab.css gives it its looks. */
export class DrawingPad {
  #strokes = []
  #open = null // the stroke that is being drawn
  #pointer = null // the pointer that draws it; others are ignored meanwhile
  #pen = [Math.round(PAD / 2), Math.round(PAD / 2)] // where the keyboard's pen is
  #penDown = false
  #changed
  #undo
  #say

  /**
   * @param {object} settings
   * @param {string} settings.label what is to be drawn, for screen readers
   * @param {number} settings.width of the pen, in units of the pad
   * @param {() => void} settings.changed called whenever the drawing has changed
   * @param {() => void} settings.undo called when the reader asks by keyboard to take a step back
   * @param {(sentence: string) => void} settings.say announces what cannot be seen
   */
  constructor({ label, width, changed, undo, say }) {
    this.#changed = changed
    this.#undo = undo
    this.#say = say
    const round = { "stroke-linecap": "round", "stroke-linejoin": "round" }
    const middle = { x: PAD / 2, y: PAD / 2, "text-anchor": "middle" }
    const id = `lab-pad-help-${pads += 1}`
    this.ground = svgElement("g", { class: "lab-pad__ground" })
    this.lines = svgElement("g", { class: "lab-pad__lines", fill: "none", ...round })
    this.invitation = svgElement("text", { class: "lab-pad__label", ...middle }, label)
    this.cross = svgElement("path", { class: "lab-pad__pen", d: "M-8 0H8M0 -8V8" })
    this.surface = svgElement(
      "svg",
      {
        viewBox: `0 0 ${PAD} ${PAD}`,
        role: "application",
        tabindex: 0,
        "aria-label": label,
        "aria-describedby": id,
      },
      this.ground,
      this.lines,
      this.invitation,
      this.cross,
    )
    const help = element("p", { class: "lab-pad__help", id }, HELP)
    this.notice = element("p", { class: "lab-pad__notice" })
    this.element = element("div", { class: "lab-pad" }, this.surface, this.notice, help)
    this.width = width
    this.#listen()
    this.#render()
  }

  /** The drawing; the strokes of strokes.js. Setting it does not call `changed`. */
  get strokes() {
    return [...this.#strokes]
  }

  set strokes(strokes) {
    this.#close()
    this.#strokes = strokes.map((stroke) => [...stroke])
    this.notice.textContent = ""
    this.#render()
  }

  /** The pen's width in units of the pad. */
  get width() {
    return Number(this.lines.getAttribute("stroke-width"))
  }

  set width(width) {
    this.lines.setAttribute("stroke-width", String(width))
  }

  /** Whether a stroke is being drawn. */
  get isDrawing() {
    return this.#open !== null
  }

  /**
   * Show a picture under the strokes, to be drawn over; with null none.
   *
   * @param {{side: number, values: number[]} | null} picture a square of values from 0 to 1
   */
  showGround(picture) {
    const cell = picture ? PAD / picture.side : 0
    const inked = picture ? Array.from(picture.values.keys()).filter((n) => picture.values[n]) : []
    this.invitation.setAttribute("y", String(picture ? PAD - 8 : PAD / 2))
    this.ground.replaceChildren(...inked.map((n) =>
      svgElement("rect", {
        x: (n % picture.side) * cell,
        y: Math.floor(n / picture.side) * cell,
        width: cell,
        height: cell,
        "fill-opacity": picture.values[n],
      })
    ))
  }

  /** Wipe the pad. */
  clear() {
    this.#close()
    this.#strokes = []
    this.notice.textContent = ""
    this.#update()
  }

  #listen() {
    const on = (type, act) => this.surface.addEventListener(type, act)
    on("pointerdown", (event) => {
      if (this.#pointer !== null || !event.isPrimary || event.button !== 0) return
      this.#close()
      this.#pointer = event.pointerId
      // A script may send events without a pointer behind them, and there is none to capture.
      if (event.isTrusted) this.surface.setPointerCapture(event.pointerId)
      this.#begin(this.#at(event))
    })
    on("pointermove", (event) => {
      if (event.pointerId !== this.#pointer) return
      const events = event.getCoalescedEvents?.() ?? []
      for (const one of events.length ? events : [event]) this.#extend(this.#at(one))
      this.#update()
    })
    for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
      on(type, (event) => event.pointerId === this.#pointer && this.#close())
    }
    on("keydown", (event) => this.#key(event))
    on("blur", () => this.#penDown && this.#lift())
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const arrow = ARROWS[event.key]
    if (arrow) {
      const step = event.shiftKey ? FINE : STEP
      this.#pen = this.#pen.map((value, axis) => inside(value + step * arrow[axis]))
      if (this.#penDown) this.#extend(this.#pen)
      this.#update()
    } else if (event.key === " ") {
      if (this.#penDown) this.#lift()
      else this.#set()
    } else if (event.key === "Backspace") {
      this.#undo()
    } else return
    event.preventDefault()
  }

  #set() {
    this.#begin([...this.#pen])
    if (!this.#open) return
    this.#penDown = true
    this.#say("Pen down.")
    this.#render()
  }

  #lift() {
    this.#close()
    this.#say("Pen up.")
    this.#render()
  }

  #begin(point) {
    if (this.#full()) return
    this.#open = [point]
    this.#strokes.push(this.#open)
    this.#update()
  }

  #extend(point) {
    if (!this.#open || this.#full()) return
    const [x, y] = this.#open.at(-1)
    if (Math.hypot(point[0] - x, point[1] - y) >= NEAR) this.#open.push([...point])
  }

  #close() {
    this.#open = null
    this.#pointer = null
    this.#penDown = false
  }

  #full() {
    this.notice.textContent = ""
    if (this.#strokes.flat().length < MOST_POINTS) return false
    this.#close()
    this.notice.textContent = FULL
    this.#say(FULL)
    return true
  }

  /** Where on the pad a pointer is. */
  #at(event) {
    const { left, top, width, height } = this.surface.getBoundingClientRect()
    return [
      inside(((event.clientX - left) / width) * PAD),
      inside(((event.clientY - top) / height) * PAD),
    ]
  }

  #update() {
    this.#render()
    this.#changed()
  }

  #render() {
    show(this.lines, this.#strokes)
    this.invitation.style.display = this.#strokes.length ? "none" : ""
    this.cross.setAttribute("transform", `translate(${this.#pen.join(" ")})`)
    this.cross.classList.toggle("lab-pad__pen--down", this.#penDown)
  }
}

function inside(value) {
  return Math.min(Math.max(Math.round(value), 0), PAD)
}
