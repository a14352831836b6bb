"""Does a convolutional network live on neighbourhood: what if all pixels change places?"""

from __future__ import annotations

from collections.abc import Mapping

from cnn_docs.experiments.experiment import (
    NO_EFFECT,
    SUPPORTED,
    Contrast,
    Experiment,
    all_agree,
)

STEPS = 600
IMAGES = 3_000
UNHARMED = "no harm to a dense network"


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train on digits as they are, or with their pixels in a new order, the same for all."""
    import keras
    import numpy as np

    from cnn_docs.experiments import fitting, networks, samples

    kind, _, order = condition.partition(", ")
    fitting.fresh(seed)
    parts = samples.mnist(seed, IMAGES)
    x_train, x_test = parts.x_train, parts.x_test
    if order == "shuffled":
        places = np.random.default_rng(seed).permutation(28 * 28)
        x_train, x_test = (
            images.reshape(-1, 28 * 28)[:, places].reshape(images.shape)
            for images in (x_train, x_test)
        )
    if kind == "convolutional":
        model = networks.two_convolutions((6, 16))
    else:
        model = keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                keras.layers.Flatten(),
                keras.layers.Dense(128, activation="relu"),
                keras.layers.Dense(10),
            ]
        )
    steps = 5 if quick else STEPS
    fitting.train(model, x_train, parts.y_train, steps=steps, seed=seed)
    return {"error": fitting.error(model, x_test, parts.y_test)}


def _harm(kind: str, name: str, smallest: float) -> Contrast:
    return Contrast(
        name,
        lambda seed: seed[f"{kind}, shuffled"]["error"] - seed[f"{kind}, in order"]["error"],
        "points of error",
        smallest,
    )


def _rule(verdicts: Mapping[str, str]) -> str:
    """All agree, where finding no effect on the dense network is to agree."""
    unharmed = verdicts[UNHARMED]
    swapped = {NO_EFFECT: SUPPORTED, SUPPORTED: NO_EFFECT}.get(unharmed, unharmed)
    return all_agree({**verdicts, UNHARMED: swapped})


EXPERIMENT = Experiment(
    name="permutation",
    claim=(
        "With the pixels in another order, the same for all, a dense network learns as well as "
        "before and a convolutional one does not"
    ),
    source="LeCun et al. 1998, who say so of support vector machines",
    done=(
        "Two convolutions of 5×5 with max pooling and a dense layer, and a network with one hidden "
        "layer of 128 units, learned 3,000 digits of MNIST: in order, and with their 784 pixels "
        "shuffled once, in an order of its own for each seed; 4,000 test images were read in the "
        "same order."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(
        f"{kind}, {order}"
        for kind in ("convolutional", "dense")
        for order in ("in order", "shuffled")
    ),
    measure=measure,
    contrasts=(
        # Half a point is 20 of the 4,000 test images.
        _harm("convolutional", "harm to a convolutional network", 0.5),
        _harm("dense", UNHARMED, 0.5),
    ),
    rule=_rule,
)
