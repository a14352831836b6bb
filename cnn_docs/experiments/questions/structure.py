"""How much of a convolutional network's success is its structure, before anything is learned?"""

from __future__ import annotations

from cnn_docs.experiments import fitting, networks, readers, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import (
    DECAYS,
    RATES,
    Contrast,
    Experiment,
    Measured,
    OneSeed,
    Settings,
    less,
)

IMAGES = 5_000
#: As many hidden units as the convolutions and the pooling put out numbers.
UNITS = 800
TRAINED = ("trained units", "trained filters")


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Read pixels, or what hidden units or convolutions make of them, random or trained."""
    seed = new_seed(seed)
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    if condition == "pixels":
        reading = readers.read(sample, quick=quick)
        return Measured(wrong={"error": reading.wrong}, fits=[reading.fit])
    model = (
        networks.dense_network((UNITS,), size=14)
        if condition.endswith("units")
        else networks.digit_network(size=14)
    )
    fits = []
    if condition in TRAINED:
        fits.append(fitting.fit(model, sample, settings, seed=seed, quick=quick))
    # The same reader for all: it chooses a penalty, which the network's own last layer does not.
    features = networks.before(model, model.layers[-1])
    reading = readers.read(
        sample.map(lambda images: fitting.outputs_of(features, images)), quick=quick
    )
    return Measured(
        wrong={"error": reading.wrong},
        fits=[*fits, reading.fit],
        score=reading.fit.held_out_loss,
    )


def _closed(seed: OneSeed) -> float:
    """How much of the way from random units to trained filters random ones go, over half, in %."""
    units, random, trained = (
        seed[condition]["error"]
        for condition in ("random units", "random filters", "trained filters")
    )
    return 100 * (units - random) / (units - trained) - 50


EXPERIMENT = Experiment(
    name="structure",
    lesson="lessons/stacking",
    claim="Much of a convolutional network's success lies in its structure, before it learns",
    source="Jarrett et al. 2009 and Saxe et al. 2011, on networks with random filters",
    done=(
        "Two convolutions of 32 filters with ReLUs and max pooling made 800 numbers of each of "
        "5,000 digits of MNIST at 14×14, and a hidden layer of 800 units made as many, once with "
        "random weights and once with trained ones. The same logistic regression, solved to its "
        "end, read them all, and the bare pixels. The claim holds if random filters serve better "
        "than trained units: if structure without learning beats learning without structure."
    ),
    data="mnist",
    seeds=8,
    conditions=("pixels", "random units", "trained units", "random filters", "trained filters"),
    measure=measure,
    tuned={one: {**RATES, **DECAYS} for one in TRAINED},
    decisive=(
        less("error", "trained units", "random filters", "random filters over trained units", 0.3),
    ),
    context=(
        less("error", "random filters", "trained filters", "trained filters over random", 0.3),
        less("error", "random units", "trained units", "trained units over random", 0.3),
        Contrast(
            "random filters' share of the way from random units to trained filters",
            _closed,
            "% of the way, beyond half",
            10.0,
        ),
    ),
)
