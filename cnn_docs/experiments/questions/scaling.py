"""Does min-max scaling make learning faster and the result more exact?"""

from __future__ import annotations

import math
from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = 400
EVERY = 10
#: Points of training error that are few enough: 95 % are right.
ENOUGH = 5.0
#: Each scaling gets the same rates of plain gradient descent and is judged by its best one.
RATES = tuple(10 ** (exponent / 2) for exponent in range(-8, 1))


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Scale the pixels and train at each rate, always from the same start."""
    import keras
    import numpy as np

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    x_train, x_test = _scaled(condition, 16 * parts.x_train, 16 * parts.x_test)
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
    start = model.get_weights()
    optimizer = keras.optimizers.SGD(RATES[0])
    steps = 20 if quick else STEPS
    training = fitting.Training(
        model, x_train, parts.y_train, steps=steps, seed=seed, optimizer=optimizer
    )
    rates: list[tuple[float, float, float]] = []
    for rate in RATES:
        model.set_weights(start)
        optimizer.learning_rate = rate
        training.restart()
        needed, losses = float(steps), np.array([math.inf])
        for done in range(EVERY, steps + 1, EVERY):
            losses = training.run(EVERY)
            if not np.isfinite(losses).all():
                losses = np.array([math.inf])
                break
            # The first time counts, so nobody looks again.
            if needed == steps and fitting.error(model, x_train, parts.y_train) <= ENOUGH:
                needed = float(done)
        # The last ten batches say which rate fits best; the test images have no part in it.
        rates.append((float(losses.mean()), needed, fitting.error(model, x_test, parts.y_test)))
    return {
        "steps": min(needed for _, needed, _ in rates),
        "error": min(rates)[2],
        "best rate": RATES[rates.index(min(rates))],
    }


def _scaled(condition: str, train: Any, test: Any) -> list[Any]:
    """Scale each of the 64 pixels by what it is on the training images."""
    import numpy as np
    from sklearn import preprocessing

    scaler = {
        "raw": preprocessing.FunctionTransformer(),
        "min-max": preprocessing.MinMaxScaler(),
        "standardised": preprocessing.StandardScaler(),
        "robust": preprocessing.RobustScaler(),
    }[condition]
    scaler.fit(train.reshape(-1, 64))
    return [
        scaler.transform(images.reshape(-1, 64)).reshape(images.shape).astype(np.float32)
        for images in (train, test)
    ]


def _steps(other: str, words: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed[other]["steps"] - seed["min-max"]["steps"]

    return Contrast(f"speed against {words}", effect, "steps", 20.0)  # half a pass


def _error(other: str, words: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed[other]["error"] - seed["min-max"]["error"]

    # 0.5 points are about three of the 540 test images.
    return Contrast(f"exactness against {words}", effect, "points of error", 0.5)


OTHERS = {"raw": "raw pixels", "standardised": "standardising", "robust": "robust scaling"}

EXPERIMENT = Experiment(
    name="scaling",
    claim="Min-max scaling puts the data into a square: learning is faster and more exact",
    source="the notes on the starting point",
    done=(
        "Two convolutions and a dense layer learned the small digits by plain gradient descent "
        "from pixels of 0 to 16, and from pixels scaled one by one: to 0 to 1, to mean 0 and "
        "deviation 1, and robustly. Each had nine learning rates from 0.0001 to 1; speed is the "
        "fewest steps to 95 % right on the training images, exactness the test error at the rate "
        "with the lowest training loss."
    ),
    data="digits",
    seeds=10,
    conditions=("min-max", *OTHERS),
    measure=measure,
    contrasts=(
        *(_steps(other, words) for other, words in OTHERS.items()),
        *(_error(other, words) for other, words in OTHERS.items()),
    ),
)
