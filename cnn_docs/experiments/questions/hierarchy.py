"""Does the sum over the channels make deeper networks better: a hierarchy of features?"""

from __future__ import annotations

import keras

from cnn_docs.experiments import fitting, samples
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings, less

IMAGES = 5_000
#: A fifth of a point is 20 of the 10,000 test images.
SMALLEST = 0.2
#: Layers, whether the later ones sum over the channels, their activation, and filters that give
#: each network about as many parameters: 8,510, 8,636, 8,330 and 8,636.
NETWORKS = {
    "1 layer": (1, True, "relu", 17),
    "3 layers, summed": (3, True, "relu", 12),
    "3 layers, apart": (3, False, "relu", 16),
    "3 layers, summed, linear": (3, True, None, 12),
}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train one or three convolutions whose later ones sum over the channels or keep them apart."""
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    model = _network(*NETWORKS[condition])
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(
        values={"parameters": model.count_params()},
        wrong={"error": fitting.misread(model, sample.test)},
        fits=[fit],
    )


def _network(depth: int, summed: bool, activation: str | None, filters: int) -> keras.Sequential:
    layers = keras.layers
    model = keras.Sequential([keras.Input((14, 14, 1))])
    model.add(layers.Conv2D(filters, 3, padding="same", activation=activation))
    for _ in range(depth - 1):
        if summed:
            model.add(layers.Conv2D(filters, 3, padding="same", activation=activation))
        else:
            model.add(layers.DepthwiseConv2D(3, padding="same", activation=activation))
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10))
    return model


EXPERIMENT = Experiment(
    name="hierarchy",
    lesson="lessons/channel-sum",
    claim="Summing over the channels lets the network learn a hierarchy of features",
    source="the notes on why convolutions are summed",
    done=(
        "One or three convolutions of 3×3 with ReLUs, max pooling and a dense layer learned 5,000 "
        "digits of MNIST at 14×14, with filters that give each network about 8,500 parameters. The "
        "second and third convolution sum over the channels or keep them apart. If the sum makes "
        "the hierarchy, three layers must be better than one with it, and worse without it."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(NETWORKS),
    measure=measure,
    tuned=dict.fromkeys(NETWORKS, RATES),
    decisive=(
        less("error", "1 layer", "3 layers, summed", "3 layers against 1, summed", SMALLEST),
        less("error", "3 layers, apart", "3 layers, summed", "summed against apart", SMALLEST),
    ),
    context=(
        less("error", "1 layer", "3 layers, apart", "3 layers against 1, apart", SMALLEST),
        less(
            "error",
            "3 layers, summed, linear",
            "3 layers, summed",
            "ReLUs between summed layers against none",
            SMALLEST,
        ),
    ),
)
