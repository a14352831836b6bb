"""What does max pooling save, in multiplications and in time?"""

from __future__ import annotations

import time
from typing import Literal

import keras
import numpy as np
import tensorflow as tf

from cnn_docs import data
from cnn_docs.experiments import fitting
from cnn_docs.experiments.experiment import Contrast, Experiment, Measured, OneSeed, Settings
from cnn_docs.ledger import ledger

CALLS = 30
BATCH = 100
PLACES = ("nowhere", "after the second", "after the first")
ONLY = "in turn"


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Count the multiplications of three networks, and time them in turn."""
    fitting.fresh(seed)
    rng = np.random.default_rng(seed)
    digits, _ = data.digits(28)
    pictures = data.add_channel(data.scale_to_unit(digits, maximum=16))
    batch = tf.constant(pictures[rng.choice(len(pictures), BATCH, replace=False)])
    found = {}
    graphs = {}
    for place in PLACES:
        model = _network(place)
        found[f"multiplications, {place}"] = float(ledger(model).macs)
        graphs[place] = tf.function(model)
        graphs[place](batch)  # traced before the clock runs
    seconds: dict[str, list[float]] = {place: [] for place in PLACES}
    for _ in range(3 if quick else CALLS):
        for place in PLACES:  # in turn, so that what else the machine does meets all three alike
            begin = time.perf_counter()
            graphs[place](batch).numpy()
            seconds[place].append(time.perf_counter() - begin)
    times = {f"milliseconds, {place}": 1000 * float(np.median(of)) for place, of in seconds.items()}
    return Measured(values=found | times)


def _network(place: str) -> keras.Sequential:
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(32, 3, activation="relu")])
    if place == "after the first":
        model.add(layers.MaxPooling2D())
    model.add(layers.Conv2D(32, 3, activation="relu"))
    if place == "after the second":
        model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10))
    return model


def _saved(of: Literal["multiplications", "milliseconds"], words: str, place: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        one = seed[ONLY]
        return 100 * (1 - one[f"{of}, {place}"] / one[f"{of}, nowhere"])

    name = f"{words}, pooling {place} convolution"
    unit = f"% of the {words}"
    return Contrast(name, effect, unit, 5.0, exact=of == "multiplications")


EXPERIMENT = Experiment(
    name="pooling_cost",
    lesson="lessons/pooling",
    claim="Max pooling, where the notes put it, lowers the computation",
    source="the notes on MaxPooling2D",
    done=(
        "Two convolutions of 32 filters and a dense layer read digits of 28×28: without pooling, "
        "with pooling after the second convolution, as in the notes, and after the first. The "
        "multiplications of the whole network were counted, and 30 calls with 100 pictures timed "
        "on one core."
    ),
    data="digits",
    seeds=10,
    conditions=(ONLY,),
    measure=measure,
    decisive=(_saved("multiplications", "multiplications", "after the second"),),
    context=(
        _saved("multiplications", "multiplications", "after the first"),
        _saved("milliseconds", "time", "after the second"),
        _saved("milliseconds", "time", "after the first"),
    ),
)
