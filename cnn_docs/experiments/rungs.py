"""The networks between LeNet-5 of 1998 and what goes by its name today, one change apart.

All are built from the same choices, and the two ends are the networks of `cnn_docs.lenet5.network`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from cnn_docs.arithmetic import conv2d_macs, dense_macs
from cnn_docs.lenet5.distortions import Distortions, apply_affine, draw_affine
from cnn_docs.lenet5.layers import (
    EuclideanRBF,
    SparseConvolution,
    Subsampling,
    fan_in_uniform,
    scaled_tanh,
)
from cnn_docs.lenet5.specification import C3_TABLE, IMAGE_SIZE

Squash = Callable[[Any], Any]

#: Transformations that are drawn before training. Each image that is shown gets one of them.
DRAWN = 50_000


class Rung(NamedTuple):
    """What distinguishes the networks; the first of each is the choice of 1998."""

    c3: Literal["sparse", "dense"]
    """Whether each map of C3 reads the maps of S2 that TABLE I gives it, or all."""
    subsampling: Literal["trained", "average", "max"]
    """Sums with a trained coefficient and bias, squashed; or pooling, with nothing behind it."""
    squash: Literal["tanh", "relu"]
    """What follows C1, C3, C5 and F6. Trained subsampling has a squash of its own and keeps it."""
    output: Literal["bitmaps", "random codes", "softmax"]
    """Distances from codes and equation 9, or a linear layer and softmax."""
    start: Literal["fan-in", "Glorot"]
    """The initial weights: uniform within ±2.4 / fan-in, biases too, or Keras' own, biases 0."""


OF_1998 = Rung("sparse", "trained", "tanh", "bitmaps", "fan-in")
OF_TODAY = Rung("dense", "max", "relu", "softmax", "Glorot")


def build(rung: Rung, seed: int, distortions: Distortions | None = None) -> keras.Sequential:
    """Build one of the networks.

    Args:
        rung: Its choices.
        seed: Seed of the initial weights, of random codes and of the distortions.
        distortions: How far each image is distorted when it is learned from; not at all by default.

    Returns:
        A Keras model from (n, 32, 32, 1) to ten scores (n, 10). For distances these have their sign
        turned, so that the largest is the answer.

    >>> build(OF_TODAY, seed=0).count_params()
    61706
    """
    squash = scaled_tanh if rung.squash == "tanh" else keras.activations.relu
    # The codes are of −1 and +1, and no ReLU gives a −1: F6, which is to match them, is squashed.
    last_squash = squash if rung.output == "softmax" else scaled_tanh
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1)),
            *([Distorted(distortions, seed)] if distortions else []),
            layers.Conv2D(6, 5, activation=squash, **_starts(rung, 25, seed, 1), name="C1"),
            _subsampling(rung, seed, 2),
            _c3(rung, squash, seed),
            _subsampling(rung, seed, 4),
            layers.Conv2D(120, 5, activation=squash, **_starts(rung, 400, seed, 5), name="C5"),
            layers.Flatten(),
            layers.Dense(84, activation=last_squash, **_starts(rung, 120, seed, 6), name="F6"),
            *(
                [layers.Dense(10, **_starts(rung, 84, seed, 7), name="scores")]
                if rung.output == "softmax"
                else [EuclideanRBF(name="RBF"), layers.Rescaling(-1.0, name="scores")]
            ),
        ]
    )
    if rung.output == "random codes":
        model.get_layer("RBF").codes.assign(random_codes(seed))
    return model


def random_codes(seed: int) -> NDArray[np.float32]:
    """Ten codes of 84 numbers, each −1 or +1 with the same probability.

    Args:
        seed: Seed of the draw.

    >>> random_codes(0).shape
    (10, 84)
    """
    return np.random.default_rng(seed).choice(np.array([-1, 1], np.float32), size=(10, 84))


def macs(rung: Rung) -> int:
    """Multiply-accumulates for one image in convolutions, in F6 and in the output.

    Args:
        rung: The network's choices.

    >>> macs(OF_1998), macs(OF_TODAY)
    (326520, 416520)
    """
    links = sum(map(len, C3_TABLE)) if rung.c3 == "sparse" else 6 * len(C3_TABLE)
    return (
        conv2d_macs((28, 28), 5, in_channels=1, filters=6)
        + conv2d_macs((10, 10), 5, in_channels=1, filters=links)
        + conv2d_macs((1, 1), 5, in_channels=16, filters=120)
        + dense_macs(120, 84)
        + dense_macs(84, 10)
    )


class Distorted(keras.layers.Layer):
    """Draws each image anew, distorted, while the network learns; else leaves it as it is.

    Input and output (n, 32, 32, 1).
    """

    def __init__(self, distortions: Distortions, seed: int) -> None:
        """Draw the transformations."""
        super().__init__()
        random = np.random.default_rng(seed)
        self._transforms = draw_affine(distortions, DRAWN, random)
        self._seeds = keras.random.SeedGenerator(seed)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Return the images, each under a transformation of its own."""
        if not training:
            return inputs
        which = keras.random.randint(ops.shape(inputs)[:1], 0, DRAWN, seed=self._seeds)
        return apply_affine(inputs, ops.take(self._transforms, which, axis=0))


class _MeanAtFirst(Subsampling):
    """S2 and S4 of 1998 from another start: the squashed mean of the four."""

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        super().build(input_shape)
        self.coefficient.assign(ops.full_like(self.coefficient, 1 / 4))
        self.bias.assign(ops.zeros_like(self.bias))


class _SparseConvolution(SparseConvolution):
    """C3 of 1998 with any squash and either start."""

    def __init__(self, squash: Squash, start: str, seed: int, **kwargs: Any) -> None:
        super().__init__(seed, **kwargs)
        self._squash, self._start = squash, start

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        super().build(input_shape)
        if self._start == "Glorot":
            # Each map of S2 is read by ten maps of C3.
            fans = np.array([25 * len(row) + 25 * 10 for row in C3_TABLE for _ in row])
            limits = np.sqrt(6 / fans).astype(np.float32)
            draw = keras.initializers.RandomUniform(-1.0, 1.0, seed=self.seed)
            self.kernels.assign(draw((60, 5, 5)) * limits[:, None, None])
            self.bias.assign(ops.zeros_like(self.bias))

    def call(self, inputs: Any) -> Any:
        sums = ops.conv(inputs, self.dense_kernel(), padding="valid")
        return self._squash(sums + self.bias)


def _seed(seed: int, layer: int) -> int:
    """As in `network.build`: seeds of its own for each layer."""
    return 100 * seed + 10 * layer


def _starts(rung: Rung, fan_in: int, seed: int, layer: int) -> dict[str, Any]:
    """The initial weights and biases of a layer, as Keras' layers take them."""
    own = _seed(seed, layer)
    if rung.start == "Glorot":
        return {"kernel_initializer": keras.initializers.GlorotUniform(own)}
    return {
        "kernel_initializer": fan_in_uniform(fan_in, own),
        "bias_initializer": fan_in_uniform(fan_in, own + 1),
    }


def _subsampling(rung: Rung, seed: int, layer: int) -> keras.layers.Layer:
    name = f"S{layer}"
    if rung.subsampling == "trained":
        kind = Subsampling if rung.start == "fan-in" else _MeanAtFirst
        return kind(_seed(seed, layer), name=name)
    pooling = {"average": keras.layers.AveragePooling2D, "max": keras.layers.MaxPooling2D}
    return pooling[rung.subsampling](2, name=name)


def _c3(rung: Rung, squash: Squash, seed: int) -> keras.layers.Layer:
    if rung.c3 == "sparse":
        return _SparseConvolution(squash, rung.start, _seed(seed, 3), name="C3")
    return keras.layers.Conv2D(16, 5, activation=squash, **_starts(rung, 150, seed, 3), name="C3")
