"""Is it better to sum over the channels than to keep them apart?"""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs.experiments import fitting, samples
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings, less

IMAGES = 5_000
#: A fifth of a point is 20 of the 10,000 test images.
SMALLEST = 0.2
#: The kind of the second convolution and the channels of both. With 16, 24 and 22 channels the
#: whole network has 6,490, 6,490 and 6,434 parameters.
KINDS = {
    "standard": ("standard", 16),
    "depthwise, equal parameters": ("depthwise", 24),
    "separable, equal parameters": ("separable", 22),
    "depthwise, equal channels": ("depthwise", 16),
}
SUMMED, APART = "scattered ink, summed", "scattered ink, apart"


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train one network and measure its error."""
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    if condition in KINDS:
        model = _second_convolution(*KINDS[condition])
    else:
        rng = np.random.default_rng(seed)
        sample = sample.map(lambda images: _scattered(images, rng))
        model = _first_convolution(summed=condition == SUMMED)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(
        values={"parameters": model.count_params()},
        wrong={"error": fitting.misread(model, sample.test)},
        fits=[fit],
    )


def _second_convolution(kind: str, channels: int) -> keras.Sequential:
    """The digit network, with a second convolution of this kind and as many channels in both."""
    layers = keras.layers
    second = {
        "standard": lambda: layers.Conv2D(channels, 3, activation="relu"),
        "depthwise": lambda: layers.DepthwiseConv2D(3, activation="relu"),
        "separable": lambda: layers.SeparableConv2D(channels, 3, activation="relu"),
    }[kind]()
    return keras.Sequential(
        [
            keras.Input((14, 14, 1)),
            layers.Conv2D(channels, 3, activation="relu"),
            second,
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )


def _first_convolution(*, summed: bool) -> keras.Sequential:
    """One convolution with 15 maps of three channels, summed over or kept apart."""
    layers = keras.layers
    if summed:
        first = layers.Conv2D(15, 3, activation="relu")
    else:
        first = layers.DepthwiseConv2D(3, depth_multiplier=5, activation="relu")
    return keras.Sequential(
        [
            keras.Input((14, 14, 3)),
            first,
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )


def _scattered(images: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Put the ink of each pixel into one of three channels, drawn at random."""
    channel = rng.integers(3, size=(*images.shape[:3], 1))
    return (images * (channel == np.arange(3))).astype(np.float32)


EXPERIMENT = Experiment(
    name="channel_sum",
    lesson="lessons/channel-sum",
    claim="Summing over the channels performs better than keeping them apart",
    source="the notes on why convolutions are summed",
    done=(
        "The digit network learned 5,000 digits of MNIST at 14×14 with a second convolution that "
        "sums over the channels (standard), or keeps each apart (depthwise), at equal parameters "
        "of the whole network. Beside it stand equal channels, and a convolution that keeps the "
        "channels apart and then sums pixel by pixel (separable). In a second task the ink of each "
        "pixel was put into one of three channels at random."
    ),
    data="mnist",
    seeds=8,
    conditions=(*KINDS, SUMMED, APART),
    measure=measure,
    tuned=dict.fromkeys((*KINDS, SUMMED, APART), RATES),
    decisive=(
        less(
            "error",
            "depthwise, equal parameters",
            "standard",
            "standard against depthwise at equal parameters",
            SMALLEST,
        ),
    ),
    context=(
        less(
            "error",
            "depthwise, equal channels",
            "standard",
            "standard against depthwise at equal channels",
            SMALLEST,
        ),
        less(
            "error",
            "separable, equal parameters",
            "standard",
            "standard against separable at equal parameters",
            SMALLEST,
        ),
        less("error", APART, SUMMED, "the sum on ink scattered over channels", SMALLEST),
    ),
)
