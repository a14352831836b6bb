"""Train small networks fast and the same way each time: the loop runs inside TensorFlow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

BATCH = 32
#: Adam's step at the start; it sinks to nothing along half a cosine.
LEARNING_RATE = 0.003

Loss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


def fresh(seed: int) -> None:
    """Forget earlier networks and seed everything. Call it first in each run.

    Args:
        seed: Seed of the weights that are drawn from now on, and of dropout.
    """
    # Each run traces a network of its own, of which TensorFlow would warn.
    tf.get_logger().setLevel("ERROR")
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def cross_entropy(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """The mean cross-entropy of logits of shape (batch, classes)."""
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    )


def squared_error(targets: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """The mean squared error."""
    return tf.reduce_mean(tf.square(targets - outputs))


class Training:
    """A network on its way: `run` takes some steps, and may be called again to go on.

    The images stay in memory and a whole call is one TensorFlow graph, traced once.

    Args:
        model: A built Keras model that puts out logits (or whatever `loss` takes).
        inputs: float32 images, one along the first axis.
        targets: One for each image: labels for `cross_entropy`.
        steps: How many steps the training has in all; over them the default optimizer slows down.
        seed: Seed of the order of the images. Each is shown once before one is shown again.
        loss: From targets and outputs of a batch to a number.
        optimizer: Adam with a step of 0.003 that sinks to nothing, unless another is given.
    """

    def __init__(
        self,
        model: keras.Model,
        inputs: NDArray[Any],
        targets: NDArray[Any],
        *,
        steps: int,
        seed: int,
        batch: int = BATCH,
        loss: Loss = cross_entropy,
        optimizer: keras.optimizers.Optimizer | None = None,
    ) -> None:
        if optimizer is None:
            schedule = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps)
            optimizer = keras.optimizers.Adam(schedule)
        self.taken = 0
        self._order = _order(len(inputs), steps, batch, seed)
        images, answers = tf.constant(inputs), tf.constant(targets)
        variables = model.trainable_variables
        optimizer.build(variables)

        @tf.function(input_signature=[tf.TensorSpec((None, batch), tf.int32)])
        def take(order: tf.Tensor) -> tf.Tensor:
            losses = tf.TensorArray(tf.float32, size=tf.shape(order)[0])
            for step in tf.range(tf.shape(order)[0]):
                chosen = order[step]
                with tf.GradientTape() as tape:
                    outputs = model(tf.gather(images, chosen), training=True)
                    value = loss(tf.gather(answers, chosen), outputs)
                optimizer.apply(tape.gradient(value, variables), variables)
                losses = losses.write(step, value)
            return losses.stack()

        self._take = take

    def run(self, steps: int | None = None) -> NDArray[np.float32]:
        """Take the next steps, all that are left by default.

        Args:
            steps: How many.

        Returns:
            The loss of each step's batch before the step, of shape (steps,).

        Raises:
            ValueError: If fewer steps are left.
        """
        left = len(self._order) - self.taken
        steps = left if steps is None else steps
        if not 0 < steps <= left:
            raise ValueError(f"`steps` must be 1 to {left}, which are left, got {steps}.")
        losses = self._take(tf.constant(self._order[self.taken : self.taken + steps]))
        self.taken += steps
        return losses.numpy()

    def restart(self) -> None:
        """Go back to the first batch. The weights are the caller's to set back."""
        self.taken = 0


def train(
    model: keras.Model, inputs: NDArray[Any], targets: NDArray[Any], *, steps: int, seed: int
) -> None:
    """Train a classifier with the defaults of `Training`, from the first step to the last.

    Args:
        model: A built Keras model that puts out logits.
        inputs: float32 images.
        targets: Their labels.
        steps: How many steps.
        seed: Seed of the order of the images.
    """
    Training(model, inputs, targets, steps=steps, seed=seed).run()


def outputs_of(model: keras.Model, inputs: NDArray[Any]) -> NDArray[np.float32]:
    """What a model puts out at inference, computed in batches of 500.

    Args:
        model: A Keras model.
        inputs: float32 images.
    """
    parts = [model(inputs[start : start + 500]) for start in range(0, len(inputs), 500)]
    return np.concatenate([keras.ops.convert_to_numpy(part) for part in parts])


def error(model: keras.Model, inputs: NDArray[Any], labels: NDArray[Any]) -> float:
    """How many images of a hundred a classifier gets wrong.

    Args:
        model: A Keras model whose largest output names the class.
        inputs: float32 images.
        labels: Their classes.

    Returns:
        Points of error, 0 to 100.
    """
    return float(100 * np.mean(outputs_of(model, inputs).argmax(axis=1) != labels))


def _order(count: int, steps: int, batch: int, seed: int) -> NDArray[np.int32]:
    """Positions of the images of each step, of shape (steps, batch)."""
    rng = np.random.default_rng(seed)
    passes = -(-steps * batch // count)
    shuffled = np.concatenate([rng.permutation(count) for _ in range(passes)])
    return shuffled[: steps * batch].reshape(steps, batch).astype(np.int32)
