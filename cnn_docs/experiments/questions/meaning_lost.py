"""Is what the channels show lost when they are summed?"""

from __future__ import annotations

from functools import partial

import keras
import numpy as np

from cnn_docs.experiments import fitting, readers, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import RATES, Contrast, Experiment, Measured, Settings

IMAGES = 5_000
TRAINED, RANDOM = "trained filters", "random filters"
#: Half a point is 50 of the 10,000 test images.
SMALLEST = 0.5


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Read the channels before the second convolution, and its sums, with one kind of reader."""
    seed = new_seed(new_seed(seed))  # it was measured twice before
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    layers = keras.layers
    first = layers.Conv2D(32, 3, activation="relu")
    second = layers.Conv2D(32, 3)
    passed_on = layers.ReLU()
    model = keras.Sequential(
        [
            keras.Input((14, 14, 1)),
            first,
            second,
            passed_on,
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    fits = []
    if condition == TRAINED:
        fits.append(fitting.fit(model, sample, settings, seed=seed, quick=quick))
    wrong = {}
    # Without their rim the channels have as many places as the sums.
    inner = layers.Cropping2D(1)(first.output)
    for what, numbers in {
        "channels": inner,
        "sums": passed_on.output,
        "sums before the ReLU": second.output,
    }.items():
        pooled = keras.Model(model.inputs, layers.AveragePooling2D(2)(numbers))
        maps = sample.map(partial(fitting.outputs_of, pooled))
        reading = readers.read(maps, quick=quick)
        wrong[f"error from the {what}"] = reading.wrong
        fits.append(reading.fit)
    return Measured(
        values={"cancelled": _cancelled(first, second, sample.test.images[:500])},
        wrong=wrong,
        fits=fits,
        score=fits[0].held_out_loss,
    )


def _cancelled(first: keras.layers.Layer, second: keras.layers.Layer, images: object) -> float:
    """How much of what the channels add to each sum is taken away by other channels, in %.

    A sum loses as much on the side that is larger as it loses on the other, so this is twice the
    smaller side over both; 0 if all channels have the same sign, 100 if they sum to zero.
    """
    maps = np.array(first(images))
    # One channel at a time: what it alone adds to each number of the 32 maps.
    added = np.stack(
        [
            keras.ops.convert_to_numpy(
                keras.ops.conv(maps[..., k : k + 1], second.kernel[:, :, k : k + 1])
            )
            for k in range(maps.shape[-1])
        ]
    )
    return 100 * float(1 - np.abs(added.sum(axis=0)).sum() / np.abs(added).sum())


def _lost(condition: str, what: str, name: str) -> Contrast:
    return Contrast(
        name,
        lambda seed: (
            seed[condition][f"error from the {what}"] - seed[condition]["error from the channels"]
        ),
        "points of error more",
        SMALLEST,
        claims="no harm",
    )


EXPERIMENT = Experiment(
    name="meaning_lost",
    lesson="lessons/channel-sum",
    claim="The sum hardly ever loses what the channels show, because the weights are learned",
    source="the notes on why convolutions are summed",
    done=(
        "The digit network learned 5,000 digits of MNIST at 14×14. A logistic regression, solved "
        "to its end, read the 32 maps that go into the second convolution, and another the 32 sums "
        "that it makes of them, each behind its ReLU, as the network passes them on. If meaning is "
        "lost in the sum, the second makes more mistakes. A third read the sums before the ReLU. "
        "The same was done with random filters, and it was counted how much of what one channel "
        "adds another takes away."
    ),
    data="mnist",
    seeds=12,
    conditions=(TRAINED, RANDOM),
    measure=measure,
    tuned={TRAINED: RATES},
    decisive=(_lost(TRAINED, "sums", "harm of the sum with trained filters"),),
    context=(
        _lost(RANDOM, "sums", "harm of the sum with random filters"),
        _lost(TRAINED, "sums before the ReLU", "harm before the ReLU, trained filters"),
        _lost(RANDOM, "sums before the ReLU", "harm before the ReLU, random filters"),
        Contrast(
            "less being cancelled after training than with random filters",
            lambda seed: seed[RANDOM]["cancelled"] - seed[TRAINED]["cancelled"],
            "% of the contributions",
            5.0,
        ),
    ),
)
