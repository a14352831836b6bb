// The table of claims, narrowed down to one verdict and one lesson by two lists above it.
globalThis.document$.subscribe(() => {
  const table = document.querySelector(".claims table")
  if (!table || document.querySelector(".claims-filter")) return
  const rows = [...table.querySelectorAll("tbody tr")]
  // "supported, on a hair" counts as supported.
  const verdict = (row) => row.cells[3].textContent.split(",")[0]
  const lesson = (row) => row.cells[0].textContent

  const filter = document.createElement("p")
  filter.className = "claims-filter"
  const count = document.createElement("output")
  const lists = [
    ["Verdict", verdict],
    ["Lesson", lesson],
  ].map(([name, of]) => {
    const label = document.createElement("label")
    const list = document.createElement("select")
    const values = [...new Set(rows.map(of))]
    list.append(new Option("all", ""), ...values.map((value) => new Option(value, value)))
    list.addEventListener("change", show)
    label.append(`${name} `, list)
    filter.append(label, " ")
    return { list, of }
  })
  filter.append(count)
  table.closest(".claims").before(filter)

  function show() {
    for (const row of rows) {
      row.hidden = lists.some(({ list, of }) => list.value !== "" && of(row) !== list.value)
    }
    const shown = rows.filter((row) => !row.hidden).length
    count.textContent = `${shown} of ${rows.length} claims`
  }
  show()
})
