"""Does the softmax of today misread more digits than the codes of 1998, trained with more care?

The ladder chooses where training ends, and its step, by the loss on held-out digits. For a softmax
that loss can rise while mistakes still become fewer, so it may stop too early. Here nothing is
stopped early, each network chooses by its mistakes on held-out digits, and both have weight decay.
"""

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from cnn_docs.experiments import exact_lenet5, fitting, rungs
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.changes import IMAGES, SMALLEST
from cnn_docs.experiments.experiment import (
    DECAYS,
    RATES,
    Contrast,
    Experiment,
    Fit,
    Measured,
    OneSeed,
    Settings,
)
from cnn_docs.experiments.rungs import OF_TODAY
from cnn_docs.experiments.samples import Part

PASSES = 60
SETTINGS = {**RATES, **DECAYS}
CODES, SOFTMAX = "bitmap codes", "softmax"
NETWORKS = {
    CODES: (OF_TODAY._replace(output="bitmaps"), exact_lenet5.equation_9),
    SOFTMAX: (OF_TODAY, fitting.cross_entropy),
}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train today's network under either output, for as long as was laid down before."""
    seed = new_seed(new_seed(seed))  # neither those of the ladder nor those before it
    fitting.fresh(seed)
    sample = exact_lenet5.sample(seed, IMAGES)
    rung, loss = NETWORKS[condition]
    model = rungs.build(rung, seed)
    learn, passes = sample.learn, PASSES
    if quick:
        learn, passes = Part(learn.images[:64], learn.labels[:64]), 1
    steps = -(-len(learn.labels) // fitting.BATCH)  # a pass
    falling = keras.optimizers.schedules.CosineDecay(settings["rate"], passes * steps)
    model.compile(
        keras.optimizers.AdamW(falling, weight_decay=settings["decay"]),
        _of_ints(loss),
        steps_per_execution=steps,
    )
    model.fit(*learn, batch_size=fitting.BATCH, epochs=passes, verbose=0)
    held_out_error = _error(model, sample.held_out)
    return Measured(
        wrong={"error": fitting.misread(model, sample.test)},
        fits=[
            Fit(
                converged=True,  # its step has fallen to 0
                looks=passes,
                training_loss=_loss(model, learn, loss),
                training_error=_error(model, learn),
                held_out_loss=_loss(model, sample.held_out, loss),
                held_out_error=held_out_error,
            )
        ],
        score=held_out_error,
    )


def _of_ints(loss: fitting.Loss) -> fitting.Loss:
    """The loss as Keras calls it, with labels turned into floats."""
    return lambda labels, scores: loss(tf.cast(tf.reshape(labels, [-1]), tf.int64), scores)


def _loss(model: keras.Model, part: Part, loss: fitting.Loss) -> float:
    return float(loss(tf.constant(part.labels), fitting.outputs_of(model, part.images)))


def _error(model: keras.Model, part: Part) -> float:
    return 100 * float(np.mean(fitting.misread(model, part)))


def _fewer(seed: OneSeed) -> float:
    return float(100 * (1 - seed[CODES]["error"] / seed[SOFTMAX]["error"]))


EXPERIMENT = Experiment(
    name="codes_or_softmax",
    lesson="lenet5/ladder",
    claim="A network that ends in ten fixed codes misreads fewer digits than one with a softmax",
    source="the first seeds of the ladder",
    done=(
        "Today's LeNet-5 with a softmax at its end, and the same network with the codes and the "
        "loss of 1998, learned 2,000 digits of MNIST for 60 passes, while the step of Adam fell "
        "to 0. Nothing was stopped early. Step and weight decay were chosen by the mistakes on "
        "held-out digits. The seeds are not those of the ladder."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(NETWORKS),
    measure=measure,
    tuned=dict.fromkeys(NETWORKS, SETTINGS),
    decisive=(Contrast("codes in place of a softmax", _fewer, "% fewer mistakes", SMALLEST),),
)
