// How the lab makes elements of the page, and the small parts that are put together from them.

const SVG = "http://www.w3.org/2000/svg"

/**
 * An element of HTML.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Object<string, string | number>} [attributes] as they would stand in the page
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  return furnished(document.createElement(name), attributes, children)
}

/**
 * An element of SVG.
 *
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Object<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[Name]}
 */
export function svgElement(name, attributes = {}, ...children) {
  return furnished(document.createElementNS(SVG, name), attributes, children)
}

function furnished(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/**
 * A button that does something on the page.
 *
 * @param {string} text
 * @param {() => void} onClick
 */
export function button(text, onClick) {
  const made = element("button", { class: "lab-button", type: "button" }, text)
  made.addEventListener("click", onClick)
  return made
}

/**
 * A control under the words that name it.
 *
 * @param {string} text
 * @param {...Node} controls
 */
export function labelled(text, ...controls) {
  return element("label", { class: "lab-label" }, element("span", {}, text), ...controls)
}

/**
 * A list to choose from.
 *
 * @param {string[][]} options value and text of each
 * @param {(value: string) => void} onChoose
 */
export function list(options, onChoose) {
  const made = element("select", {}, ...options.map(([value, text]) => new Option(text, value)))
  made.addEventListener("change", () => onChoose(made.value))
  return made
}

/**
 * A box to tick, and the words beside it.
 *
 * @param {string} text
 * @param {(ticked: boolean) => void} onTick
 */
export function checkBox(text, onTick) {
  const box = element("input", { type: "checkbox" })
  box.addEventListener("change", () => onTick(box.checked))
  return { box, label: element("label", { class: "lab-check" }, box, text) }
}

/**
 * A whole number that is dragged.
 *
 * @param {number} least
 * @param {number} most
 * @param {(value: number) => void} onChange
 */
export function slider(least, most, onChange) {
  const made = element("input", { type: "range", min: least, max: most })
  made.addEventListener("input", () => onChange(made.valueAsNumber))
  return made
}

/**
 * A whole number from 0, typed or counted up and down; what lies outside is not passed on.
 *
 * @param {number} most
 * @param {(value: number) => void} onChange
 */
export function wholeNumberBox(most, onChange) {
  const made = element("input", {
    class: "lab-number",
    type: "number",
    min: 0,
    max: most,
    value: 0,
  })
  made.addEventListener("input", () => {
    if (made.value !== "" && made.checkValidity()) onChange(made.valueAsNumber)
  })
  return made
}

/**
 * A sentence on what went wrong.
 *
 * @param {string} text
 */
export function complaint(text) {
  return element("p", { class: "lab-complaint" }, text)
}

/** A paragraph that nobody sees; screen readers say what is put into it. */
export function voice() {
  return element("p", { class: "lab-voice", "aria-live": "polite" })
}

/**
 * A button that copies; where the browser refuses, it says so instead of seeming to have done it.
 *
 * @param {string} text
 * @param {() => string} content
 */
export function copyButton(text, content) {
  const copies = button(text, async () => {
    try {
      await navigator.clipboard.writeText(content())
      copies.textContent = "Copied"
    } catch {
      copies.textContent = "Your browser does not let this page copy"
    }
    setTimeout(() => copies.textContent = text, 2000)
  })
  return copies
}

/**
 * Let an element take focus while it has more than it shows from side to side.
 *
 * @param {HTMLElement} scroller
 */
export function scrolledByKeyboard(scroller) {
  new ResizeObserver(() => {
    if (scroller.scrollWidth > scroller.clientWidth) scroller.tabIndex = 0
    else scroller.removeAttribute("tabindex")
  }).observe(scroller)
}
