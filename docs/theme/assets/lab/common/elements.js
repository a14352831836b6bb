// Small parts that the lab's elements are put together from.

/**
 * @param {string} name
 * @param {string} className
 * @param {...(Node | string)} children
 */
export function element(name, className, ...children) {
  const made = document.createElement(name)
  made.className = className
  made.append(...children)
  return made
}

/** A button that does something on the page. */
export function button(text, onClick) {
  const made = element("button", "lab-button", text)
  made.type = "button"
  made.addEventListener("click", onClick)
  return made
}

/** A control under the words that name it. */
export function labelled(text, control) {
  return element("label", "lab-label", element("span", "", text), control)
}

/** A list to choose from. */
export function list(options, onChoose) {
  const made = element("select", "")
  made.append(...options.map(([value, text]) => new Option(text, value)))
  made.addEventListener("change", () => onChoose(made.value))
  return made
}

/** A whole number, typed or counted up and down; what lies outside is not passed on. */
export function wholeNumberBox(least, most, onChoose) {
  const made = element("input", "lab-number")
  Object.assign(made, { type: "number", min: least, max: most, step: 1, value: least })
  made.addEventListener("input", () => {
    if (made.value !== "" && made.checkValidity()) onChoose(Number(made.value))
  })
  return made
}

/** A button that copies; where the browser refuses, it says so instead of seeming to have done it. */
export function copyButton(text, content) {
  const copies = button(text, async () => {
    try {
      await navigator.clipboard.writeText(content())
      copies.textContent = "Copied"
    } catch {
      copies.textContent = "Your browser does not let this page copy"
    }
    setTimeout(() => (copies.textContent = text), 2000)
  })
  return copies
}

/** A program to be read and copied. */
export function codeBlock(text) {
  const code = element("code", "", text)
  code.tabIndex = 0 // it may scroll sideways
  return element("pre", "lab-code", code)
}
