// LeNet-5 of 1998 in plain numbers (float64): reading its weights, and what every layer makes of an
// image. The package's cnn_docs.lenet5 is the same network in Keras; tests compare the two. No DOM.

// deno-fmt-ignore
/** TABLE I of the paper: the S2 maps that feed each of the sixteen C3 maps. */
export const C3_TABLE = [
  [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
  [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
  [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
]

/** Maps of each layer, and rows (and columns) of each map. */
export const LAYERS = {
  C1: { maps: 6, size: 28 },
  S2: { maps: 6, size: 14 },
  C3: { maps: 16, size: 10 },
  S4: { maps: 16, size: 5 },
  C5: { maps: 120, size: 1 },
  F6: { maps: 84, size: 1 },
  RBF: { maps: 10, size: 1 },
}

export const IMAGE_SIZE = 32
export const BACKGROUND = -0.1
export const INK = 1.175
export const KERNEL = 5
export const CODE_ROWS = 12
export const CODE_COLUMNS = 7

const LINKS = C3_TABLE.flat().length

// What the weights file holds, in its order (cnn_docs/lab/weights.py).
const PARTS = [
  ["C1 kernel", 25 * 6],
  ["C1 bias", 6],
  ["S2 coefficient", 6],
  ["S2 bias", 6],
  ["C3 kernels", LINKS * 25],
  ["C3 bias", 16],
  ["S4 coefficient", 16],
  ["S4 bias", 16],
  ["C5 kernel", 25 * 16 * 120],
  ["C5 bias", 120],
  ["F6 kernel", 120 * 84],
  ["F6 bias", 84],
]
const MAGIC = "LENET-5\n"
const HEADER = MAGIC.length + 8
const WEIGHTS = PARTS.reduce((sum, [, count]) => sum + count, 0)
const CODES = 10 * CODE_ROWS * CODE_COLUMNS

/** The squash: f(a) = 1.7159 · tanh(2a/3). */
export function squash(a) {
  return 1.7159 * Math.tanh((2 / 3) * a)
}

/**
 * Read the weights file.
 *
 * @param {ArrayBuffer} buffer
 * @returns {object} Float64Arrays: `C1.kernels` [map][25], `C3.kernels` [link][25] in the order of
 *   TABLE I, `C5.kernels` [unit][map][25], `F6.kernels` [unit][120]; `bias` of these and of S2 and
 *   S4; `coefficient` of S2 and S4; `codes` [digit][84]
 * @throws {Error} with a sentence if the file is another one, is not whole, or is damaged
 */
export function readWeights(buffer) {
  const bytes = new Uint8Array(buffer)
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length))
  if (magic !== MAGIC) throw new Error("the file does not hold LeNet-5's weights")
  if (bytes.length < HEADER) throw new Error(`only ${bytes.length} bytes arrived`)
  const view = new DataView(buffer)
  const expected = 2 * WEIGHTS + CODES
  const arrived = bytes.length - HEADER
  if (view.getUint32(MAGIC.length, true) !== expected || arrived !== expected) {
    throw new Error(`${arrived} bytes of weights arrived instead of ${expected}`)
  }
  if (view.getUint32(MAGIC.length + 4, true) !== crc32(bytes.subarray(HEADER))) {
    throw new Error("the weights were changed on their way")
  }

  let at = HEADER
  const read = {}
  for (const [name, count] of PARTS) {
    read[name] = Float64Array.from(
      { length: count },
      (_, n) => float16(view.getUint16(at + 2 * n, true)),
    )
    at += 2 * count
  }
  const kernels = (name, units, maps) => {
    // Keras has the axes row, column, map, unit; here each unit's weights stand together.
    const found = new Float64Array(units * maps * 25)
    for (let place = 0; place < 25; place++) {
      for (let map = 0; map < maps; map++) {
        for (let unit = 0; unit < units; unit++) {
          found[(unit * maps + map) * 25 + place] = read[name][(place * maps + map) * units + unit]
        }
      }
    }
    return found
  }
  const f6 = Float64Array.from(
    { length: 84 * 120 },
    (_, n) => read["F6 kernel"][(n % 120) * 84 + Math.floor(n / 120)],
  )
  return {
    C1: { kernels: kernels("C1 kernel", 6, 1), bias: read["C1 bias"] },
    S2: { coefficient: read["S2 coefficient"], bias: read["S2 bias"] },
    C3: { kernels: read["C3 kernels"], bias: read["C3 bias"] },
    S4: { coefficient: read["S4 coefficient"], bias: read["S4 bias"] },
    C5: { kernels: kernels("C5 kernel", 120, 16), bias: read["C5 bias"] },
    F6: { kernels: f6, bias: read["F6 bias"] },
    codes: Float64Array.from(new Int8Array(buffer, at, CODES)),
  }
}

/**
 * What every layer makes of an image.
 *
 * @param {object} weights from `readWeights`
 * @param {ArrayLike<number>} image 32 × 32 values from −0.1 (paper) to 1.175 (ink), row by row
 * @param {Object<string, Iterable<number>>} [removed] for each layer the maps (of C5 and F6: the
 *   units) whose outputs are set to 0
 * @returns {Object<string, Float64Array>} by layer name: maps × size × size outputs, map by map;
 *   RBF holds the ten squared distances, the smallest of which names the digit
 */
export function forward(weights, image, removed = {}) {
  const outputs = {}
  const keep = (layer, values) => {
    const each = LAYERS[layer].size ** 2
    for (const map of removed[layer] ?? []) values.fill(0, map * each, (map + 1) * each)
    return (outputs[layer] = values)
  }
  const every = (units, maps) => Array.from({ length: units }, () => [...Array(maps).keys()])
  const c1 = keep("C1", convolve(image, IMAGE_SIZE, weights.C1, every(6, 1)))
  const s2 = keep("S2", subsample(c1, 28, weights.S2))
  const c3 = keep("C3", convolve(s2, 14, weights.C3, C3_TABLE))
  const s4 = keep("S4", subsample(c3, 10, weights.S4))
  const c5 = keep("C5", connect(s4, weights.C5))
  const f6 = keep("F6", connect(c5, weights.F6))
  outputs.RBF = distances(f6, weights.codes)
  return outputs
}

/** The digit whose code is nearest. */
export function answer(distances) {
  return distances.indexOf(Math.min(...distances))
}

/** 5×5 convolutions without padding: each unit's map from the source maps that it reads. */
function convolve(maps, size, { kernels, bias }, sources) {
  const side = size - KERNEL + 1
  const outputs = new Float64Array(sources.length * side * side)
  let link = 0
  sources.forEach((reads, unit) => {
    const output = outputs.subarray(unit * side * side, (unit + 1) * side * side)
    output.fill(bias[unit])
    for (const source of reads) {
      for (let place = 0; place < 25; place++) {
        const weight = kernels[25 * link + place]
        const start = source * size * size + Math.floor(place / KERNEL) * size + (place % KERNEL)
        for (let row = 0; row < side; row++) {
          for (let column = 0; column < side; column++) {
            output[row * side + column] += weight * maps[start + row * size + column]
          }
        }
      }
      link += 1
    }
  })
  return outputs.map(squash)
}

/** The sum of each 2×2 window, times the map's coefficient, plus its bias. */
function subsample(maps, size, { coefficient, bias }) {
  const side = size / 2
  return Float64Array.from({ length: coefficient.length * side * side }, (_, n) => {
    const map = Math.floor(n / (side * side))
    const row = Math.floor(n / side) % side
    const corner = map * size * size + 2 * row * size + 2 * (n % side)
    const sum = maps[corner] + maps[corner + 1] + maps[corner + size] + maps[corner + size + 1]
    return squash(sum * coefficient[map] + bias[map])
  })
}

/** Units that read all inputs. C5 is one such layer here, because its maps are single units. */
function connect(inputs, { kernels, bias }) {
  return bias.map((start, unit) => {
    let sum = start
    for (let n = 0; n < inputs.length; n++) sum += kernels[unit * inputs.length + n] * inputs[n]
    return squash(sum)
  })
}

function distances(inputs, codes) {
  return Float64Array.from(
    { length: 10 },
    (_, digit) =>
      inputs.reduce((sum, x, n) => sum + (x - codes[digit * inputs.length + n]) ** 2, 0),
  )
}

/** The number in 16 bits: sign, 5 bits of exponent, 10 of fraction. */
function float16(bits) {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) throw new Error("a weight is not a finite number")
  return sign * (exponent ? 2 ** (exponent - 25) * (1024 + fraction) : 2 ** -24 * fraction)
}

/** CRC-32 as in zip files. */
function crc32(bytes) {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
    return n
  })
  let crc = 0xffffffff
  for (const byte of bytes) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
