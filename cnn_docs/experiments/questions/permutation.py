"""Does a convolutional network live on neighbourhood: what if all pixels change places?"""

from __future__ import annotations

import numpy as np

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import RATES, Contrast, Experiment, Measured, Settings

IMAGES = 5_000
#: Half a point is 50 of the 10,000 test images.
SMALLEST = 0.5
CONDITIONS = tuple(
    f"{kind}, {order}" for kind in ("convolutional", "dense") for order in ("in order", "shuffled")
)


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train on digits as they are, or with their pixels in a new order, the same for all."""
    seed = new_seed(seed)
    kind, _, order = condition.partition(", ")
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    if order == "shuffled":
        places = np.random.default_rng(seed).permutation(14 * 14)
        sample = sample.map(
            lambda images: images.reshape(-1, 14 * 14)[:, places].reshape(images.shape)
        )
    if kind == "convolutional":
        model = networks.subsampled_network()
    else:
        model = networks.dense_network((128,), size=14)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])


EXPERIMENT = Experiment(
    name="permutation",
    lesson="lessons/conv2d",
    claim=(
        "With the pixels in another order, the same for all, a dense network learns as well as "
        "before and a convolutional one does not"
    ),
    source="LeCun et al. 1998, who say so of support vector machines",
    done=(
        "Two convolutions of 3×3 with max pooling and a dense layer, and a network with one hidden "
        "layer of 128 units, learned 5,000 digits of MNIST at 14×14: in order, and with their 196 "
        "pixels shuffled once, in an order of its own for each seed. The claim needs both: harm to "
        "the one, none to the other."
    ),
    data="mnist",
    seeds=20,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(CONDITIONS, RATES),
    decisive=(
        Contrast(
            "harm to a convolutional network",
            lambda seed: (
                seed["convolutional, shuffled"]["error"] - seed["convolutional, in order"]["error"]
            ),
            "points of error",
            SMALLEST,
        ),
        Contrast(
            "no harm to a dense network",
            lambda seed: seed["dense, shuffled"]["error"] - seed["dense, in order"]["error"],
            "points of error",
            SMALLEST,
            claims="no harm",
        ),
    ),
)
