"""LeNet-5 as of 1998 in the experiments: with scores in place of distances, and equation 9."""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

from cnn_docs.experiments import samples
from cnn_docs.experiments.samples import Sample
from cnn_docs.lenet5 import network
from cnn_docs.lenet5.inputs import from_unit
from cnn_docs.lenet5.layers import fan_in_uniform, scaled_tanh
from cnn_docs.lenet5.loss import discriminative_loss

#: The distance of "none of these", of which the paper does not speak.
J = 5.0


def build(seed: int, *, dense_c3: bool = False) -> keras.Sequential:
    """Build the network of the paper, with a last layer that turns the distances' sign.

    Args:
        seed: Seed of the initial weights.
        dense_c3: Whether each map of C3 reads all maps of S2, instead of those of TABLE I.

    >>> build(0).count_params() - 840, build(0, dense_c3=True).count_params() - 840
    (60000, 60900)
    """
    layers = list(network.build(seed).layers)
    if dense_c3:
        at = next(place for place, layer in enumerate(layers) if layer.name == "C3")
        layers[at] = keras.layers.Conv2D(
            16,
            5,
            activation=scaled_tanh,
            kernel_initializer=fan_in_uniform(150, 100 * seed + 30),
            bias_initializer=fan_in_uniform(150, 100 * seed + 31),
            name="C3",
        )
    return keras.Sequential(
        [keras.Input((32, 32, 1)), *layers, keras.layers.Rescaling(-1.0, name="scores")]
    )


def equation_9(labels: Any, scores: Any) -> Any:
    """The paper's loss, of scores that are distances with their sign turned."""
    return tf.reduce_mean(discriminative_loss(labels, -scores, J))


def sample(seed: int, count: int) -> Sample:
    """MNIST as the network reads it: 32×32, from −0.1 to 1.175.

    Args:
        seed: The seed of the run.
        count: How many images to learn from.
    """
    return samples.mnist(seed, count).map(lambda images: from_unit(images[..., 0]))
