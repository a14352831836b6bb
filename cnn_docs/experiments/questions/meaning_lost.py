"""Is what the channels show lost when they are summed?"""

from __future__ import annotations

from functools import partial
from typing import Any

import keras
import numpy as np

from cnn_docs.experiments import fitting, readers, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import RATES, Contrast, Experiment, Measured, Settings

IMAGES = 5_000
CONDITIONS = ("summed, trained", "apart, trained", "summed, random", "apart, random")
#: Half a point is 50 of the 10,000 test images.
SMALLEST = 0.5


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Read 32 maps that a second convolution makes of 32 channels, summing over them or not."""
    seed = new_seed(new_seed(new_seed(seed)))  # it was measured three times before
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    summed = condition.startswith("summed")
    layers = keras.layers
    first = layers.Conv2D(32, 3, activation="relu")
    second = layers.Conv2D(32, 3) if summed else layers.DepthwiseConv2D(3)
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
    if condition.endswith("trained"):
        fits.append(fitting.fit(model, sample, settings, seed=seed, quick=quick))

    def read(maps: Any) -> readers.Reading:
        pooled = keras.Model(model.inputs, layers.AveragePooling2D(2)(maps))
        return readers.read(sample.map(partial(fitting.outputs_of, pooled)), quick=quick)

    reading = read(passed_on.output)
    fits.append(reading.fit)
    wrong = {"error": reading.wrong}
    values = {}
    if summed:
        # Without their rim the channels have as many places as the maps made of them.
        before = read(layers.Cropping2D(1)(first.output))
        fits.append(before.fit)
        wrong["error from the channels"] = before.wrong
        values["cancelled"] = _cancelled(first, second, sample.test.images[:500])
    return Measured(values=values, wrong=wrong, fits=fits, score=reading.fit.held_out_loss)


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


def _harm(filters: str) -> Contrast:
    return Contrast(
        f"harm of the sum with {filters} filters",
        lambda seed: seed[f"summed, {filters}"]["error"] - seed[f"apart, {filters}"]["error"],
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
        "Of the 32 channels of a first convolution a second one made 32 maps: each a sum over all "
        "channels, or each from one channel alone. Both networks learned 5,000 digits of MNIST at "
        "14×14. Then a logistic regression, solved to its end, read the 32 maps behind their ReLU. "
        "If meaning is lost in the sum, it makes more mistakes from the sums. The same was done "
        "with random filters, and it was counted how much of what one channel adds to a sum "
        "another takes away."
    ),
    data="mnist",
    seeds=12,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(("summed, trained", "apart, trained"), RATES),
    decisive=(_harm("trained"),),
    context=(
        _harm("random"),
        Contrast(
            "harm of the sum, against the channels that go in",
            lambda seed: (
                seed["summed, trained"]["error"]
                - seed["summed, trained"]["error from the channels"]
            ),
            "points of error more",
            SMALLEST,
            claims="no harm",
        ),
        Contrast(
            "less being cancelled after training than with random filters",
            lambda seed: seed["summed, random"]["cancelled"] - seed["summed, trained"]["cancelled"],
            "% of the contributions",
            5.0,
        ),
    ),
)
