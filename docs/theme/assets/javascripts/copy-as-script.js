// "Copy as script": the smallest complete program that ends in a block, beside Material's button.
//
// Each page carries the statements of its blocks as JSON; `scripts` lists, for each Python block
// of the page in order, the statements that make up its program.
;(() => {
  const CONFIRMED = 2000 // milliseconds for which a button shows that it has copied

  function programs(page) {
    try {
      const { statements, scripts } = JSON.parse(page.querySelector(".page-scripts").textContent)
      return scripts.map((script) => {
        const lines = script.map((index) => statements[index])
        if (!lines.every((line) => typeof line === "string")) {
          throw new TypeError("no such statement")
        }
        return lines.join("\n")
      })
    } catch {
      return [] // without the JSON, or with a damaged one, there is nothing to offer
    }
  }

  async function copy(program, button) {
    try {
      await navigator.clipboard.writeText(program)
    } catch {
      offer(program)
      return
    }
    globalThis.alert$.next("Script copied to clipboard")
    button.classList.add("script-button--copied")
    setTimeout(() => button.classList.remove("script-button--copied"), CONFIRMED)
  }

  // Where the browser refuses the clipboard, the reader can still take the script by hand.
  function offer(program) {
    const dialog = document.createElement("dialog")
    dialog.className = "script-dialog md-typeset"
    dialog.setAttribute("aria-labelledby", "script-dialog-title")
    dialog.innerHTML =
      '<p id="script-dialog-title">Your browser did not let this page write to the clipboard. ' +
      "The script is selected: copy it with <kbd>Ctrl</kbd>+<kbd>C</kbd>, or <kbd>⌘</kbd>+<kbd>C</kbd> on a Mac.</p>" +
      '<textarea readonly aria-label="Script" spellcheck="false" rows="12"></textarea>' +
      '<form method="dialog"><button class="button">Close</button></form>'
    const text = dialog.querySelector("textarea")
    text.value = program
    dialog.addEventListener("close", () => dialog.remove())
    document.body.append(dialog)
    dialog.showModal()
    text.focus()
    text.select()
    text.scrollTop = 0
  }

  function scriptButton(program) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "md-code__button script-button"
    button.title = "This block and all that it needs, as a program that runs on its own"
    button.setAttribute("aria-label", "Copy as script")
    button.addEventListener("click", () => copy(program, button))
    return button
  }

  globalThis.document$.subscribe(() => {
    const page = document.querySelector("article")
    // The API reference shows code that belongs to no page's program.
    const blocks = [...page.querySelectorAll(".language-python.highlight")].filter(
      (block) => !block.closest(".doc"),
    )
    const all = programs(page)
    if (all.length !== blocks.length) return // a wrong program is worse than none
    blocks.forEach((block, n) => block.querySelector(".md-code__nav").append(scriptButton(all[n])))
  })
})()
