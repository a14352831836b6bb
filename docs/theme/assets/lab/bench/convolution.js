// The numbers of a convolution layer, and nothing else: what the bench shows, in 64-bit floats.
//
// As in Keras, a kernel is not flipped: this is cross-correlation. Pictures and kernels are squares.

import { squash } from "../common/squash.js"

/** @typedef {import("../common/image.js").Grid} Grid */

/**
 * @typedef {object} Geometry where the windows lie, as Keras has it
 * @property {number} size kernel size, the taps along each axis
 * @property {number} stride cells from one window to the next
 * @property {string} padding "valid" or "same"
 * @property {number} dilation cells from one tap to the next
 */

/**
 * The cells that a window spans along one axis, gaps included.
 *
 * @param {Geometry} geometry
 */
export function spanOf({ size, dilation }) {
  return dilation * (size - 1) + 1
}

/**
 * The zeros that are added before and after one axis. The rule of "same": the map has
 * ⌈length / stride⌉ cells, the padding is as small as that allows, and an odd cell goes after.
 *
 * @param {number} length cells of the picture along the axis
 * @param {Geometry} geometry
 * @returns {number[]} before, after
 */
export function paddingOf(length, geometry) {
  if (geometry.padding === "valid") return [0, 0]
  const windows = Math.ceil(length / geometry.stride)
  const all = Math.max(0, (windows - 1) * geometry.stride + spanOf(geometry) - length)
  return [Math.floor(all / 2), Math.ceil(all / 2)]
}

/**
 * The cells of the map along one axis: ⌊(n + P − d(k − 1) − 1) / s⌋ + 1.
 *
 * @param {number} length cells of the picture along the axis
 * @param {Geometry} geometry
 * @returns {number} below 1 where the window does not fit
 */
export function mapLength(length, geometry) {
  const [before, after] = paddingOf(length, geometry)
  return Math.floor((length + before + after - spanOf(geometry)) / geometry.stride) + 1
}

/**
 * The input cells that one cell of the map reads.
 *
 * @param {number} length cells of the picture along each axis
 * @param {Geometry} geometry
 * @param {number} row of the map
 * @param {number} column of the map
 * @returns {{row: number, column: number, inside: boolean}[]} row by row, size² of them; a tap that
 *   is not inside reads a zero of the padding
 */
export function tapsOf(length, geometry, row, column) {
  const { size, stride, dilation } = geometry
  const [before] = paddingOf(length, geometry)
  const taps = []
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      const [y, x] = [row * stride - before + i * dilation, column * stride - before + j * dilation]
      const inside = Math.min(y, x) >= 0 && Math.max(y, x) < length
      taps.push({ row: y, column: x, inside })
    }
  }
  return taps
}

/**
 * The cells of the map that read an input cell: a pixel, back from the windows that it lies in.
 *
 * @param {number} length cells of the picture along each axis
 * @param {Geometry} geometry
 * @param {number} row of the picture
 * @param {number} column of the picture
 * @returns {{row: number, column: number}[]} row by row; none where all windows pass over the pixel
 */
export function readersOf(length, geometry, row, column) {
  const side = mapLength(length, geometry)
  const cells = Array.from(
    { length: side ** 2 },
    (_, n) => ({ row: Math.floor(n / side), column: n % side }),
  )
  return cells.filter((cell) =>
    tapsOf(length, geometry, cell.row, cell.column)
      .some((tap) => tap.row === row && tap.column === column)
  )
}

/**
 * The cell of the map whose window lies around an input cell, or as near to it as a window can lie.
 *
 * @param {number} length cells of the picture along each axis
 * @param {Geometry} geometry
 * @param {number} row of the picture
 * @param {number} column of the picture
 */
export function windowAround(length, geometry, row, column) {
  const [before] = paddingOf(length, geometry)
  const last = mapLength(length, geometry) - 1
  const along = (place) => {
    const start = place + before - (spanOf(geometry) - 1) / 2
    return Math.min(last, Math.max(0, Math.round(start / geometry.stride)))
  }
  return { row: along(row), column: along(column) }
}

/**
 * Slide one slice of the kernel over one channel.
 *
 * @param {Grid} channel a square picture
 * @param {ArrayLike<number>} slice size² weights, row by row
 * @param {Geometry} geometry
 * @returns {Grid} one weighted sum for each window
 * @throws {RangeError} if the window does not fit
 */
export function correlate(channel, slice, geometry) {
  const length = mapLength(channel.width, geometry)
  if (length < 1) throw new RangeError("the window is larger than the padded picture")
  const values = new Float64Array(length * length)
  for (let i = 0; i < values.length; i += 1) {
    const taps = tapsOf(channel.width, geometry, Math.floor(i / length), i % length)
    values[i] = taps.reduce((sum, { row, column, inside }, tap) => {
      return inside ? sum + channel.values[row * channel.width + column] * slice[tap] : sum
    }, 0)
  }
  return { height: length, width: length, values }
}

/**
 * Lay maps on each other, and add them up cell by cell, and a bias to each sum.
 *
 * @param {Grid[]} maps of one shape
 * @param {number} bias
 * @returns {Grid}
 */
export function addUp(maps, bias) {
  const [{ height, width }] = maps
  const values = new Float64Array(height * width).map((_, i) =>
    maps.reduce((sum, map) => sum + map.values[i], bias)
  )
  return { height, width, values }
}

/**
 * max(0, x) of each cell.
 *
 * @param {Grid} map
 */
export function relu(map) {
  return { ...map, values: Float64Array.from(map.values, (value) => Math.max(0, value)) }
}

/**
 * Ways to make one number of the four in a window of 2×2; "none" is not among them.
 *
 * LeNet's adds them up, multiplies by a trainable coefficient, adds a trainable bias, and squashes
 * (LeCun et al. 1998, section II.B).
 *
 * @type {Object<string, (four: number[], trained: {coefficient: number, shift: number}) => number>}
 */
export const POOLINGS = {
  max: (four) => Math.max(...four),
  average: (four) => total(four) / 4,
  lenet: (four, { coefficient, shift }) => squash(coefficient * total(four) + shift),
}

/** @param {number[]} numbers */
export function total(numbers) {
  return numbers.reduce((sum, value) => sum + value, 0)
}

/**
 * The four cells of a map that one cell of the pooled map is made of.
 *
 * @param {Grid} map
 * @param {number} row of the pooled map
 * @param {number} column of the pooled map
 */
export function fourOf(map, row, column) {
  const first = 2 * row * map.width + 2 * column
  return [0, 1, map.width, map.width + 1].map((step) => map.values[first + step])
}

/**
 * Pool a map by windows of 2×2 that do not overlap. An odd last row or column is left out, as Keras
 * does.
 *
 * @param {Grid} map
 * @param {string} kind one of `POOLINGS`
 * @param {{coefficient: number, shift: number}} trained read by "lenet" alone
 * @returns {Grid}
 * @throws {RangeError} if the map is smaller than the window
 */
export function pool(map, kind, trained) {
  const [height, width] = [Math.floor(map.height / 2), Math.floor(map.width / 2)]
  if (height < 1 || width < 1) throw new RangeError("the map is smaller than 2×2")
  const values = new Float64Array(height * width).map((_, i) =>
    POOLINGS[kind](fourOf(map, Math.floor(i / width), i % width), trained)
  )
  return { height, width, values }
}

/**
 * The whole layer: convolution, bias, ReLU, pooling.
 *
 * @param {Grid[]} channels the picture
 * @param {ArrayLike<number>[]} slices the kernel, one slice for each channel
 * @param {object} layer
 * @param {Geometry} layer.geometry
 * @param {number} layer.bias
 * @param {boolean} layer.relu
 * @param {string} layer.pooling "none" or one of `POOLINGS`
 * @param {number} layer.coefficient
 * @param {number} layer.shift
 * @returns {{parts: Grid[], sums: Grid, map: Grid, pooled: Grid | null}} what each channel
 *   contributes; their sum with the bias; that after ReLU, if there is one; that pooled, if it is
 */
export function layerOf(channels, slices, layer) {
  const parts = channels.map((channel, c) => correlate(channel, slices[c], layer.geometry))
  const sums = addUp(parts, layer.bias)
  const map = layer.relu ? relu(sums) : sums
  const pooled = layer.pooling === "none" ? null : pool(map, layer.pooling, layer)
  return { parts, sums, map, pooled }
}
