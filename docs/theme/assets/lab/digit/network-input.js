// From what the reader chose to the 32×32 numbers that LeNet-5 reads. No DOM.
//
// Every step has its twin in the script that python-code.js writes.

/**
 * A digit of 8×8 pixels on 28×28, as cnn_docs.data.digits(28) has it: enlarged to 20×20 by bilinear
 * interpolation, with a margin of 4.
 *
 * @param {number[]} values 64 grey values from 0 (paper) to 16 (ink), row by row
 * @returns {Float64Array} 28 × 28 values from 0 to 1
 */
export function enlarge(values) {
  const places = Array.from({ length: 20 }, (_, n) => {
    // Where the middle of the new pixel lies, counted in old ones; the border continues outwards.
    const middle = Math.min(Math.max(((n + 0.5) * 8) / 20 - 0.5, 0), 7)
    const before = Math.min(Math.floor(middle), 6)
    return { before, weight: middle - before }
  })
  const field = new Float64Array(28 * 28)
  places.forEach((down, i) =>
    places.forEach((right, j) => {
      const at = (row, column) => values[8 * (down.before + row) + right.before + column]
      const upper = at(0, 0) * (1 - right.weight) + at(0, 1) * right.weight
      const lower = at(1, 0) * (1 - right.weight) + at(1, 1) * right.weight
      field[28 * (i + 4) + j + 4] = (upper * (1 - down.weight) + lower * down.weight) / 16
    })
  )
  return field
}

/**
 * Set a 28×28 picture into the middle of a larger one.
 *
 * @param {ArrayLike<number>} field 28 × 28 values
 * @param {number} size of the larger one, along each side
 */
export function pad(field, size) {
  const picture = new Float64Array(size ** 2)
  const margin = (size - 28) / 2
  for (let n = 0; n < 28 * 28; n++) {
    picture[(Math.floor(n / 28) + margin) * size + (n % 28) + margin] = field[n]
  }
  return picture
}

/**
 * Move a picture; what comes in is paper, what leaves is lost.
 *
 * @param {ArrayLike<number>} picture a square
 * @param {number} right pixels; negative moves to the left
 * @param {number} down pixels; negative moves up
 */
export function shift(picture, right, down) {
  const size = Math.sqrt(picture.length)
  return Float64Array.from(picture, (_, n) => {
    const row = Math.floor(n / size) - down
    const column = (n % size) - right
    const inside = row >= 0 && row < size && column >= 0 && column < size
    return inside ? picture[row * size + column] : 0
  })
}

/**
 * Cut a picture into tiles and lay them out in another order.
 *
 * @param {ArrayLike<number>} picture a square
 * @param {number} along tiles along each side; divides the picture's
 * @param {number} seed of the order
 */
export function shuffleTiles(picture, along, seed) {
  const order = shuffled(along * along, seed)
  const size = Math.sqrt(picture.length)
  const side = size / along
  return Float64Array.from(picture, (_, n) => {
    const [row, column] = [Math.floor(n / size), n % size]
    const tile = order[Math.floor(row / side) * along + Math.floor(column / side)]
    const from = (Math.floor(tile / along) * side + (row % side)) * size
    return picture[from + (tile % along) * side + (column % side)]
  })
}

/**
 * A fixed order: Fisher and Yates' shuffle with Park and Miller's generator, which is short enough
 * to stand in the script too.
 *
 * @param {number} count
 * @param {number} seed from 1
 * @returns {number[]} the numbers from 0 to count − 1, shuffled
 */
export function shuffled(count, seed) {
  const order = [...Array(count).keys()]
  let state = seed
  for (let last = count - 1; last > 0; last--) {
    state = (state * 48271) % 2147483647
    const other = state % (last + 1)
    ;[order[last], order[other]] = [order[other], order[last]]
  }
  return order
}

/**
 * What the network reads.
 *
 * @param {import("./network.js").Network} network
 * @param {ArrayLike<number>} field 28 × 28 values from 0 (paper) to 1 (ink)
 * @param {{right: number, down: number, tiles: string, permuted: boolean, seed: number}} changes
 * @returns {Float32Array} 32 × 32 values from −0.1 to 1.175
 */
export function networkInput(network, field, { right, down, tiles, permuted, seed }) {
  const { imageSize, background, ink } = network
  let picture = shift(pad(field, imageSize), right, down)
  if (tiles !== "1") picture = shuffleTiles(picture, Number(tiles), seed)
  if (permuted) picture = shuffleTiles(picture, imageSize, seed)
  return Float32Array.from(picture, (value) => background + (ink - background) * value)
}
