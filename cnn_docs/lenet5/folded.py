"""The same network, arranged so that a CPU computes it four times faster.

A convolution over one or six maps leaves most of a processor's vector units idle. Fold each 4×4
block of the image into 16 channels and let one convolution compute a whole block of outputs at
once: the 5×5 kernel then appears once for each place of the block, shifted by that place, zeros
around it. More multiplications, but long ones. The blocks are chosen such that C1's output is,
after the sum of four, the folded input of C3, so nothing has to be rearranged on the way, and the
sum of four adds whole runs of channels.

The weights are the model's own variables; gradients flow through the folding. Tests compare outputs
and gradients with the plain layers.
"""

from typing import Any

import keras
import tensorflow as tf

from .layers import AMPLITUDE, SLOPE


def fold_images(images: Any) -> Any:
    """Fold (n, 32, 32, 1) into (n, 8, 8, 16): each 4×4 block becomes 16 channels.

    >>> fold_images(tf.zeros((2, 32, 32, 1))).shape
    TensorShape([2, 8, 8, 16])
    """
    return tf.nn.space_to_depth(images, 4)


def _fold_kernel(kernel: Any, block: int) -> Any:
    """Return the kernel that computes a block × block square of outputs from folded inputs.

    Channels come out as (place in the 2×2 window that subsampling adds, window, map).
    """
    size, _, maps_in, maps_out = kernel.shape
    folds = (size - 1 + block) // block
    shifted = [
        tf.pad(kernel, [[row, block - 1 - row], [column, block - 1 - column], [0, 0], [0, 0]])
        for window_row in (0, 1)
        for window_column in (0, 1)
        for row in range(window_row, block, 2)
        for column in range(window_column, block, 2)
    ]
    wide = tf.reshape(
        tf.concat(shifted, axis=-1), (folds, block, folds, block, maps_in, block**2 * maps_out)
    )
    return tf.reshape(
        tf.transpose(wide, (0, 2, 1, 3, 4, 5)),
        (folds, folds, block**2 * maps_in, block**2 * maps_out),
    )


@tf.custom_gradient
def _squash(activations: Any) -> Any:
    """Scaled tanh that remembers its tanh, so that going back costs one pass over the memory."""
    tanh = tf.tanh(activations * SLOPE)

    def gradient(upstream: Any) -> Any:
        return upstream * (AMPLITUDE * SLOPE * (1 - tanh * tanh))

    return AMPLITUDE * tanh, gradient


@tf.custom_gradient
def _scale(inputs: Any, coefficient: Any) -> Any:
    """Multiply each channel; TensorFlow's own gradient for a broadcast factor is much slower."""

    def gradient(upstream: Any) -> Any:
        products = tf.reshape(upstream * inputs, (-1, coefficient.shape[0]))
        return upstream * coefficient, tf.reduce_sum(products, axis=0)

    return inputs * coefficient, gradient


def _convolve(inputs: Any, kernel: Any, bias: Any, block: int) -> Any:
    sums = tf.nn.conv2d(inputs, _fold_kernel(kernel, block), 1, "VALID")
    return _squash(tf.nn.bias_add(sums, tf.tile(bias, [block**2])))


def _subsample(inputs: Any, layer: keras.Layer, windows: int) -> Any:
    _, rows, columns, channels = inputs.shape
    sums = tf.reduce_sum(tf.reshape(inputs, (-1, rows, columns, 4, channels // 4)), axis=3)
    scaled = _scale(sums, tf.tile(layer.coefficient.value, [windows]))
    return _squash(tf.nn.bias_add(scaled, tf.tile(layer.bias.value, [windows])))


def distances(model: keras.Model, folded: Any) -> Any:
    """Return the RBF distances of folded images, as `model` would of the plain ones.

    Args:
        model: What `network.build` returned.
        folded: float32 tensor of shape (n, 8, 8, 16), from `fold_images`.

    Returns:
        float32 tensor of shape (n, 10).

    >>> from cnn_docs.lenet5 import network
    >>> distances(network.build(), fold_images(tf.zeros((2, 32, 32, 1)))).shape
    TensorShape([2, 10])
    """
    c1, s2, c3, s4, c5, f6, rbf = (
        model.get_layer(name) for name in ("C1", "S2", "C3", "S4", "C5", "F6", "RBF")
    )
    hidden = _convolve(folded, c1.kernel.value, c1.bias.value, block=4)
    hidden = _subsample(hidden, s2, windows=4)
    hidden = _convolve(hidden, c3.dense_kernel(), c3.bias.value, block=2)
    hidden = _subsample(hidden, s4, windows=1)
    hidden = tf.reshape(hidden, (-1, 400))
    for layer in (c5, f6):
        kernel = tf.reshape(layer.kernel.value, (-1, layer.bias.shape[0]))
        hidden = _squash(tf.nn.bias_add(tf.matmul(hidden, kernel), layer.bias.value))
    # Σ(x − w)² multiplied out: a matrix product instead of n × 10 × 84 differences.
    cross = tf.matmul(hidden, rbf.codes.value, transpose_b=True)
    norms = tf.reduce_sum(hidden * hidden, axis=1, keepdims=True)
    return norms - 2 * cross + tf.reduce_sum(rbf.codes.value**2, axis=1)
