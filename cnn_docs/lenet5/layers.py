"""The layers that Keras does not have: trainable subsampling, the sparse C3, the RBF output.

Source: LeCun et al. 1998, section II-B and appendix A.
"""

from typing import Any

import keras
import numpy as np
from keras import ops

from .codes import codes
from .specification import C3_TABLE, c3_links

AMPLITUDE, SLOPE = 1.7159, 2 / 3


@keras.saving.register_keras_serializable(package="cnn_docs")
def scaled_tanh(activations: Any) -> Any:
    """Squash: f(a) = 1.7159 · tanh(2a/3).

    The constants put f(±1) at ±1, where the curvature is largest, so the ±1 targets lie well inside
    the range and the units are not driven into saturation (appendix A).

    Args:
        activations: Tensor of any shape and floating dtype.

    Returns:
        Tensor of the same shape and dtype, within ±1.7159.

    >>> round(float(scaled_tanh(1.0)), 4)
    1.0
    """
    return AMPLITUDE * ops.tanh(SLOPE * activations)


def fan_in_uniform(fan_in: int, seed: int) -> keras.initializers.Initializer:
    """Return the paper's start: uniform within ±2.4 / fan-in (appendix A).

    Args:
        fan_in: The number of inputs of one unit, its bias not counted.
        seed: Seed of the draw.

    >>> draw = fan_in_uniform(24, seed=0)((1000,))
    >>> bool(ops.max(ops.abs(draw)) <= 0.1)
    True
    """
    limit = 2.4 / fan_in
    return keras.initializers.RandomUniform(-limit, limit, seed=seed)


@keras.saving.register_keras_serializable(package="cnn_docs")
class Subsampling(keras.layers.Layer):
    """S2 and S4: add the four inputs of a 2×2 window, times a coefficient, plus a bias, squashed.

    One trainable coefficient and one trainable bias for each map. A small coefficient makes the
    layer a blur, a large one a noisy "or" or "and" of the four (section II-A).

    Input (n, 2h, 2w, c), output (n, h, w, c).

    >>> layer = Subsampling(seed=0)
    >>> layer(np.ones((1, 28, 28, 6), dtype="float32")).shape
    TensorShape([1, 14, 14, 6])
    >>> layer.count_params()
    12
    """

    def __init__(self, seed: int = 0, **kwargs: Any) -> None:
        """Keep the seed of the initial coefficients and biases."""
        super().__init__(**kwargs)
        self.seed = seed

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Create the coefficient and the bias of each map."""
        _, height, width, maps = input_shape
        if height is None or width is None or height % 2 or width % 2:
            raise ValueError(f"`input_shape` must have even height and width, got {input_shape}.")
        self.coefficient = self.add_weight(
            shape=(maps,), initializer=fan_in_uniform(4, self.seed), name="coefficient"
        )
        self.bias = self.add_weight(
            shape=(maps,), initializer=fan_in_uniform(4, self.seed + 1), name="bias"
        )

    def call(self, inputs: Any) -> Any:
        """Return the squashed, scaled sums."""
        sums = 4.0 * ops.average_pool(inputs, 2, strides=2)
        return scaled_tanh(sums * self.coefficient + self.bias)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "seed": self.seed}


@keras.saving.register_keras_serializable(package="cnn_docs")
class SparseConvolution(keras.layers.Layer):
    """C3: sixteen 5×5 convolutions, each reading only the S2 maps that TABLE I gives it.

    The trainable weights are the 60 kernels of the 60 links and 16 biases: 1,516 numbers. For each
    call they are laid into a 5×5×6×16 kernel whose other places are zero, because one dense
    convolution is faster than sixteen small ones. Those zeros are no parameters: nothing trains
    them.

    Input (n, h, w, 6), output (n, h − 4, w − 4, 16).

    >>> layer = SparseConvolution(seed=0)
    >>> layer(np.ones((1, 14, 14, 6), dtype="float32")).shape
    TensorShape([1, 10, 10, 16])
    >>> layer.count_params()
    1516
    """

    def __init__(self, seed: int = 0, **kwargs: Any) -> None:
        """Keep the seed of the initial kernels and biases."""
        super().__init__(**kwargs)
        self.seed = seed
        links = c3_links()
        # Link by link, in the order of TABLE I: a 1 at (source, target).
        places = [(source, target) for target, row in enumerate(C3_TABLE) for source in row]
        self._places = np.zeros((len(places), *links.shape), dtype="float32")
        for link, (source, target) in enumerate(places):
            self._places[link, source, target] = 1
        self._fan_in = np.array([25 * len(C3_TABLE[target]) for _, target in places])

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Create a kernel for each link and a bias for each map."""
        if input_shape[-1] != 6:
            raise ValueError(f"`input_shape` must end in the 6 maps of S2, got {input_shape}.")

        # A map that reads more S2 maps has a larger fan-in and so a smaller start.
        def kernels(shape: tuple[int, ...], dtype: str) -> Any:
            draw = fan_in_uniform(1, self.seed)(shape, dtype=dtype)
            return draw / self._fan_in.reshape(-1, 1, 1).astype(dtype)

        def biases(shape: tuple[int, ...], dtype: str) -> Any:
            draw = fan_in_uniform(25, self.seed + 1)(shape, dtype=dtype)
            return draw / np.array([len(row) for row in C3_TABLE], dtype=dtype)

        self.kernels = self.add_weight(shape=(60, 5, 5), initializer=kernels, name="kernels")
        self.bias = self.add_weight(shape=(16,), initializer=biases, name="bias")

    def dense_kernel(self) -> Any:
        """Return the kernel of shape (5, 5, 6, 16) with zeros where TABLE I has no link."""
        return ops.einsum("lhw,lio->hwio", self.kernels, ops.cast(self._places, self.kernels.dtype))

    def call(self, inputs: Any) -> Any:
        """Return the squashed convolutions."""
        return scaled_tanh(ops.conv(inputs, self.dense_kernel(), padding="valid") + self.bias)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the layer."""
        return {**super().get_config(), "seed": self.seed}


@keras.saving.register_keras_serializable(package="cnn_docs")
class EuclideanRBF(keras.layers.Layer):
    """The output: y_i = Σ_j (x_j − w_ij)², the squared distance of F6 from the code of digit i.

    The codes are fixed. Zero is a perfect match; the smallest output names the digit.

    Input (n, 84), output (n, 10).

    >>> EuclideanRBF()(codes()[:1]).numpy()[0, :3].tolist()
    [0.0, 228.0, 112.0]
    """

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Lay in the codes as weights that do not train."""
        if input_shape[-1] != 84:
            raise ValueError(f"`input_shape` must end in the 84 units of F6, got {input_shape}.")
        self.codes = self.add_weight(
            shape=(10, 84),
            initializer=lambda shape, dtype: ops.cast(codes(), dtype),
            trainable=False,
            name="codes",
        )

    def call(self, inputs: Any) -> Any:
        """Return the distance from each code."""
        return ops.sum(ops.square(ops.expand_dims(inputs, 1) - self.codes), axis=-1)
