"""Is it better to sum over the channels than to keep them apart?"""

from __future__ import annotations

from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = 1500
#: The kind of the second convolution and its channels. With 16, 52 and 33 channels the whole
#: network has 3,130, 3,130 and 3,079 parameters.
KINDS = {
    "standard": ("standard", 16),
    "depthwise, equal channels": ("depthwise", 16),
    "separable, equal channels": ("separable", 16),
    "depthwise, equal parameters": ("depthwise", 52),
    "separable, equal parameters": ("separable", 33),
}
SUMMED, APART = "scattered ink, summed", "scattered ink, apart"


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train one network and measure its error."""
    import numpy as np

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    shown = [parts.x_train, parts.x_test]
    if condition in KINDS:
        model = _second_convolution(*KINDS[condition])
    else:
        rng = np.random.default_rng(seed)
        shown = [_scatter(images, rng) for images in shown]
        model = _first_convolution(summed=condition == SUMMED)
    steps = 20 if quick else STEPS
    fitting.train(model, shown[0], parts.y_train, steps=steps, seed=seed)
    return {
        "error": fitting.error(model, shown[1], parts.y_test),
        "parameters": model.count_params(),
    }


def _second_convolution(kind: str, channels: int) -> Any:
    """The digit network, with a second convolution of this kind and as many channels in both."""
    import keras

    layers = keras.layers
    second = {
        "standard": lambda: layers.Conv2D(channels, 3, activation="relu"),
        "depthwise": lambda: layers.DepthwiseConv2D(3, activation="relu"),
        "separable": lambda: layers.SeparableConv2D(channels, 3, activation="relu"),
    }[kind]()
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(channels, 3, activation="relu"),
            second,
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )


def _first_convolution(*, summed: bool) -> Any:
    """One convolution with 15 maps of three channels, summed over or kept apart."""
    import keras

    layers = keras.layers
    if summed:
        first = layers.Conv2D(15, 3, activation="relu")
    else:
        first = layers.DepthwiseConv2D(3, depth_multiplier=5, activation="relu")
    return keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            first,
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )


def _scatter(images: Any, rng: Any) -> Any:
    """Put the ink of each pixel into one of three channels, drawn at random."""
    import numpy as np

    channel = rng.integers(3, size=(*images.shape[:3], 1))
    return (images * (channel == np.arange(3))).astype(np.float32)


def _saved(worse: str, better: str, words: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed[worse]["error"] - seed[better]["error"]

    return Contrast(words, effect, "points of error", 0.5)  # about three of the 540 test images


EXPERIMENT = Experiment(
    name="channel_sum",
    claim="Summing over the channels performs better than keeping them apart",
    source="the notes on why convolutions are summed",
    done=(
        "The digit network learned the small digits with a second convolution that sums over the "
        "channels (standard), keeps each apart (depthwise), or keeps them apart and then sums "
        "pixel by pixel (separable), at 16 channels each and at equal parameters of the whole "
        "network. In a second task the ink of each pixel was put into one of three channels at "
        "random, so that the digit shows in no channel by itself."
    ),
    data="digits",
    seeds=10,
    conditions=(*KINDS, SUMMED, APART),
    measure=measure,
    contrasts=(
        _saved(
            "depthwise, equal channels",
            "standard",
            "standard against depthwise at equal channels",
        ),
        _saved(
            "depthwise, equal parameters",
            "standard",
            "standard against depthwise at equal parameters",
        ),
        _saved(
            "depthwise, equal channels",
            "separable, equal channels",
            "separable against depthwise at equal channels",
        ),
        _saved(
            "depthwise, equal parameters",
            "separable, equal parameters",
            "separable against depthwise at equal parameters",
        ),
        _saved(APART, SUMMED, "standard against depthwise on ink scattered over channels"),
    ),
)
