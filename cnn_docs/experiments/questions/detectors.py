"""Does subsampling in LeNet-5 turn data into "the feature is there, or it is not"?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from cnn_docs.experiments import exact_lenet5, fitting, networks
from cnn_docs.experiments.experiment import RATES, Contrast, Experiment, Measured, Settings
from cnn_docs.lenet5.specification import BACKGROUND

IMAGES = 5_000
#: So many test images are looked at.
LOOKED_AT = 500
#: Outputs lie within ±1.7159; what is beyond ±1.5 counts as a clear yes or no.
CLEAR = 1.5
#: For each layer the side of its receptive field and the pixels from one to the next.
FIELDS = {"C1": (5, 1), "S2": (6, 2), "C3": (14, 2), "S4": (16, 4)}
ONLY = "one network"


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train LeNet-5 and count how many of its answers are clear, where there is ink to see."""
    fitting.fresh(seed)
    sample = exact_lenet5.sample(seed, IMAGES)
    model = exact_lenet5.build(seed)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick, loss=exact_lenet5.equation_9)
    images = sample.test.images[: 50 if quick else LOOKED_AT]
    values = {}
    by_map: dict[str, NDArray[np.float64]] = {}
    for name, (side, step) in FIELDS.items():
        maps = fitting.outputs_of(networks.up_to(model, name), images)
        clear = np.abs(maps) > CLEAR
        inked = _sees_ink(images, side, step)
        values[f"clear, {name}"] = 100 * float(clear[inked].mean())
        by_map[name] = clear[inked].mean(axis=0)
    for name in ("S2", "S4"):
        coefficients = np.abs(np.array(model.get_layer(name).coefficient))
        # Where all maps are equally clear there is no order, and no correlation.
        correlation = spearmanr(coefficients, by_map[name]).statistic
        values[f"rank correlation, {name}"] = float(np.nan_to_num(correlation))
    return Measured(values=values, wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])


def _sees_ink(images: NDArray[np.float32], side: int, step: int) -> NDArray[np.bool_]:
    """For each place of a layer, whether some pixel that it reads is not paper."""
    ink = images[..., 0] > BACKGROUND + 0.01
    windows = np.lib.stride_tricks.sliding_window_view(ink, (side, side), axis=(1, 2))
    return np.asarray(windows[:, ::step, ::step].any(axis=(-2, -1)))


def _mostly(layer: str) -> Contrast:
    return Contrast(
        f"more than half of {layer} being a clear yes or no",
        lambda seed: seed[ONLY][f"clear, {layer}"] - 50,
        "% of the outputs, beyond half",
        5.0,
    )


def _turned(layer: str, before: str) -> Contrast:
    return Contrast(
        f"more of {layer} being clear than of {before} before it",
        lambda seed: seed[ONLY][f"clear, {layer}"] - seed[ONLY][f"clear, {before}"],
        "% of the outputs",
        5.0,
    )


def _by_coefficient(layer: str) -> Contrast:
    return Contrast(
        f"maps of {layer} with larger coefficients being clearer",
        lambda seed: seed[ONLY][f"rank correlation, {layer}"],
        "of rank correlation",
        0.3,  # of 1, which the same order would have
    )


EXPERIMENT = Experiment(
    name="detectors",
    lesson="lenet5/trade-offs",
    claim="Subsampling turns the data into a form that says: the feature is there, or it is not",
    source="the notes on LeNet-5; the paper on small and large coefficients, section II",
    done=(
        "Eight networks, LeNet-5 exactly as in the paper, learned 5,000 digits of MNIST each. At "
        "places that see ink, outputs beyond ±1.5 of at most ±1.7159 were counted as a clear yes "
        "or no, over 500 test images. The claim holds if more than half of the outputs of the "
        "first subsampling, S2, are clear. Beside it stand S4, the layers before both, and whether "
        "maps with larger coefficients are clearer."
    ),
    data="mnist",
    seeds=8,
    conditions=(ONLY,),
    measure=measure,
    tuned={ONLY: RATES},
    decisive=(_mostly("S2"),),
    context=(
        _mostly("S4"),
        _turned("S2", "C1"),
        _turned("S4", "C3"),
        _by_coefficient("S2"),
        _by_coefficient("S4"),
    ),
)
