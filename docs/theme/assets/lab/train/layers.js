// The layers of a network, forward and backward, as Keras has them.
//
// Numbers of a batch stand as in Keras: picture, row, column, channel. Each layer owns its outputs
// and gradients and writes over them at the next batch, so that training makes no garbage.

/** @typedef {{height: number, width: number, channels: number}} Shape of one picture */

/**
 * @typedef {object} Parameter numbers that are learned
 * @property {Float32Array} values
 * @property {Float32Array} gradient of the loss, since the last call of `backward`
 */

const SIDE = 3 // of a convolution's window

/** @param {Shape} shape */
export function sizeOf({ height, width, channels }) {
  return height * width * channels
}

/** @returns {Parameter} */
function parameter(size) {
  return { values: new Float32Array(size), gradient: new Float32Array(size) }
}

/** Conv2D of 3×3, without padding. Its kernel stands by filter, row, column, channel. */
export class Convolution {
  /**
   * @param {Shape} shape of what it reads
   * @param {number} filters
   * @param {number} batch the most pictures at a time
   */
  constructor(shape, filters, batch) {
    this.shape = shape
    this.outputShape = {
      height: shape.height - SIDE + 1,
      width: shape.width - SIDE + 1,
      channels: filters,
    }
    this.weights = SIDE * SIDE * shape.channels // of one filter
    this.fans = [this.weights, SIDE * SIDE * filters]
    this.kernel = parameter(filters * this.weights)
    this.bias = parameter(filters)
    this.parameters = [this.kernel, this.bias]
    this.output = new Float32Array(batch * sizeOf(this.outputShape))
    this.inputGradient = new Float32Array(batch * sizeOf(shape))
    this.patch = new Float32Array(this.weights) // what the window holds
    this.patchGradient = new Float32Array(this.weights)
  }

  /**
   * @param {Float32Array} input
   * @param {number} count pictures
   */
  forward(input, count) {
    this.input = input
    const { output, patch, weights } = this
    const kernel = this.kernel.values
    const bias = this.bias.values
    const { height, width, channels: filters } = this.outputShape
    let at = 0
    for (let picture = 0; picture < count; picture += 1) {
      for (let row = 0; row < height; row += 1) {
        for (let column = 0; column < width; column += 1) {
          this.#look(picture, row, column)
          let filter = 0
          // Four filters at a time: each number of the patch is fetched once for all of them.
          for (; filter + 3 < filters; filter += 4) {
            const first = filter * weights
            const second = first + weights
            const third = second + weights
            const fourth = third + weights
            let a = bias[filter]
            let b = bias[filter + 1]
            let c = bias[filter + 2]
            let d = bias[filter + 3]
            for (let k = 0; k < weights; k += 1) {
              const value = patch[k]
              a += value * kernel[first + k]
              b += value * kernel[second + k]
              c += value * kernel[third + k]
              d += value * kernel[fourth + k]
            }
            output[at + filter] = a
            output[at + filter + 1] = b
            output[at + filter + 2] = c
            output[at + filter + 3] = d
          }
          for (; filter < filters; filter += 1) {
            const first = filter * weights
            let sum = bias[filter]
            for (let k = 0; k < weights; k += 1) sum += patch[k] * kernel[first + k]
            output[at + filter] = sum
          }
          at += filters
        }
      }
    }
    return output
  }

  /**
   * @param {Float32Array} gradient of the outputs
   * @param {number} count pictures
   * @param {boolean} further whether the gradient of the inputs is wanted too
   */
  backward(gradient, count, further) {
    const { patch, patchGradient, weights } = this
    const kernel = this.kernel.values
    const kernelGradient = this.kernel.gradient.fill(0)
    const biasGradient = this.bias.gradient.fill(0)
    const { height, width, channels: filters } = this.outputShape
    if (further) this.inputGradient.fill(0)
    let at = 0
    for (let picture = 0; picture < count; picture += 1) {
      for (let row = 0; row < height; row += 1) {
        for (let column = 0; column < width; column += 1) {
          this.#look(picture, row, column)
          if (further) patchGradient.fill(0)
          for (let filter = 0; filter < filters; filter += 1) {
            const slope = gradient[at + filter]
            // Behind ReLU and max pooling most are 0, and then there is nothing to do.
            if (slope === 0) continue
            biasGradient[filter] += slope
            const first = filter * weights
            for (let k = 0; k < weights; k += 1) kernelGradient[first + k] += slope * patch[k]
            if (!further) continue
            for (let k = 0; k < weights; k += 1) patchGradient[k] += slope * kernel[first + k]
          }
          if (further) this.#spread(picture, row, column)
          at += filters
        }
      }
    }
    return this.inputGradient
  }

  /** Copy what the window holds into the patch. */
  #look(picture, row, column) {
    const { input, patch, shape } = this
    const across = SIDE * shape.channels
    let from = this.#place(picture, row, column)
    for (let k = 0; k < this.weights;) {
      for (let i = 0; i < across; i += 1, k += 1) patch[k] = input[from + i]
      from += shape.width * shape.channels
    }
  }

  /** Add the patch's gradient to that of the inputs in the window. */
  #spread(picture, row, column) {
    const { inputGradient, patchGradient, shape } = this
    const across = SIDE * shape.channels
    let to = this.#place(picture, row, column)
    for (let k = 0; k < this.weights;) {
      for (let i = 0; i < across; i += 1, k += 1) inputGradient[to + i] += patchGradient[k]
      to += shape.width * shape.channels
    }
  }

  #place(picture, row, column) {
    const { height, width, channels } = this.shape
    return ((picture * height + row) * width + column) * channels
  }
}

/** What is negative becomes 0. */
export class ReLU {
  /**
   * @param {Shape} shape
   * @param {number} batch
   */
  constructor(shape, batch) {
    this.outputShape = shape
    this.parameters = []
    this.output = new Float32Array(batch * sizeOf(shape))
    this.inputGradient = new Float32Array(batch * sizeOf(shape))
  }

  /**
   * @param {Float32Array} input
   * @param {number} count
   */
  forward(input, count) {
    const { output } = this
    const size = count * sizeOf(this.outputShape)
    for (let i = 0; i < size; i += 1) output[i] = input[i] > 0 ? input[i] : 0
    return output
  }

  /**
   * @param {Float32Array} gradient
   * @param {number} count
   */
  backward(gradient, count) {
    const { output, inputGradient } = this
    const size = count * sizeOf(this.outputShape)
    for (let i = 0; i < size; i += 1) inputGradient[i] = output[i] > 0 ? gradient[i] : 0
    return inputGradient
  }
}

/** The largest, or the mean, of each 2×2; a last odd row or column is left out. */
export class Pooling {
  /**
   * @param {string} kind "max" or "average"
   * @param {Shape} shape
   * @param {number} batch
   */
  constructor(kind, shape, batch) {
    this.kind = kind
    this.shape = shape
    this.outputShape = {
      height: Math.floor(shape.height / 2),
      width: Math.floor(shape.width / 2),
      channels: shape.channels,
    }
    this.parameters = []
    const size = batch * sizeOf(this.outputShape)
    this.output = new Float32Array(size)
    this.largest = new Uint32Array(size) // where the largest number stands, of max pooling
    this.inputGradient = new Float32Array(batch * sizeOf(shape))
  }

  /**
   * @param {Float32Array} input
   * @param {number} count
   */
  forward(input, count) {
    const { output, largest } = this
    const max = this.kind === "max"
    this.#visit(count, (at, corners) => {
      if (max) {
        let place = corners[0]
        for (let n = 1; n < 4; n += 1) if (input[corners[n]] > input[place]) place = corners[n]
        largest[at] = place
        output[at] = input[place]
      } else {
        let sum = 0
        for (let n = 0; n < 4; n += 1) sum += input[corners[n]]
        output[at] = sum / 4
      }
    })
    return output
  }

  /**
   * @param {Float32Array} gradient
   * @param {number} count
   */
  backward(gradient, count) {
    const { inputGradient, largest } = this
    const max = this.kind === "max"
    inputGradient.fill(0)
    this.#visit(count, (at, corners) => {
      if (max) inputGradient[largest[at]] = gradient[at]
      else for (let n = 0; n < 4; n += 1) inputGradient[corners[n]] = gradient[at] / 4
    })
    return inputGradient
  }

  /** Each output, and the places of the four inputs that it reads. */
  #visit(count, act) {
    const { height, width, channels } = this.outputShape
    const across = this.shape.width * channels
    const corners = new Uint32Array(4)
    let at = 0
    for (let picture = 0; picture < count; picture += 1) {
      for (let row = 0; row < height; row += 1) {
        for (let column = 0; column < width; column += 1) {
          const first = (picture * this.shape.height + 2 * row) * across + 2 * column * channels
          for (let channel = 0; channel < channels; channel += 1, at += 1) {
            corners[0] = first + channel
            corners[1] = first + channels + channel
            corners[2] = first + across + channel
            corners[3] = first + across + channels + channel
            act(at, corners)
          }
        }
      }
    }
  }
}

/** Multiplies by the mask, in training only; a mask holds 0, or what makes up for the zeros. */
export class Dropout {
  /**
   * @param {number} rate share of the numbers that a mask sets to 0
   * @param {Shape} shape
   * @param {number} batch
   */
  constructor(rate, shape, batch) {
    this.rate = rate
    this.outputShape = shape
    this.parameters = []
    this.output = new Float32Array(batch * sizeOf(shape))
    this.inputGradient = new Float32Array(batch * sizeOf(shape))
    this.mask = new Float32Array(batch * sizeOf(shape)).fill(1)
  }

  /**
   * Draw another mask.
   *
   * @param {import("./random.js").Random} random
   */
  draw(random) {
    const { mask, rate } = this
    const kept = 1 / (1 - rate)
    for (let i = 0; i < mask.length; i += 1) mask[i] = random.number() < rate ? 0 : kept
  }

  /**
   * @param {Float32Array} input
   * @param {number} count
   * @param {boolean} training
   */
  forward(input, count, training) {
    if (!training) return input
    return product(input, this.mask, this.output, count * sizeOf(this.outputShape))
  }

  /**
   * @param {Float32Array} gradient
   * @param {number} count
   */
  backward(gradient, count) {
    return product(gradient, this.mask, this.inputGradient, count * sizeOf(this.outputShape))
  }
}

function product(values, factors, into, size) {
  for (let i = 0; i < size; i += 1) into[i] = values[i] * factors[i]
  return into
}

/** Flatten and Dense, without activation. Its kernel stands by input and unit, as in Keras. */
export class Dense {
  /**
   * @param {Shape} shape
   * @param {number} units
   * @param {number} batch
   */
  constructor(shape, units, batch) {
    this.inputs = sizeOf(shape)
    this.units = units
    this.outputShape = { height: 1, width: 1, channels: units }
    this.fans = [this.inputs, units]
    this.kernel = parameter(this.inputs * units)
    this.bias = parameter(units)
    this.parameters = [this.kernel, this.bias]
    this.sums = new Float64Array(units)
    this.output = new Float32Array(batch * units)
    this.inputGradient = new Float32Array(batch * this.inputs)
  }

  /**
   * @param {Float32Array} input
   * @param {number} count
   */
  forward(input, count) {
    this.input = input
    const { inputs, units, sums, output } = this
    const kernel = this.kernel.values
    for (let picture = 0; picture < count; picture += 1) {
      sums.set(this.bias.values)
      for (let i = 0; i < inputs; i += 1) {
        const value = input[picture * inputs + i]
        if (value === 0) continue
        for (let unit = 0; unit < units; unit += 1) sums[unit] += value * kernel[i * units + unit]
      }
      output.set(sums, picture * units)
    }
    return output
  }

  /**
   * @param {Float32Array} gradient
   * @param {number} count
   */
  backward(gradient, count) {
    const { input, inputs, units, inputGradient } = this
    const kernel = this.kernel.values
    const kernelGradient = this.kernel.gradient.fill(0)
    const biasGradient = this.bias.gradient.fill(0)
    for (let picture = 0; picture < count; picture += 1) {
      const slopes = picture * units
      for (let unit = 0; unit < units; unit += 1) biasGradient[unit] += gradient[slopes + unit]
      for (let i = 0; i < inputs; i += 1) {
        const value = input[picture * inputs + i]
        let sum = 0
        for (let unit = 0; unit < units; unit += 1) {
          const slope = gradient[slopes + unit]
          sum += slope * kernel[i * units + unit]
          kernelGradient[i * units + unit] += slope * value
        }
        inputGradient[picture * inputs + i] = sum
      }
    }
    return inputGradient
  }
}
