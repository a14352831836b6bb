// A state whose every setting lives in the address of the page, so that it can be linked to, and
// so that a link of the page changes the settings and leaves the page where it is.

/** @typedef {import("./fields.js").Fields} Fields */

/**
 * @template {Fields} F
 * @typedef {import("./fields.js").ValuesOf<F>} ValuesOf
 */

const PAUSE = 400 // milliseconds; browsers refuse an address that changes more often for long

/** @template {Fields} F */
export class State extends EventTarget {
  /**
   * The settings of an element: as its attributes say, and where it is `linked`, as the page's
   * address says.
   *
   * `complaints` holds a sentence for each thing that these ask for in vain. Each change dispatches
   * "change", `reset` also "reset", and a link of the page, or the way back from one, also "follow",
   * whose `detail` is the names of the settings that it has changed.
   *
   * @param {HTMLElement} host
   * @param {F} fields
   * @param {(values: ValuesOf<F>) => string | null} [problem] why settings that are fine one by one
   *   cannot stand together, or null
   * @param {string[]} [kept] settings that a link of the page leaves as they are, unless it names
   *   one of them: what the reader has made
   */
  constructor(host, fields, problem = () => null, kept = []) {
    super()
    this.host = host
    this.fields = fields
    this.linked = host.hasAttribute("linked")
    this.problem = problem
    this.kept = kept
    const attributes = Array.from(host.attributes, ({ name, value }) => [name, value])
    const start = readSettings(fields, attributes)
    const asked = readSettings(fields, this.linked ? new URL(location.href).searchParams : [])
    this.complaints = [...start.complaints, ...asked.complaints]
    const fallback = Object.entries(fields).map(([name, field]) => [name, field.fallback])
    this.fallback = Object.fromEntries(fallback)
    this.unasked = { ...this.fallback, ...start.values }
    this.initial = { ...this.unasked, ...asked.values }
    const impossible = problem(this.initial)
    if (impossible) {
      this.complaints.push(`The address asks for what cannot be: ${impossible}`)
      this.initial = this.unasked
    }
    /** @type {ValuesOf<F>} */
    this.values = this.initial
    if (this.linked) this.#listen()
  }

  /**
   * Change some settings.
   *
   * @param {Partial<ValuesOf<F>>} changes
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
    this.dispatchEvent(new Event("reset"))
  }

  /** The address of this page with these settings; what it says of other things stays. */
  get address() {
    return this.#written(location.href, this.unasked)
  }

  /**
   * The address of the element's own page with these settings.
   *
   * @param {string} page
   */
  addressOn(page) {
    return this.#written(page, this.fallback)
  }

  /** An address with what differs from what it would mean anyway. */
  #written(page, meant) {
    const url = new URL(page)
    for (const [name, field] of Object.entries(this.fields)) {
      const text = field.write(this.values[name])
      if (text === field.write(meant[name])) url.searchParams.delete(name)
      else url.searchParams.set(name, text)
    }
    // Commas and colons need no escape in a query, and an address is there to be read.
    url.search = url.search.replace(/%2C/g, ",").replace(/%3A/g, ":")
    return url.href
  }

  #listen() {
    addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("a")
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
      this.#save() // the page may be left now
      const { origin, pathname, search, hash } = new URL(link.href, location.href)
      if (origin + pathname !== location.origin + location.pathname || !search) return
      if (hash && search === location.search) return // to a place on this page
      event.preventDefault()
      history.pushState(null, "", link.href)
      this.#follow()
    })
    addEventListener("popstate", () => {
      clearTimeout(this.timer)
      if (this.address !== location.href) this.#follow() // else only the place on the page is another
    })
    addEventListener("pagehide", () => this.#save())
  }

  /** Become what the address says now, as if the page had been opened with it. */
  #follow() {
    const asked = readSettings(this.fields, new URL(location.href).searchParams).values
    const keeps = !this.kept.some((name) => name in asked)
    const kept = this.kept.map((name) => [name, this.values[name]])
    const values = { ...this.unasked, ...(keeps && Object.fromEntries(kept)), ...asked }
    if (this.problem(values)) return
    const written = (name, value) => this.fields[name].write(value)
    const changed = Object.keys(this.fields)
      .filter((name) => written(name, values[name]) !== written(name, this.values[name]))
    this.initial = values
    this.#become(values)
    this.dispatchEvent(new CustomEvent("follow", { detail: changed }))
  }

  /** @param {ValuesOf<F>} values */
  #become(values) {
    this.values = values
    this.dispatchEvent(new Event("change"))
    if (!this.linked) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.#save(), PAUSE)
  }

  #save() {
    clearTimeout(this.timer)
    if (this.address !== location.href) history.replaceState(history.state, "", this.address)
  }
}

/**
 * The settings that could be read, and a sentence for each that could not. Names that are no field
 * belong to somebody else (Material's search has one) and are passed over.
 *
 * @param {Fields} fields
 * @param {Iterable<string[]>} entries pairs of name and text
 */
function readSettings(fields, entries) {
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
