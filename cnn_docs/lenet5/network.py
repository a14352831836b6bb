"""The network of 1998, and beside it what is commonly called LeNet-5 today."""

import keras
import numpy as np
from numpy.typing import NDArray

from .inputs import check_images
from .layers import EuclideanRBF, SparseConvolution, Subsampling, fan_in_uniform, scaled_tanh
from .specification import IMAGE_SIZE


def build(seed: int = 0) -> keras.Model:
    """Build LeNet-5 as the paper specifies it, with its random start.

    60,000 trainable parameters; the 840 values of the RBF codes are fixed. The outputs are squared
    distances from the ten codes: the smallest one is the answer.

    Args:
        seed: Seed of the initial weights.

    Returns:
        A Keras model from (n, 32, 32, 1) to (n, 10).

    >>> model = build(seed=1)
    >>> sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
    60000
    """

    # Each layer draws from seeds of its own, so that no two layers start alike.
    def start(layer: int) -> int:
        return 100 * seed + 10 * layer

    def convolution(maps: int, fan_in: int, layer: int, name: str) -> keras.layers.Conv2D:
        return keras.layers.Conv2D(
            maps,
            5,
            activation=scaled_tanh,
            kernel_initializer=fan_in_uniform(fan_in, start(layer)),
            bias_initializer=fan_in_uniform(fan_in, start(layer) + 1),
            name=name,
        )

    return keras.Sequential(
        [
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name="image"),
            convolution(6, 25, 1, "C1"),
            Subsampling(start(2), name="S2"),
            SparseConvolution(start(3), name="C3"),
            Subsampling(start(4), name="S4"),
            convolution(120, 400, 5, "C5"),
            keras.layers.Flatten(name="flatten"),
            keras.layers.Dense(
                84,
                activation=scaled_tanh,
                kernel_initializer=fan_in_uniform(120, start(6)),
                bias_initializer=fan_in_uniform(120, start(6) + 1),
                name="F6",
            ),
            EuclideanRBF(name="RBF"),
        ],
        name="lenet5",
    )


def build_modern() -> keras.Model:
    """Build the network that usually goes by the name of LeNet-5: 61,706 parameters.

    Every C3 map reads every S2 map, pooling has nothing to train, the output is a linear layer
    whose ten scores go through softmax in the loss. Compare it with `build`.

    Returns:
        A Keras model from (n, 32, 32, 1) to ten scores (n, 10).

    >>> build_modern().count_params()
    61706
    """
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((IMAGE_SIZE, IMAGE_SIZE, 1), name="image"),
            layers.Conv2D(6, 5, activation="relu", name="C1"),
            layers.MaxPooling2D(name="S2"),
            layers.Conv2D(16, 5, activation="relu", name="C3"),
            layers.MaxPooling2D(name="S4"),
            layers.Conv2D(120, 5, activation="relu", name="C5"),
            layers.Flatten(name="flatten"),
            layers.Dense(84, activation="relu", name="F6"),
            layers.Dense(10, name="scores"),
        ],
        name="modern_lenet5",
    )


def rbf_distances(model: keras.Model, images: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the squared distance of each image's F6 from each digit's code.

    Args:
        model: What `build` or `pretrained` returned.
        images: Floating array of shape (n, 32, 32, 1) from −0.1 to 1.175.

    Returns:
        float32 array of shape (n, 10).

    Raises:
        ValueError: If the images have another size or range.

    >>> rbf_distances(build(), np.zeros((3, 32, 32, 1))).shape
    (3, 10)
    """
    images = check_images(images)
    chunks = [
        np.asarray(model(images[start : start + 1000])) for start in range(0, len(images), 1000)
    ]
    return np.concatenate(chunks) if chunks else np.empty((0, 10), dtype=np.float32)


def classify(model: keras.Model, images: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return the digit whose code is nearest.

    Args:
        model: What `build` or `pretrained` returned.
        images: Floating array of shape (n, 32, 32, 1) from −0.1 to 1.175.

    Returns:
        int64 array of shape (n,).

    Raises:
        ValueError: If the images have another size or range.

    >>> classify(build(), np.zeros((3, 32, 32, 1))).shape
    (3,)
    """
    return rbf_distances(model, images).argmin(axis=1)


def feature_maps(
    model: keras.Model, images: NDArray[np.floating]
) -> dict[str, NDArray[np.float32]]:
    """Return what every layer makes of the images.

    Args:
        model: What `build`, `pretrained` or `build_modern` returned.
        images: Floating array of shape (n, 32, 32, 1) from −0.1 to 1.175.

    Returns:
        From layer name to its output, in order: "C1" (n, 28, 28, 6), "S2" (n, 14, 14, 6), "C3"
        (n, 10, 10, 16), "S4" (n, 5, 5, 16), "C5" (n, 1, 1, 120), "F6" (n, 84), and the ten outputs.

    Raises:
        ValueError: If the images have another size or range.

    >>> maps = feature_maps(build(), np.zeros((1, 32, 32, 1)))
    >>> maps["C1"].shape, maps["S2"].shape, maps["F6"].shape
    ((1, 28, 28, 6), (1, 14, 14, 6), (1, 84))
    """
    hidden = check_images(images)
    maps = {}
    for layer in model.layers:
        hidden = layer(hidden)
        if layer.name != "flatten":
            maps[layer.name] = np.asarray(hidden)
    return maps
