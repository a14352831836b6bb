// Two networks that differ in one thing: the bet, the outcome, and how much of it is luck.

import { button, element } from "../common/elements.js"
import { rounded, short } from "../common/format.js"
import { dots } from "./chart.js"
import { evidenceOf } from "./presets.js"

/** Misread digits that two networks may be apart and still be called about the same. */
const CLOSE = 3

const MORE = 5 // pairs at one press of a button

/** @typedef {{seed: number, wrong: number[], of: number}} Pair */

export class Bet {
  /**
   * @param {object} options
   * @param {() => void} options.onBet called when the reader has bet
   * @param {(seeds: number[]) => void} options.onAgain called for pairs from other seeds
   */
  constructor({ onBet, onAgain }) {
    this.onBet = onBet
    this.onAgain = onAgain
    this.element = element("div", { class: "train-bet", role: "group", "aria-label": "bet" })
    this.outcome = element("div", { "aria-live": "polite" })
  }

  /**
   * Ask.
   *
   * @param {string[]} names of the two networks
   * @param {string | null} evidence the page that answers it
   */
  ask(names, evidence) {
    this.names = names
    this.evidence = evidence
    this.guess = null
    this.waiting = 0
    /** @type {Pair[]} */
    this.pairs = []
    const answers = [`${names[0]}`, "about the same", `${names[1]}`]
    this.buttons = answers.map((answer, n) => {
      const made = button(answer, () => this.#choose(n))
      made.setAttribute("aria-pressed", "false")
      return made
    })
    this.outcome.replaceChildren()
    this.question = element(
      "div",
      {},
      element(
        "p",
        {},
        element("b", {}, "Bet first. "),
        "When both have learned, which network misreads fewer new digits?",
      ),
      element("div", { class: "train-row" }, ...this.buttons),
    )
    this.element.replaceChildren(this.question, this.outcome)
  }

  #choose(n) {
    this.guess = n
    this.buttons.forEach((one, k) => one.setAttribute("aria-pressed", String(k === n)))
    this.onBet()
  }

  /**
   * Take the outcome of a pair.
   *
   * @param {Pair} pair
   */
  add(pair) {
    if (this.pairs.some(({ seed }) => seed === pair.seed)) return
    this.pairs.push(pair)
    this.waiting = Math.max(0, this.waiting - 1)
    this.#show()
  }

  #show() {
    this.question.hidden = true // it is answered
    const [first] = this.pairs
    /** @type {Element[]} */
    const parts = [element("p", {}, `${this.#counts(first)} ${this.#verdict(first)}`)]
    if (this.pairs.length > 1) parts.push(...this.#series())
    const again = (count, text) => {
      const made = button(text, () => {
        const last = this.pairs.at(-1).seed
        this.waiting = count
        this.#show()
        this.onAgain(Array.from({ length: count }, (_, n) => last + 1 + n))
      })
      made.disabled = this.waiting > 0
      return made
    }
    const buttons = this.waiting
      ? [element("span", {}, `training ${this.waiting} more …`)]
      : [again(1, "Again, from the next start"), again(MORE, `${MORE} more starts`)]
    const evidence = this.evidence
      ? [element("span", {}, "Many starts, and what they say: ", this.#link(), ".")]
      : []
    this.outcome.replaceChildren(
      ...parts,
      element("div", { class: "train-row" }, ...buttons, ...evidence),
    )
  }

  #link() {
    return element("a", { href: evidenceOf(this.evidence) }, "the evidence")
  }

  #counts({ wrong, of }) {
    return `${this.names[0]}: ${wrong[0]} of ${of} misread; ${this.names[1]}: ${wrong[1]}.`
  }

  #verdict({ wrong }) {
    const apart = wrong[1] - wrong[0]
    const right = Math.abs(apart) <= CLOSE ? 1 : apart > 0 ? 0 : 2
    const what = right === 1
      ? `At most ${CLOSE} apart: about the same.`
      : `“${this.names[right / 2]}” misreads ${Math.abs(apart)} fewer.`
    const bet = this.buttons[this.guess].textContent
    return `${what} Your bet was “${bet}”: ${right === this.guess ? "won" : "lost"}. Is it luck?`
  }

  /** What many starts say. */
  #series() {
    const differences = this.pairs.map(({ wrong }) => wrong[1] - wrong[0])
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length
    const listed = differences.map((value) => rounded(value, 0)).join(", ")
    const better = this.names[mean > 0 ? 0 : 1]
    const said = mean === 0
      ? "On average there is no difference."
      : `On average “${better}” misreads ${short(Math.abs(mean))} fewer.`
    return [
      element(
        "p",
        {},
        `${differences.length} starts; misread more by ${this.names[1]}: ${listed}. ${said}`,
      ),
      dots(differences, [`${this.names[1]} better`, `${this.names[0]} better`]),
    ]
  }
}
