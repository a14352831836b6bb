// LeNet-5's activation function (LeCun et al. 1998, appendix A).

/** All outputs lie between minus and plus this. */
export const AMPLITUDE = 1.7159

/**
 * f(a) = 1.7159 · tanh(2a/3).
 *
 * @param {number} activation
 */
export function squash(activation) {
  return AMPLITUDE * Math.tanh((2 / 3) * activation)
}
