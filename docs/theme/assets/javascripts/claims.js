// The table of claims, narrowed down to one verdict and one lesson by two lists above it.
globalThis.document$.subscribe(() => {
  /** @type {HTMLTableElement} */
  const table = document.querySelector(".claims table")
  if (!table || document.querySelector(".claims-filter")) return
  const rows = [...table.tBodies[0].rows]
  const lesson = (row) => row.cells[0].textContent
  // "supported, by a hair" counts as supported.
  const verdict = (row) => row.cells[3].textContent.split(",")[0]

  const filter = document.createElement("p")
  filter.className = "claims-filter"
  const count = document.createElement("span")
  count.setAttribute("aria-live", "polite")
  const verdicts = listOf("Verdict", verdict)
  const lessons = listOf("Lesson", lesson)
  filter.append(count)
  table.closest(".claims").before(filter)
  show()

  function listOf(name, valueOf) {
    const label = document.createElement("label")
    const list = document.createElement("select")
    const values = [...new Set(rows.map(valueOf))]
    list.append(new Option("all", ""), ...values.map((value) => new Option(value, value)))
    list.addEventListener("change", show)
    label.append(`${name} `, list)
    filter.append(label, " ")
    return list
  }

  function show() {
    const fits = (list, value) => list.value === "" || list.value === value
    for (const row of rows) {
      row.hidden = !fits(verdicts, verdict(row)) || !fits(lessons, lesson(row))
    }
    const shown = rows.filter((row) => !row.hidden).length
    count.textContent = `${shown} of ${rows.length} claims`
  }
})
