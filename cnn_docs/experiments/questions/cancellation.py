"""Do channels cancel one another in the sum, and does it harm?"""

from __future__ import annotations

from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment

STEPS = 600


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train the digit network and see how much of the channels' contributions cancels."""
    import keras
    import numpy as np

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    constraint = keras.constraints.NonNeg() if condition == "weights ≥ 0" else None
    first = keras.layers.Conv2D(32, 3, activation="relu")
    second = keras.layers.Conv2D(32, 3, activation="relu", kernel_constraint=constraint)
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            first,
            second,
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
    if constraint is not None:
        second.kernel.assign(np.abs(np.array(second.kernel)))
    before = _cancelled(first, second, parts.x_test)
    steps = 20 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {
        "cancelled at the start": before,
        "cancelled after training": _cancelled(first, second, parts.x_test),
        "error": fitting.error(model, parts.x_test, parts.y_test),
    }


def _cancelled(first: Any, second: Any, images: Any) -> float:
    """How much of what the channels add to each sum is taken away by other channels, in %.

    A sum loses as much on the side that is larger as it loses on the other, so this is twice the
    smaller side over both; 0 if all channels have the same sign, 100 if they sum to zero.
    """
    import keras
    import numpy as np

    maps = np.array(first(images))
    kernel = second.kernel
    # One channel at a time: what it alone adds to each number of the 32 maps.
    added = np.stack(
        [
            keras.ops.convert_to_numpy(
                keras.ops.conv(maps[..., k : k + 1], kernel[:, :, k : k + 1])
            )
            for k in range(maps.shape[-1])
        ]
    )
    return 100 * float(1 - np.abs(added.sum(axis=0)).sum() / np.abs(added).sum())


EXPERIMENT = Experiment(
    name="cancellation",
    claim="The sum hardly ever loses what the channels show, because the weights are learned",
    source="the notes on why convolutions are summed",
    done=(
        "In the second convolution of the digit network each channel's part of every sum was "
        "computed by itself, before training and after; what one channel adds and another takes "
        "away is cancelled. A control has weights of the second convolution that cannot fall below "
        "zero, so that nothing can cancel."
    ),
    data="digits",
    seeds=10,
    conditions=("free weights", "weights ≥ 0"),
    measure=measure,
    contrasts=(
        Contrast(
            "less than half being cancelled after training",
            lambda seed: 50 - seed["free weights"]["cancelled after training"],
            "% of the contributions",
            5.0,
        ),
        Contrast(
            "less being cancelled after training than at the start",
            lambda seed: (
                seed["free weights"]["cancelled at the start"]
                - seed["free weights"]["cancelled after training"]
            ),
            "% of the contributions",
            5.0,
        ),
        Contrast(
            "the error where channels may cancel against where they cannot",
            lambda seed: seed["weights ≥ 0"]["error"] - seed["free weights"]["error"],
            "points of error",
            0.5,  # about three of the 540 test images
        ),
    ),
)
