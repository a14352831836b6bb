"""What does max pooling save, in multiplications and in time?"""

from __future__ import annotations

import time
from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

CALLS = 30
BATCH = 100
PLACES = ("nowhere", "behind the second", "behind the first")


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Count the multiplications of three networks, and time them in turn."""
    import numpy as np
    import tensorflow as tf

    from cnn_docs.experiments import fitting, samples
    from cnn_docs.ledger import ledger

    fitting.fresh(seed)
    rng = np.random.default_rng(seed)
    pictures = samples.enlarged_digits()
    batch = tf.constant(pictures[rng.choice(len(pictures), BATCH, replace=False)])
    found = {}
    graphs = {}
    for place in PLACES:
        model = _network(place)
        found[f"macs, {place}"] = float(ledger(model).macs)
        graphs[place] = tf.function(model)
        graphs[place](batch)  # traced before the clock runs
    seconds: dict[str, list[float]] = {place: [] for place in PLACES}
    for _ in range(3 if quick else CALLS):
        for place in PLACES:  # in turn, so that what else the machine does meets all three alike
            begin = time.perf_counter()
            graphs[place](batch).numpy()
            seconds[place].append(time.perf_counter() - begin)
    return found | {
        f"milliseconds, {place}": 1000 * float(np.median(times)) for place, times in seconds.items()
    }


def _network(place: str) -> Any:
    import keras

    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(32, 3, activation="relu")])
    if place == "behind the first":
        model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(32, 3, activation="relu"))
    if place == "behind the second":
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10))
    return model


def _saved(measurement: str, words: str, place: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        one = seed["in turn"]
        return 100 * (1 - one[f"{measurement}, {place}"] / one[f"{measurement}, nowhere"])

    name = f"{words}, pooling {place} convolution"
    return Contrast(name, effect, f"% of the {words}", 5.0)  # less than that nobody notices


EXPERIMENT = Experiment(
    name="pooling_cost",
    claim="Max pooling makes the pictures smaller and so lowers the computation",
    source="the notes on MaxPooling2D",
    done=(
        "Two convolutions of 32 filters and a dense layer read digits of 28×28, without pooling, "
        "with pooling behind the second convolution, as in the notes, and behind the first. "
        "Multiplications of the whole network were counted, and 30 calls with 100 pictures timed "
        "on one core; each seed is a batch of its own and a measurement of its own."
    ),
    data="digits",
    seeds=10,
    conditions=("in turn",),
    measure=measure,
    contrasts=(
        _saved("macs", "multiplications", "behind the second"),
        _saved("milliseconds", "time", "behind the second"),
        _saved("macs", "multiplications", "behind the first"),
        _saved("milliseconds", "time", "behind the first"),
    ),
)
