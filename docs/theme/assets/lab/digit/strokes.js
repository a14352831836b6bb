// A drawing as numbers: strokes, and the pictures that become of them. No DOM.
//
// A drawing is an array of strokes, a stroke an array of points [x, y]: whole numbers from 0 to
// PAD, to the right and down. A stroke of one point is a dot.

/** Units along each side of the pad. */
export const PAD = 255

/** The most points of a drawing: beyond this it would no longer fit into an address. */
export const MOST_POINTS = 1500

/** A drawing of this size, in units of the pad, is read with the pen that it was drawn with. */
const USUAL = 200

const SAMPLES = 8 // along each side of a pixel, for grey values at the edges of a stroke

const BOX = 20 // MNIST fits each digit into a box of this size …
const FIELD = 28 // … and sets it into a field of this size, …
const CENTRE = 14 // … with the centre of its mass on this pixel, counted from 0

/**
 * The pad as a grey picture.
 *
 * @param {number[][][]} strokes
 * @param {number} width of the pen, in units of the pad
 * @param {number} size pixels along each side of the picture
 * @returns {Float64Array} size × size values, row by row, from 0 (paper) to 1 (ink): the share of
 *   the pixel that is covered
 */
export function picture(strokes, width, size) {
  return paint(strokes, width, { size, scale: size / PAD, left: 0, top: 0 })
}

/**
 * The drawing as MNIST would hold it (LeCun et al. 1998, section III-A): scaled until its longer
 * side measures 20 pixels, and set into 28×28 with its centre of mass in the middle.
 *
 * The pen is scaled the other way first, to be as wide beside a small drawing as beside a large
 * one; or it would close the loops of whatever is drawn small.
 *
 * @param {number[][][]} strokes
 * @param {number} pen its width on the pad
 * @returns {Uint8Array} 28 × 28 grey values, row by row, from 0 (paper) to 255 (ink)
 */
export function likeMnist(strokes, pen) {
  const field = new Uint8Array(FIELD * FIELD)
  const points = strokes.flat()
  if (points.length === 0) return field
  const xs = points.map(([x]) => x)
  const ys = points.map(([, y]) => y)
  const extent = Math.max(...[xs, ys].map((places) => Math.max(...places) - Math.min(...places)))
  const width = extent ? (pen * extent) / USUAL : pen // a dot has no size but the pen's
  const left = Math.min(...xs) - width / 2
  const top = Math.min(...ys) - width / 2
  const across = Math.max(...xs) + width / 2 - left
  const down = Math.max(...ys) + width / 2 - top
  const scale = BOX / Math.max(across, down)
  const box = paint(strokes, width, {
    size: BOX,
    scale,
    left: left - (BOX / scale - across) / 2,
    top: top - (BOX / scale - down) / 2,
  })
  const { row, column } = centreOfMass(box, BOX)
  const moveDown = place(CENTRE - row)
  const moveRight = place(CENTRE - column)
  for (let i = 0; i < BOX; i++) {
    for (let j = 0; j < BOX; j++) {
      field[(i + moveDown) * FIELD + j + moveRight] = Math.round(255 * box[i * BOX + j])
    }
  }
  return field
}

/**
 * Where the ink of a square picture balances.
 *
 * @param {ArrayLike<number>} values size × size, row by row, not all of them 0
 * @param {number} size
 * @returns {{row: number, column: number}} in pixels; pixel 0 has its middle at 0
 */
export function centreOfMass(values, size) {
  let mass = 0
  let row = 0
  let column = 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const value = values[i * size + j]
      mass += value
      row += value * i
      column += value * j
    }
  }
  return { row: row / mass, column: column / mass }
}

/**
 * A drawing as text for an address: two hexadecimal digits for each coordinate, "-" between
 * strokes.
 *
 * @param {number[][][]} strokes
 * @returns {string}
 */
export function toText(strokes) {
  const hex = (value) => value.toString(16).padStart(2, "0")
  return strokes.map((stroke) => stroke.map(([x, y]) => hex(x) + hex(y)).join("")).join("-")
}

/**
 * The drawing that `toText` wrote.
 *
 * @param {string} text
 * @returns {number[][][] | undefined} undefined if the text is no drawing, or has too many points
 */
export function fromText(text) {
  if (text === "") return []
  if (text.length > 5 * MOST_POINTS || !/^([0-9a-f]{4})+(-([0-9a-f]{4})+)*$/.test(text)) {
    return undefined
  }
  const strokes = text
    .split("-")
    .map((stroke) =>
      stroke
        .match(/.{4}/g)
        .map((point) => [parseInt(point.slice(0, 2), 16), parseInt(point.slice(2), 16)])
    )
  return strokes.flat().length > MOST_POINTS ? undefined : strokes
}

/** A whole move that keeps the box inside the field, however uneven its ink. */
function place(move) {
  return Math.min(Math.max(Math.round(move), 0), FIELD - BOX)
}

/** Coverage of each pixel: a sample is inked if it lies within half a pen of any stroke. */
function paint(strokes, width, { size, scale, left, top }) {
  const along = size * SAMPLES
  const inked = new Uint8Array(along * along)
  const zoom = scale * SAMPLES
  const radius = (width / 2) * zoom
  for (const stroke of strokes) {
    const points = stroke.map(([x, y]) => [(x - left) * zoom, (y - top) * zoom])
    points.forEach((point, n) =>
      paintSegment(inked, along, points[Math.max(n - 1, 0)], point, radius)
    )
  }
  const covered = new Float64Array(size * size)
  for (let i = 0; i < along; i++) {
    for (let j = 0; j < along; j++) {
      covered[Math.floor(i / SAMPLES) * size + Math.floor(j / SAMPLES)] += inked[i * along + j]
    }
  }
  return covered.map((count) => count / SAMPLES ** 2)
}

function paintSegment(inked, along, [x0, y0], [x1, y1], radius) {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const length2 = dx * dx + dy * dy || 1 // a dot has no length to divide by
  const first = (value) => Math.max(Math.floor(value - radius), 0)
  const last = (value) => Math.min(Math.ceil(value + radius), along - 1)
  for (let i = first(Math.min(y0, y1)); i <= last(Math.max(y0, y1)); i++) {
    for (let j = first(Math.min(x0, x1)); j <= last(Math.max(x0, x1)); j++) {
      const [x, y] = [j + 0.5 - x0, i + 0.5 - y0]
      const t = Math.min(Math.max((x * dx + y * dy) / length2, 0), 1)
      const [offX, offY] = [x - t * dx, y - t * dy]
      if (offX * offX + offY * offY <= radius * radius) inked[i * along + j] = 1
    }
  }
}
