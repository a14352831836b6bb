"""Train a network until its loss on held-out images stops falling, the same way each time.

The steps run inside TensorFlow; between two looks at the held-out images nothing returns to Python.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from cnn_docs.experiments.experiment import Fit, Settings
from cnn_docs.experiments.samples import Part, Sample

BATCH = 32
#: A look at the held-out images follows each pass through the images, or as many steps as this.
FEWEST_STEPS = 25
#: The loss counts as falling if it falls by this share.
FALL = 0.001
#: After so many looks without a fall training goes back to the best weights, with a smaller step.
PATIENCE = 8
#: The step is divided by this, as often as the next number says; then training has converged.
DIVISOR = 5.0
REDUCTIONS = 2
#: A training that takes longer has not converged, and its experiment is not recorded.
LONGEST = 400

Loss = Callable[[Any, Any], Any]


def fresh(seed: int) -> None:
    """Forget earlier networks and seed everything. Call it before each network is built.

    Args:
        seed: Seed of the weights that are drawn from now on, and of dropout.
    """
    # Each run traces a network of its own, of which TensorFlow would warn.
    tf.get_logger().setLevel("ERROR")
    keras.utils.clear_session()
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def cross_entropy(labels: Any, logits: Any) -> Any:
    """The mean cross-entropy of logits of shape (batch, classes)."""
    return tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    )


def squared_error(targets: Any, outputs: Any) -> Any:
    """The mean squared error."""
    return tf.reduce_mean(tf.square(targets - outputs))


def fit(
    model: keras.Model,
    sample: Sample,
    settings: Settings,
    *,
    seed: int,
    quick: bool,
    loss: Loss = cross_entropy,
    longest: int = LONGEST,
) -> Fit:
    """Train with Adam until the loss on the held-out images stops falling; keep the best weights.

    When the loss has not fallen for some looks, training goes back to the best weights and on with
    a smaller step, twice; then it ends.

    Args:
        model: A built Keras model that puts out logits, or whatever `loss` takes.
        sample: The images to learn from, and the held-out ones. For another loss than the
            cross-entropy, the labels may be any targets.
        settings: "rate", Adam's first step; and where there is one, "decay", the weight decay as
            in AdamW.
        seed: Seed of the order of the images. Each is shown once before one is shown again.
        quick: Whether to take a few steps only.
        loss: From targets and outputs of a batch to a number.
        longest: After how many looks training has not converged.
    """
    rate, decay = settings["rate"], settings.get("decay", 0.0)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=decay)
    take, order = _stepper(model, sample.learn, optimizer, loss, seed)
    count = len(sample.learn.labels)
    steps = max(count // min(BATCH, count), FEWEST_STEPS)
    held_out = _Judge(model, sample.held_out, loss)
    best = held_out.loss()
    kept = [variable.numpy() for variable in model.variables]
    curve: list[float] = [best]
    waited = reductions = 0
    while len(curve) <= (2 if quick else longest):
        take(tf.constant(np.stack([next(order) for _ in range(3 if quick else steps)])))
        now = held_out.loss()
        curve.append(now)
        waited += 1
        if now < best * (1 - FALL):
            waited = 0
        if now < best:
            best, kept = now, [variable.numpy() for variable in model.variables]
        if waited < PATIENCE and math.isfinite(now):
            continue
        _put_back(model, kept)
        if reductions == REDUCTIONS:
            break
        reductions, waited = reductions + 1, 0
        optimizer.learning_rate = rate / DIVISOR**reductions
    converged = quick or (reductions == REDUCTIONS and len(curve) <= longest)
    _put_back(model, kept)
    learned = _Judge(model, sample.learn, loss)
    return Fit(
        converged,
        len(curve) - 1,
        learned.loss(),
        learned.error(),
        best,
        held_out.error(),
        tuple(curve),
    )


def steps_until(
    model: keras.Model,
    sample: Sample,
    *,
    optimizer: keras.optimizers.Optimizer,
    enough: float,
    seed: int,
    quick: bool,
    every: int = 10,
    longest: int = 4_000,
) -> float:
    """Count the steps until a classifier misreads few enough of the held-out images.

    Args:
        model: A built Keras model that puts out logits.
        sample: The images.
        optimizer: What takes the steps.
        enough: How many points of error are few enough.
        seed: Seed of the order of the images.
        quick: Whether to take a few steps only.
        every: After how many steps the held-out images are looked at.
        longest: After how many steps the search is given up.

    Returns:
        The number of steps; `longest` if they were not enough.
    """
    take, order = _stepper(model, sample.learn, optimizer, cross_entropy, seed)
    longest = 2 * every if quick else longest
    for taken in range(every, longest + 1, every):
        take(tf.constant(np.stack([next(order) for _ in range(every)])))
        if 100 * float(np.mean(misread(model, sample.held_out))) <= enough:
            return float(taken)
    return float(longest)


def _stepper(
    model: keras.Model,
    learn: Part,
    optimizer: keras.optimizers.Optimizer,
    loss: Loss,
    seed: int,
) -> tuple[Callable[[Any], None], Iterator[NDArray[np.int32]]]:
    """What takes steps on batches of positions, and the batches, without end."""
    variables = model.trainable_variables
    optimizer.build(variables)
    images, targets = (tf.constant(array) for array in learn)
    batch = min(BATCH, len(learn.labels))

    @tf.function(input_signature=[tf.TensorSpec((None, batch), tf.int32)])
    def take(batches: Any) -> None:
        for step in tf.range(tf.shape(batches)[0]):
            chosen = batches[step]
            with tf.GradientTape() as tape:
                outputs = model(tf.gather(images, chosen), training=True)
                value = loss(tf.gather(targets, chosen), outputs)
            optimizer.apply(tape.gradient(value, variables), variables)

    return take, _order(len(learn.labels), batch, seed)


class _Judge:
    """The loss and the error of a model on one part of the images."""

    def __init__(self, model: keras.Model, part: Part, loss: Loss) -> None:
        self._model, self._part = model, part
        images, targets = (tf.constant(array) for array in part)
        self._compute = tf.function(lambda: loss(targets, model(images, training=False)))

    def loss(self) -> float:
        return float(self._compute())

    def error(self) -> float:
        if self._part.labels.dtype.kind != "i":  # no classes
            return math.nan
        return 100 * float(np.mean(misread(self._model, self._part)))


def _put_back(model: keras.Model, values: list[NDArray[Any]]) -> None:
    for variable, value in zip(model.variables, values, strict=True):
        variable.assign(value)


def _order(count: int, batch: int, seed: int) -> Iterator[NDArray[np.int32]]:
    """Positions of the images of each step, without end."""
    rng = np.random.default_rng(seed)
    left = np.empty(0, dtype=np.int32)
    while True:
        while len(left) < batch:
            left = np.concatenate([left, rng.permutation(count).astype(np.int32)])
        yield left[:batch]
        left = left[batch:]


def outputs_of(model: keras.Model, images: NDArray[Any]) -> NDArray[np.float32]:
    """What a model puts out at inference, computed in batches of 500.

    Args:
        model: A Keras model.
        images: float32 images.
    """
    predict = tf.function(lambda batch: model(batch, training=False), reduce_retracing=True)
    parts = [predict(images[start : start + 500]) for start in range(0, len(images), 500)]
    return np.concatenate([keras.ops.convert_to_numpy(part) for part in parts])


def misread(model: keras.Model, part: Part) -> NDArray[np.bool_]:
    """For each image, whether a classifier gets it wrong.

    Args:
        model: A Keras model whose largest output names the class.
        part: Images with their classes.
    """
    wrong: NDArray[np.bool_] = outputs_of(model, part.images).argmax(axis=1) != part.labels
    return wrong
