// The script that does with Keras what the bench shows.

import { AMPLITUDE } from "../common/squash.js"
import { SIDE } from "./library.js"

/** @typedef {import("./settings.js").Bench} Bench */

const FLOWER = 'x = load_sample_image("flower.jpg")[40:360:40, 140:460:40] // 16'

/** Weights and pixels as a reader would write them: one row of the kernel or picture a line. */
function rows(numbers, width, indent) {
  const lines = []
  for (let first = 0; first < numbers.length; first += width) {
    lines.push(`${indent}[${numbers.slice(first, first + width).join(", ")}],`)
  }
  return lines.join("\n")
}

/** An array in Python, of shape (side, side, channels), from a list of numbers for each channel. */
function stack(name, channels, width) {
  if (channels.length === 1) {
    const only = rows(channels[0], width, " ".repeat(8))
    return `${name} = np.array(\n    [\n${only}\n    ]\n)[:, :, np.newaxis]`
  }
  const parts = channels.map(
    (numbers) => `        [\n${rows(numbers, width, " ".repeat(12))}\n        ],`,
  )
  const all = parts.join("\n")
  return `${name} = np.stack(\n    [\n${all}\n    ],\n    axis=-1,  # red, green, blue\n)`
}

/** @param {Bench} bench */
function picture({ input, channels }) {
  const digit = /^digit-(\d+)$/.exec(input)?.[1]
  if (digit) {
    return {
      imports: ["from sklearn.datasets import load_digits"],
      code: `x = load_digits().images[${digit}][:, :, np.newaxis]`,
    }
  }
  if (input === "flower") {
    return { imports: ["from sklearn.datasets import load_sample_image"], code: FLOWER }
  }
  return { imports: [], code: stack("x", channels.map((grid) => Array.from(grid.values)), SIDE) }
}

const POOLING = {
  none: () => "",
  max: () => "\nmaps = tf.keras.layers.MaxPooling2D(2)(maps)",
  average: () => "\nmaps = tf.keras.layers.AveragePooling2D(2)(maps)",
  lenet: ({ coefficient, shift }) => `
# LeNet-5's: four cells added up, times a coefficient, plus a bias, squashed.
sums = 4 * tf.keras.layers.AveragePooling2D(2)(maps)
maps = ${AMPLITUDE} * tf.tanh(2 / 3 * (${coefficient} * sums + ${shift}))`,
}

/**
 * The arguments of Conv2D that differ from what Keras takes by itself.
 *
 * @param {Bench} bench
 */
function options({ stride, padding, dilation, relu }) {
  return [
    stride > 1 && `, strides=${stride}`,
    padding !== "valid" && `, padding="${padding}"`,
    dilation > 1 && `, dilation_rate=${dilation}`,
    relu && ', activation="relu"',
  ]
    .filter(Boolean)
    .join("")
}

/**
 * A complete Python script that prints the map of the bench.
 *
 * @param {Bench} bench
 * @returns {string} it leaves the map in `maps`, a tensor of shape (1, height, width, 1)
 */
export function kerasCode(bench) {
  const { geometry, slices, bias } = bench
  const { imports, code } = picture(bench)
  const third = ["import tensorflow as tf", ...imports].join("\n")
  return `# pip install numpy tensorflow${imports.length ? " pillow scikit-learn" : ""}
import numpy as np
${third}

${code}
x = x[np.newaxis].astype("float32")  # (pictures, height, width, channels)

${stack("kernel", slices, geometry.size)}
kernel = kernel[:, :, :, np.newaxis]  # (height, width, channels, filters)

layer = tf.keras.layers.Conv2D(1, ${geometry.size}${options(bench)})
layer.build(x.shape)
layer.set_weights([kernel, np.array([${bias}])])
maps = layer(x)
${POOLING[bench.pooling](bench)}
print(maps.shape)
print(maps[0, :, :, 0].numpy())
`.replace(/\n{3,}/g, "\n\n")
}
