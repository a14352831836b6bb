// Adam (Kingma and Ba 2015) as Keras 3 computes it.

/** How far a weight goes in a step, about. */
export const LEARNING_RATE = 0.003

const BETA_1 = 0.9
const BETA_2 = 0.999
const EPSILON = 1e-7

export class Adam {
  /** @param {import("./layers.js").Parameter[]} parameters what it moves */
  constructor(parameters) {
    this.steps = 0
    this.parameters = parameters
    this.moments = parameters.map(({ values }) => ({
      mean: new Float32Array(values.length),
      square: new Float32Array(values.length),
    }))
  }

  /** Move all parameters against their gradients. */
  step() {
    this.steps += 1
    const rate = LEARNING_RATE * Math.sqrt(1 - power(BETA_2, this.steps)) /
      (1 - power(BETA_1, this.steps))
    this.parameters.forEach(({ values, gradient }, n) => {
      const { mean, square } = this.moments[n]
      for (let i = 0; i < values.length; i += 1) {
        const slope = gradient[i]
        mean[i] += (slope - mean[i]) * (1 - BETA_1)
        square[i] += (slope * slope - square[i]) * (1 - BETA_2)
        values[i] -= (mean[i] * rate) / (Math.sqrt(square[i]) + EPSILON)
      }
    })
  }
}

/**
 * Keras takes these powers in 32 bits, in which 0.999 is a little more. A step is shorter for it by a
 * part in 150,000, and from steps a bit off, a hundred of them can lead somewhere else.
 */
function power(base, exponent) {
  return Math.fround(Math.fround(base) ** exponent)
}
