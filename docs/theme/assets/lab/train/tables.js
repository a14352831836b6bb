// The numbers of the charts and of the bars, as tables.

import { element } from "../common/elements.js"
import { short } from "../common/format.js"
import { percent } from "./probabilities.js"

const COURSE = ["passes", "steps", "learned: misread", "loss", "new: misread", "loss"]

/**
 * @param {import("./worker.js").View} view
 * @param {string[]} names of the networks
 */
export function tablesOf({ runs }, names) {
  return runs.flatMap(({ records, probabilities }, n) => {
    const rows = records.map(({ passes, steps, learned, tested }) => [
      String(passes),
      String(steps),
      ...[learned, tested].flatMap(({ wrong, of, loss }) => [`${wrong} of ${of}`, short(loss, 3)]),
    ])
    const answers = Array.from(probabilities, (one, digit) => [String(digit), percent(one)])
    return [
      table(names[n], COURSE, rows),
      table(`${names[n]}: the digit now`, ["digit", "probability"], answers),
    ]
  })
}

function table(caption, heads, rows) {
  const cells = (row) =>
    row.map((text, n) => n ? element("td", {}, text) : element("th", { scope: "row" }, text))
  return element(
    "table",
    { class: "grid-table" },
    element("caption", {}, caption),
    element(
      "thead",
      {},
      element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head))),
    ),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...cells(row)))),
  )
}
