"""Is a network better that learns its features too, end to end?"""

from __future__ import annotations

from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment

STEPS = 2000


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train a linear classifier on pixels or on made features, or with the features."""
    import keras

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    model = keras.Sequential([keras.Input((8, 8, 1))])
    if condition != "pixels":
        filters = keras.layers.Conv2D(16, 3, padding="same", activation="relu")
        model.add(filters)
        model.add(keras.layers.AveragePooling2D(2))
        if condition == "hand-made features":
            filters.set_weights([_edges(), filters.bias.numpy()])
            filters.trainable = False
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(10))
    steps = 20 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {"error": fitting.error(model, parts.x_test, parts.y_test)}


def _edges() -> Any:
    """16 kernels, float32 of shape (3, 3, 1, 16): edges that rise in each of 16 directions.

    Each is a plane through the middle, tilted in its direction; with the ReLU behind it and the
    average over 2×2 this is a histogram of oriented gradients in small (Dalal and Triggs 2005).
    """
    import numpy as np

    row, column = np.mgrid[-1:2, -1:2]
    angles = 2 * np.pi * np.arange(16) / 16
    tilted = row[..., np.newaxis] * np.sin(angles) + column[..., np.newaxis] * np.cos(angles)
    return (tilted / 3)[:, :, np.newaxis].astype(np.float32)


EXPERIMENT = Experiment(
    name="fixed_features",
    claim="Features used to be made for the classifier; joined to it, end to end, they are better",
    source="the notes on LeNet-5",
    done=(
        "A linear classifier learned the small digits from their pixels, from 16 maps of edges "
        "made by hand (by direction, as in a histogram of oriented gradients), and from 16 maps "
        "of the same kind whose filters were learned with it."
    ),
    data="digits",
    seeds=10,
    conditions=("pixels", "hand-made features", "end to end"),
    measure=measure,
    contrasts=(
        Contrast(
            "end to end against hand-made features",
            lambda seed: seed["hand-made features"]["error"] - seed["end to end"]["error"],
            "points of error",
            0.5,  # about three of the 540 test images
        ),
        Contrast(
            "end to end against pixels",
            lambda seed: seed["pixels"]["error"] - seed["end to end"]["error"],
            "points of error",
            0.5,
        ),
    ),
)
