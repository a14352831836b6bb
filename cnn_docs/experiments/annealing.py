"""Train for so many passes, laid down beforehand; in the end the step falls to 0 along a cosine.

Nothing is stopped early. So no network gains or loses by how its loss on held-out images behaves.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from cnn_docs.experiments.experiment import Fit, Settings
from cnn_docs.experiments.fitting import BATCH, Loss, outputs_of
from cnn_docs.experiments.samples import Part

#: The step grows from 0 in the first of so many parts of a training. Without that some networks
#: come to nothing at steps that suit them well later on.
_PARTS = 30


def train(
    model: keras.Model, learn: Part, settings: Settings, *, passes: int, seed: int, loss: Loss
) -> None:
    """Train with AdamW until its step is 0.

    Args:
        model: A built Keras model that puts out one score a class.
        learn: The images to learn from, at least 32.
        settings: "rate", the largest step, and "shrinkage", the part that a weight loses at such a
            step: the product of rate and weight decay.
        passes: How often the images are shown. What does not fill a batch of 32 is left out of a
            pass, and which images these are differs from pass to pass.
        seed: Seed of the order of the images.
        loss: From labels and scores of a batch to a number.
    """
    steps = len(learn.labels) // BATCH
    rate, warm_up = settings["rate"], passes * steps // _PARTS
    falling = keras.optimizers.schedules.CosineDecay(
        0.0, passes * steps - warm_up, warmup_target=rate, warmup_steps=warm_up
    )
    optimizer = keras.optimizers.AdamW(falling, weight_decay=settings["shrinkage"] / rate)
    variables = model.trainable_variables
    optimizer.build(variables)
    images, labels = (tf.constant(array) for array in learn)

    # Batches are gathered inside the graph: a data set of tf.data takes twice as long here.
    @tf.function(input_signature=[tf.TensorSpec((None, BATCH), tf.int32)])
    def one_pass(batches: Any) -> None:
        for step in tf.range(tf.shape(batches)[0]):
            chosen = batches[step]
            with tf.GradientTape() as tape:
                outputs = model(tf.gather(images, chosen), training=True)
                value = loss(tf.gather(labels, chosen), outputs)
            optimizer.apply(tape.gradient(value, variables), variables)

    random = np.random.default_rng(seed)
    for _ in range(passes):
        order = random.permutation(len(learn.labels))[: steps * BATCH]
        one_pass(order.reshape(steps, BATCH).astype(np.int32))


def ended(model: keras.Model, learn: Part, held_out: Part, *, passes: int, loss: Loss) -> Fit:
    """How a training came to its end.

    Args:
        model: The trained model.
        learn: The images that it learned from.
        held_out: Images that it did not learn from.
        passes: How often it was shown its images.
        loss: From labels and scores to a number.
    """
    (training_loss, training_error), (held_out_loss, held_out_error) = (
        _judged(outputs_of(model, part.images), part.labels, loss) for part in (learn, held_out)
    )
    converged = True  # its step has fallen to 0
    return Fit(converged, passes, training_loss, training_error, held_out_loss, held_out_error)


def _judged(scores: NDArray[Any], labels: NDArray[Any], loss: Loss) -> tuple[float, float]:
    """Loss, and error in points."""
    wrong = scores.argmax(axis=1) != labels
    return float(loss(tf.constant(labels), scores)), 100 * float(wrong.mean())
