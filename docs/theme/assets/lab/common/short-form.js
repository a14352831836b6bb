// The short form in which an element stands in a lesson: of its controls, only those that the
// attribute `short` names are shown.

/**
 * Leave out what the short form does not name.
 *
 * @param {HTMLElement} host
 * @param {Object<string, HTMLElement[]>} controls by the name that `short` gives them
 * @returns {string[]} a sentence for each name in `short` that is no control
 */
export function shorten(host, controls) {
  const short = host.getAttribute("short")
  if (short === null) return []
  // A page's Markdown writes an attribute without a value as its own name.
  const named = short === "short" ? [] : short.split(" ").filter(Boolean)
  for (const [name, elements] of Object.entries(controls)) {
    for (const control of elements) {
      control.classList.toggle("lab-left-out", !named.includes(name))
    }
  }
  const unknown = named.filter((name) => !Object.hasOwn(controls, name))
  return unknown.map((name) =>
    `The attribute short names ${name}, which is no control here; ` +
    `there are ${Object.keys(controls).join(", ")}.`
  )
}
