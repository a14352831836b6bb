// The script that trains the same network with Keras.

import { LEARNING_RATE } from "./adam.js"
import { LEARNED } from "./digits.js"
import { BATCH } from "./passes.js"
import { pixelOrder } from "./pixels.js"

/** @typedef {import("./settings.js").Values} Values */

const INITIALIZERS = { he: '"he_uniform"', small: "start()", large: "start()" }

const LIMITS = { small: 0.001, large: 2 }

const SCALINGS = {
  raw: () => "",
  sixteenth: () => "x_train, x_test = x_train / 16, x_test / 16\n",
  standardised: () =>
    `mean, spread = x_train.mean(axis=0), x_train.std(axis=0)
spread[spread == 0] = 1
x_train, x_test = (x_train - mean) / spread, (x_test - mean) / spread
`,
}

/**
 * A complete Python script. It draws other random numbers than the bench, so it ends where another
 * seed would.
 *
 * @param {Values} values
 * @param {number} passes
 * @returns {string} it leaves the trained network in `model`, the misread test digits in `wrong`
 */
export function kerasCode(values, passes) {
  const { seed, images, pixels, shuffled } = values
  return `# pip install scikit-learn tensorflow
import keras
import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(${seed})

digits = load_digits()
x_train, x_test, y_train, y_test = train_test_split(
    digits.images, digits.target, test_size=0.2, random_state=0, stratify=digits.target
)
${images < LEARNED ? `x_train, y_train = x_train[:${images}], y_train[:${images}]\n` : ""}${
    SCALINGS[pixels]()
  }${shuffled ? shuffling() : ""}x_train, x_test = x_train[..., np.newaxis], x_test[..., np.newaxis]

${starting(values)}model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
${layers(values).map((layer) => `        keras.layers.${layer},\n`).join("")}    ]
)
${
    equality(values)
  }model.compile(keras.optimizers.Adam(${LEARNING_RATE}), "sparse_categorical_crossentropy")
model.fit(x_train, y_train, batch_size=${BATCH}, epochs=${passes}, verbose=0)

wrong = int(np.sum(model.predict(x_test, verbose=0).argmax(axis=1) != y_test))
print(f"{wrong} of {len(y_test)} test digits misread")
`
}

/** Each layer needs an initializer of its own: one that is used twice gives the same numbers twice. */
function starting({ start }) {
  const limit = LIMITS[start]
  if (!limit) return ""
  return `
def start():
    return keras.initializers.RandomUniform(-${limit}, ${limit})


`
}

function shuffling() {
  const order = pixelOrder(true)
  const rows = Array.from({ length: 4 }, (_, n) => order.slice(16 * n, 16 * n + 16).join(", "))
  return `order = [
${rows.map((row) => `    ${row},\n`).join("")}]
x_train, x_test = (
    x.reshape(-1, 64)[:, order].reshape(-1, 8, 8) for x in (x_train, x_test)
)
`
}

/** @param {Values} values */
function layers({ convolutions, filters, relu, pooling, dropout, start, frozen }) {
  const initializer = INITIALIZERS[start] ? `, kernel_initializer=${INITIALIZERS[start]}` : ""
  const convolution = `Conv2D(${filters}, 3${initializer}${frozen ? ", trainable=False" : ""})`
  const pair = relu ? [convolution, "ReLU()"] : [convolution]
  return [
    ...Array.from({ length: convolutions }, () => pair).flat(),
    ...(pooling === "max" ? ["MaxPooling2D(2)"] : []),
    ...(pooling === "average" ? ["AveragePooling2D(2)"] : []),
    ...(dropout ? [`Dropout(${dropout})`] : []),
    "Flatten()",
    `Dense(10, activation="softmax"${initializer})`,
  ]
}

/** Two filters of the last convolution made equal, and their outgoing weights, if it is asked for. */
function equality({ equal, convolutions, relu, filters }) {
  if (equal === "none") return ""
  const last = (convolutions - 1) * (relu ? 2 : 1)
  const filter = `
kernel, bias = model.layers[${last}].get_weights()
kernel[..., 1] = kernel[..., 0]
model.layers[${last}].set_weights([kernel, bias])
`
  if (equal === "filters") return filter
  return `${filter}
weights, bias = model.layers[-1].get_weights()
by_filter = weights.reshape(-1, ${filters}, 10)
by_filter[:, 1] = by_filter[:, 0]
model.layers[-1].set_weights([by_filter.reshape(weights.shape), bias])
`
}
