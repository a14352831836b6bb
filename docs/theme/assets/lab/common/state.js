// A state whose every setting lives in the address of the page, so that it can be linked to.

/**
 * @template T
 * @typedef {object} Field one setting
 * @property {T} fallback its value where nothing says otherwise
 * @property {(text: string) => T | undefined} read undefined where the text says nothing sensible
 * @property {(value: T) => string} write
 * @property {string} accepted what `read` accepts, for a sentence to the reader
 */

/** One of several words. */
export function choice(fallback, words) {
  return {
    fallback,
    read: (text) => (words.includes(text) ? text : undefined),
    write: (value) => value,
    accepted: words.join(", "),
  }
}

/** Yes or no, written 1 or 0. */
export function flag(fallback) {
  return {
    fallback,
    read: (text) => ({ 0: false, 1: true })[text],
    write: (value) => (value ? "1" : "0"),
    accepted: "0, 1",
  }
}

/** A number between two limits, both included. */
export function number(fallback, least, most) {
  return {
    fallback,
    read: (text) => readNumber(text, least, most),
    write: String,
    accepted: `a number from ${least} to ${most}`,
  }
}

/** A whole number between two limits, both included. */
export function wholeNumber(fallback, least, most) {
  return {
    fallback,
    read: (text) => {
      const value = readNumber(text, least, most)
      return Number.isInteger(value) ? value : undefined
    },
    write: String,
    accepted: `a whole number from ${least} to ${most}`,
  }
}

/**
 * A number as a reader types it: with a point or a comma, with either minus sign.
 *
 * @returns {number | undefined} undefined for what is not a number between the limits
 */
export function readNumber(text, least, most) {
  const plain = text.trim().replace("−", "-").replace(",", ".")
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return undefined
  const value = Number(plain)
  return value >= least && value <= most ? value : undefined
}

/**
 * What an address says about some settings.
 *
 * @param {Object<string, Field<any>>} fields by the name that the address gives them
 * @param {Iterable<string[]>} entries pairs of name and text, such as URLSearchParams; names that
 *   are no field belong to somebody else (Material's search has one) and are passed over
 * @returns {{values: object, complaints: string[]}} the settings that could be read, and a sentence
 *   for each that could not
 */
export function readSettings(fields, entries) {
  const values = {}
  const complaints = []
  for (const [name, text] of entries) {
    if (!Object.hasOwn(fields, name)) continue
    const value = fields[name].read(text)
    if (value === undefined) {
      complaints.push(
        `The address says ${name}=${text.slice(0, 40)}, which means nothing here; ` +
          `accepted: ${fields[name].accepted}.`,
      )
    } else values[name] = value
  }
  return { values, complaints }
}

/**
 * An address that leads to these settings.
 *
 * @param {Object<string, Field<any>>} fields
 * @param {object} values
 * @param {string} address the address to change; what it says of other things stays
 * @returns {string} settings at their fallback are left out
 */
export function addressOf(fields, values, address) {
  const url = new URL(address)
  for (const [name, field] of Object.entries(fields)) {
    const text = field.write(values[name])
    if (text === field.write(field.fallback)) url.searchParams.delete(name)
    else url.searchParams.set(name, text)
  }
  // Commas and colons need no escape in a query, and an address is there to be read.
  url.search = url.search.replace(/%2C/g, ",").replace(/%3A/g, ":")
  return url.href
}

const PAUSE = 400 // milliseconds; browsers refuse an address that changes more often for long

export class State extends EventTarget {
  /**
   * @param {Object<string, Field<any>>} fields
   * @param {object} options
   * @param {object} [options.start] settings that differ from the fallback, such as an element's
   *   attributes ask for
   * @param {boolean} [options.linked] whether the page's address holds the settings
   * @param {(values: object) => string | null} [options.problem] why settings that are fine one by
   *   one cannot stand together, or null
   *
   * `complaints` holds a sentence for each thing that the address asked for in vain. Each change
   * dispatches "change".
   */
  constructor(fields, { start = {}, linked = false, problem = () => null }) {
    super()
    this.fields = fields
    this.linked = linked
    this.problem = problem
    const fallback = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, field.fallback]),
    )
    this.fallback = { ...fallback, ...start }
    const asked = linked
      ? readSettings(fields, new URL(location.href).searchParams)
      : { values: {}, complaints: [] }
    this.complaints = asked.complaints
    this.initial = { ...this.fallback, ...asked.values }
    const impossible = problem(this.initial)
    if (impossible) {
      this.complaints.push(`The address asks for what cannot be: ${impossible}`)
      this.initial = this.fallback
    }
    this.values = this.initial
  }

  /**
   * Change some settings.
   *
   * @param {object} changes
   * @throws {RangeError} if the settings cannot stand together; nothing is changed then
   */
  set(changes) {
    const values = { ...this.values, ...changes }
    const impossible = this.problem(values)
    if (impossible) throw new RangeError(impossible)
    this.#become(values)
  }

  /** Return to what the page was opened with. */
  reset() {
    this.#become(this.initial)
  }

  /** The address of this page with these settings. */
  get address() {
    return addressOf(this.fields, this.values, location.href)
  }

  #become(values) {
    this.values = values
    this.dispatchEvent(new Event("change"))
    if (!this.linked) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => history.replaceState(history.state, "", this.address), PAUSE)
  }
}
