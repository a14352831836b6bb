"""Does subsampling in LeNet-5 turn data into "the feature is there, or it is not"?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

IMAGES = 500
#: Outputs lie within ±1.7159; what is beyond ±1.5 counts as a clear yes or no.
CLEAR = 1.5
BEFORE = {"S2": "C1", "S4": "C3"}


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Show the shipped network some test images and see how many of its answers are clear."""
    import numpy as np
    from scipy.stats import spearmanr

    from cnn_docs import data
    from cnn_docs.experiments import fitting
    from cnn_docs.lenet5 import network
    from cnn_docs.lenet5.inputs import prepare
    from cnn_docs.lenet5.pretrained import pretrained

    fitting.fresh(seed)
    model = pretrained()
    _, (images, _) = data.mnist()
    count = 50 if quick else IMAGES
    chosen = np.random.default_rng(seed).choice(len(images), count, replace=False)
    maps = network.feature_maps(model, prepare(images[chosen]))
    clear = {name: np.abs(maps[name]) > CLEAR for name in (condition, BEFORE[condition])}
    coefficients = np.abs(np.array(model.get_layer(condition).coefficient))
    by_map = clear[condition].mean(axis=(0, 1, 2))
    return {
        "clear": 100 * float(clear[condition].mean()),
        "clear before it": 100 * float(clear[BEFORE[condition]].mean()),
        "rank correlation": float(spearmanr(coefficients, by_map).statistic),
    }


def _mostly(layer: str) -> Contrast:
    return Contrast(
        f"more than half of {layer} being a clear yes or no",
        lambda seed: seed[layer]["clear"] - 50,
        "% of the outputs, beyond half",
        5.0,
    )


def _turned(layer: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed[layer]["clear"] - seed[layer]["clear before it"]

    name = f"more of {layer} being clear than of {BEFORE[layer]} before it"
    return Contrast(name, effect, "% of the outputs", 5.0)


def _by_coefficient(layer: str) -> Contrast:
    return Contrast(
        f"maps of {layer} with larger coefficients being clearer",
        lambda seed: seed[layer]["rank correlation"],
        "of rank correlation",
        0.3,  # of 1, which the same order would have
    )


EXPERIMENT = Experiment(
    name="detectors",
    claim="Subsampling turns the data into a form that says: the feature is there, or it is not",
    source="the notes on LeNet-5; the paper on small and large coefficients, section II",
    done=(
        "The trained LeNet-5 that ships with this site read 500 of MNIST's test images, and the "
        "outputs beyond ±1.5 of at most ±1.7159 were counted as a clear yes or no, behind the "
        "subsampling and before it. There is one network: the seeds are ten draws of images, so "
        "the intervals speak of images and not of networks."
    ),
    data="mnist",
    seeds=10,
    conditions=tuple(BEFORE),
    measure=measure,
    contrasts=(
        *map(_mostly, BEFORE),
        *map(_turned, BEFORE),
        *map(_by_coefficient, BEFORE),
    ),
    reads=("weights/lenet5.npz",),
)
