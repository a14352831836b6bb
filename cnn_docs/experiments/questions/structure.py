"""How much of a convolutional network's success is its structure, before anything is learned?"""

from __future__ import annotations

from cnn_docs.experiments import fitting, networks, readers, samples
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


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Read pixels, or the maps of random filters, or train the filters too."""
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    if condition == "pixels":
        reading = readers.read(sample, quick=quick)
        return Measured(wrong={"error": reading.wrong}, fits=[reading.fit])
    if condition == "dense network":
        model = networks.dense_network((128,), size=14)
    else:
        model = networks.digit_network(size=14)
    if condition == "random filters":
        features = networks.before(model, model.layers[-1])
        maps = sample.map(lambda images: fitting.outputs_of(features, images))
        reading = readers.read(maps, quick=quick)
        return Measured(wrong={"error": reading.wrong}, fits=[reading.fit])
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])


def _closed(seed: OneSeed) -> float:
    """How much of the way from pixels to trained filters random ones go, beyond half, in %."""
    pixels, random, trained = (
        seed[condition]["error"] for condition in ("pixels", "random filters", "trained filters")
    )
    return 100 * (pixels - random) / (pixels - trained) - 50


EXPERIMENT = Experiment(
    name="structure",
    lesson="lessons/stacking",
    claim="Most of what a convolutional network gains lies in its structure, not in its filters",
    source="Jarrett et al. 2009 and Saxe et al. 2011, on networks with random filters",
    done=(
        "A logistic regression, solved to its end, read 5,000 digits of MNIST at 14×14: their "
        "pixels, and their maps behind two convolutions of 32 random filters with ReLUs and max "
        "pooling. Then the filters were trained too. The claim holds if random filters go more "
        "than half of the way from the error of pixels to that of trained filters."
    ),
    data="mnist",
    seeds=8,
    conditions=("pixels", "random filters", "trained filters", "dense network"),
    measure=measure,
    # The solver chooses a penalty, so what is trained end to end chooses one too.
    tuned={one: {**RATES, **DECAYS} for one in ("trained filters", "dense network")},
    decisive=(
        Contrast(
            "random filters' share of the way from pixels to trained filters",
            _closed,
            "% of the way, beyond half",
            10.0,
        ),
    ),
    context=(
        less("error", "random filters", "trained filters", "trained filters against random", 0.3),
        less("error", "dense network", "random filters", "random filters against a dense net", 0.3),
    ),
)
