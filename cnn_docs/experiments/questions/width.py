"""Are there 32 best filters: do fewer fall short, do more add nothing, are they found again?"""

from __future__ import annotations

from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = 1200
WIDTHS = (1, 2, 4, 8, 16, 32, 64)
TWICE = "32, from two starts"


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train the digit network with some filters, or compare the filters that two starts lead to."""
    import numpy as np

    from cnn_docs.experiments import fitting, samples

    parts = samples.digits(seed)
    steps = 20 if quick else STEPS

    def trained(filters: int, start: int) -> tuple[Any, Any]:
        fitting.fresh(start)
        model = _network(filters)
        random = np.array(model.layers[0].kernel)
        fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
        return model, random

    if condition != TWICE:
        model, _ = trained(int(condition), seed)
        return {"error": fitting.error(model, parts.x_test, parts.y_test)}
    first, _ = trained(32, seed)
    kernel = np.array(first.layers[0].kernel)
    second, random = trained(32, seed + 1000)
    return {
        "likeness of trained filters": _likeness(kernel, np.array(second.layers[0].kernel)),
        "likeness to random filters": _likeness(kernel, random),
    }


def _network(filters: int) -> Any:
    import keras

    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(filters, 3, activation="relu"),
            keras.layers.Conv2D(filters, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )


def _likeness(one: Any, other: Any) -> float:
    """Mean cosine between the 3×3 filters of two layers, each paired with the one that fits it."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    unit = [k.reshape(9, -1) / np.linalg.norm(k.reshape(9, -1), axis=0) for k in (one, other)]
    cosines = unit[0].T @ unit[1]
    return float(cosines[linear_sum_assignment(cosines, maximize=True)].mean())


def _saved(fewer: int, more: int) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed[str(fewer)]["error"] - seed[str(more)]["error"]

    # 0.5 points are about three of the 540 test images.
    return Contrast(f"{more} filters against {fewer}", effect, "points of error", 0.5)


def _found_again(seed: OneSeed) -> float:
    """How far another start leads from random filters (0 %) to the same ones (100 %), less 50."""
    likeness = seed[TWICE]
    random = likeness["likeness to random filters"]
    return 100 * (likeness["likeness of trained filters"] - random) / (1 - random) - 50


EXPERIMENT = Experiment(
    name="width",
    claim="In the end the 32 filters are learned that grasp the features of 0 to 9 best",
    source="the notes below Flatten",
    done=(
        "The digit network, without dropout, learned the small digits with 1 to 64 filters in each "
        "convolution. Then 32 filters were learned twice, from two random starts, and each filter "
        "of one network was paired with the most similar one of the other; the same was done with "
        "random filters. Were there 32 best ones, both starts would lead to them, "
        "or most of the way there."
    ),
    data="digits",
    seeds=10,
    conditions=(*map(str, WIDTHS), TWICE),
    measure=measure,
    contrasts=(
        _saved(1, 8),
        _saved(8, 32),
        Contrast(
            "32 filters against 64",
            lambda seed: seed["64"]["error"] - seed["32"]["error"],
            "points of error",
            0.5,
        ),
        Contrast(
            "the same filters from another start", _found_again, "% of the way beyond half", 10.0
        ),
    ),
)
