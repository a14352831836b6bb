// The Python script that gives the same answer with the package. No DOM.

import { byLayer, NONE } from "./settings.js"

const HEADER =
  "# Python 3.11 to 3.13. Install first, in a copy of this site's project: pip install ."

const SHUFFLED = `def shuffled(count, seed):
    """Fisher and Yates' shuffle with Park and Miller's random numbers."""
    order, state = list(range(count)), seed
    for last in range(count - 1, 0, -1):
        state = state * 48271 % 2147483647
        other = state % (last + 1)
        order[last], order[other] = order[other], order[last]
    return order`

const REPORT = `for digit, distance in enumerate(distances):
    print(f"{digit}: {distance:.3f}")
print("read as", distances.argmin())`

/**
 * @param {import("./settings.js").Values} values
 * @param {ArrayLike<number>} field the drawing as 28 × 28 grey values from 0 to 255
 * @returns {string} a program that prints the ten distances and the answer
 */
export function pythonCode(values, field) {
  const parts = [
    `${HEADER}\n${imports(values)}`,
    values.tiles !== "1" || values.permuted ? `\n${SHUFFLED}\n` : "",
    values.sample === NONE ? drawn(field) : sample(values.sample),
    moved(values),
    tiled(values),
    values.permuted ? permuted(values) : "",
    values.removed.length ? layerByLayer(values.removed) : atOnce(),
    REPORT,
  ]
  return `${parts.filter(Boolean).join("\n\n")}\n`
}

function imports({ sample, removed }) {
  return [
    "import numpy as np",
    "",
    ...(sample === NONE ? [] : ["from cnn_docs import data"]),
    ...(removed.length ? [] : ["from cnn_docs.lenet5 import network"]),
    "from cnn_docs.lenet5.inputs import from_unit",
    "from cnn_docs.lenet5.pretrained import pretrained",
  ].join("\n")
}

function drawn(field) {
  const rows = Array.from(
    { length: 28 },
    (_, row) =>
      Array.from(
        field.slice(28 * row, 28 * (row + 1)),
        (grey) => grey.toString(16).padStart(2, "0"),
      ).join(""),
  )
  return `# The drawing as MNIST would hold it: 28 rows of 28 grey values, from 00 (paper) to ff (ink).
drawing = """
${rows.join("\n")}
"""
grey = np.frombuffer(bytes.fromhex(drawing), dtype=np.uint8).reshape(28, 28)
picture = np.pad(grey / np.float32(255), 2)`
}

function sample(position) {
  return `# One of scikit-learn's digits, enlarged.
pictures, labels = data.digits(32)
picture = data.scale_to_unit(pictures[${position}], maximum=16)
print("labelled", labels[${position}])`
}

function moved({ right, down }) {
  if (!right && !down) return ""
  const slice = (move) => `${8 - move}:${40 - move}`
  return `# ${right} pixels to the right, ${down} down.
picture = np.pad(picture, 8)[${slice(down)}, ${slice(right)}]`
}

function tiled({ tiles, seed }) {
  if (tiles === "1") return ""
  const [side, count] = [32 / Number(tiles), Number(tiles) ** 2]
  const cells = `${side}, ${side}`
  return `# Cut into ${tiles} × ${tiles} tiles, and these shuffled.
cut = picture.reshape(${tiles}, ${side}, ${tiles}, ${side}).swapaxes(1, 2).reshape(${count}, ${cells})
cut = cut[shuffled(${count}, seed=${seed})]
picture = cut.reshape(${tiles}, ${tiles}, ${cells}).swapaxes(1, 2).reshape(32, 32)`
}

function permuted({ seed }) {
  return `# Every pixel in another place, the same for every picture.
picture = picture.ravel()[shuffled(1024, seed=${seed})].reshape(32, 32)`
}

function atOnce() {
  return "distances = network.rbf_distances(pretrained(), from_unit(picture[np.newaxis]))[0]"
}

function layerByLayer(removed) {
  const layers = Object.entries(byLayer(removed)).map(
    ([layer, maps]) => `"${layer}": [${maps.join(", ")}]`,
  )
  return `# Layer by layer, because some maps or units are removed: what they put out is 0.
removed = {${layers.join(", ")}}
outputs = from_unit(picture[np.newaxis])
for layer in pretrained().layers:
    outputs = np.array(layer(outputs))
    outputs[..., removed.get(layer.name, [])] = 0
distances = outputs[0]`
}
