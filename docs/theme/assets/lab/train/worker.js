// The thread that trains, so that the page stays at the reader's service.
//
// It is sent orders, and posts views: what the networks are now, at most some ten times a second.

import { Training } from "./training.js"

const SLICE = 24 // milliseconds of training, after which orders are looked at
const VIEWS = { moving: 100, calm: 1000 } // milliseconds between two views

/** @typedef {ReturnType<Training["view"]> & {records: object[], over: boolean}} RunView */

/** @typedef {{kind: "view", playing: boolean, record: number | null, runs: RunView[]}} View */

/** @typedef {{kind: "pair", seed: number, wrong: number[], of: number}} Pair errors of two networks */

let digits
let settings
let session = 0 // which beginning it is, so that the page knows what is out of date
/** @type {Training[]} */
let trainings = []
let looking = { greys: new Uint8Array(64), record: null }
let rate = Infinity // steps a second
let calm = false
let playing = false
let timer = 0
let posted = 0 // when the last view was
let played = 0 // since when, and how many steps
let taken = 0

const ORDERS = {
  /** Take the digits. */
  digits(given) {
    digits = given
  },

  /** Begin anew: one training for each of the settings, all from one seed. */
  begin({ networks, seed, look, id }) {
    pause()
    session = id
    settings = networks
    trainings = networks.map((values) => new Training(values, digits, seed))
    looking = look
    post()
  },

  /** Go on by itself, at so many steps a second. */
  play({ stepsPerSecond, isCalm }) {
    rate = stepsPerSecond ?? Infinity
    calm = isCalm
    played = performance.now()
    taken = 0
    if (!playing) {
      playing = true
      schedule(0)
    }
  },

  pause() {
    pause()
    post()
  },

  /** One step, or all until the next record. */
  advance({ until }) {
    pause()
    const records = trainings[0].records.length
    do step()
    while (until === "record" && trainings[0].records.length === records && !over())
    post()
  },

  /** Look at another digit, or at another time. */
  look(what) {
    looking = what
    post()
  },

  /** Train the same networks from other seeds, unseen. */
  async again({ seeds }) {
    pause()
    const mine = trainings
    for (const seed of seeds) {
      const pair = settings.map((values) => new Training(values, digits, seed))
      while (!pair.every((training) => training.over)) {
        const until = performance.now() + SLICE
        while (performance.now() < until) pair.forEach((one) => one.over || one.step())
        await new Promise((done) => setTimeout(done))
        if (trainings !== mine) return // the reader has begun something else
      }
      const last = pair.map((training) => training.records.at(-1).tested)
      send({ kind: "pair", seed, wrong: last.map(({ wrong }) => wrong), of: last[0].of })
    }
  },
}

addEventListener("message", ({ data: { order, ...details } }) => ORDERS[order](details))

function over() {
  return trainings.every((training) => training.over)
}

function step() {
  for (const training of trainings) if (!training.over) training.step()
}

function pause() {
  playing = false
  clearTimeout(timer)
}

function schedule(wait) {
  timer = setTimeout(slice, wait)
}

function slice() {
  const now = performance.now()
  const due = (now - played) / 1000 * rate
  while (taken < due && performance.now() < now + SLICE && !over()) {
    step()
    taken += 1
  }
  if (over()) {
    pause()
    post()
    return
  }
  if (performance.now() - posted >= (calm ? VIEWS.calm : VIEWS.moving)) post()
  schedule(rate === Infinity ? 0 : 1000 / rate / 2)
}

function post() {
  posted = performance.now()
  const runs = trainings.map((training) => {
    const { records, over } = training
    const record = looking.record === null ? null : Math.min(looking.record, records.length - 1)
    const shown = records.map(({ weights: _, gradients: __, ...rest }) => rest)
    return { ...training.view(looking.greys, record), records: shown, over }
  })
  send({ kind: "view", playing, record: looking.record, runs })
}

/** @param {View | Pair} message */
function send(message) {
  self.postMessage({ ...message, session })
}
