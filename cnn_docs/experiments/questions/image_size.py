"""Do larger pictures cost more computation, and do they need more data?"""

from __future__ import annotations

import math
from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = {50: 100, 300: 250, 2_000: 500}
SIZES = (8, 16, 32)
#: The error at which the numbers of images are compared, in points: each size comes down to it
#: somewhere between the fewest images and the most.
TARGET = 20.0


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train on ever more pictures of one size; find how many it takes to reach the target."""
    import keras
    import numpy as np

    from cnn_docs.experiments import fitting, samples
    from cnn_docs.ledger import ledger

    size = int(condition.partition("×")[0])
    layers = keras.layers
    found = {}
    for count, steps in STEPS.items():
        fitting.fresh(seed)
        parts = samples.mnist(seed, count)
        x_train, x_test = _shrunk(parts.x_train, size), _shrunk(parts.x_test, size)
        model = keras.Sequential(
            [
                keras.Input((size, size, 1)),
                layers.Conv2D(8, 3, activation="relu"),
                layers.Conv2D(8, 3, activation="relu"),
                layers.MaxPooling2D(2),
                layers.Flatten(),
                layers.Dense(10),
            ]
        )
        fitting.train(model, x_train, parts.y_train, steps=5 if quick else steps, seed=seed)
        found[f"error, {count:,}"] = fitting.error(model, x_test, parts.y_test)
    # Errors fall along a line when both axes are logarithmic; np.interp wants them rising.
    errors = np.array(list(found.values()))
    needed = np.interp(-math.log(TARGET), -np.log(errors), np.log(list(STEPS)))
    return found | {"images needed": math.exp(needed), "macs": float(ledger(model).macs)}


def _shrunk(images: Any, size: int) -> Any:
    """Pad 28×28 to 32×32 with paper, then take the mean of square blocks."""
    import numpy as np

    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    block = 32 // size
    return padded.reshape(-1, size, block, size, block, 1).mean(axis=(2, 4))


def _doublings(measurement: str, words: str, small: int, large: int, smallest: float) -> Contrast:
    def effect(seed: OneSeed) -> float:
        one, other = (seed[f"{size}×{size}"][measurement] for size in (small, large))
        return math.log2(other / one)

    name = f"{words}, {large}×{large} against {small}×{small}"
    return Contrast(name, effect, f"doublings of the {words}", smallest)


EXPERIMENT = Experiment(
    name="image_size",
    claim="The larger the picture, the more there is to compute, and the more data are needed",
    source="the notes on LeNet-5",
    done=(
        "MNIST's digits were padded to 32×32 and averaged down to 16×16 and 8×8; two convolutions "
        "of 3×3 with 8 filters, max pooling and a dense layer learned 50, 300 and 2,000 of them. "
        "The multiplications were counted, and the images that it takes to come down to 20 points "
        "of error found between the three numbers; 4,000 test images, the same for all, were read."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(f"{size}×{size}" for size in SIZES),
    measure=measure,
    contrasts=(
        *(_doublings("macs", "multiplications", *pair, 1.0) for pair in ((8, 16), (16, 32))),
        # A quarter of a doubling is a fifth more images.
        *(_doublings("images needed", "images", *pair, 0.25) for pair in ((8, 16), (16, 32))),
    ),
)
