// The numbers of a picture as a table, for those who cannot see it, or want to read it.

import { element } from "./elements.js"
import { short } from "./format.js"

/**
 * @param {string} caption
 * @param {import("./image.js").Grid} grid
 * @param {number} [decimals]
 */
export function gridTable(caption, { height, width, values }, decimals = 3) {
  const heading = (scope, text) => element("th", { scope }, String(text))
  const columns = Array.from({ length: width }, (_, column) => heading("col", column))
  const rows = Array.from({ length: height }, (_, row) => {
    const cells = Array.from(values).slice(row * width, (row + 1) * width)
    const texts = cells.map((value) => element("td", {}, short(value, decimals)))
    return element("tr", {}, heading("row", row), ...texts)
  })
  return element(
    "table",
    { class: "grid-table" },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, heading("col", "row"), ...columns)),
    element("tbody", {}, ...rows),
  )
}
