"""Do units that start alike stay alike, and does dropout part them?"""

from __future__ import annotations

import keras
import numpy as np

from cnn_docs.experiments import fitting, writers
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import (
    RATES,
    Contrast,
    Experiment,
    Measured,
    Settings,
)

PAIRS = 16
#: Clones whose weights differ by less than this share of their size are still alike.
ALIKE = 0.01
EQUAL, RANDOM = "equal outgoing weights", "random outgoing weights"
CONDITIONS = (EQUAL, f"{EQUAL}, dropout", RANDOM, f"{RANDOM}, dropout")


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train a layer of 16 pairs of equal units and see how many pairs are still alike."""
    seed = new_seed(seed)
    fitting.fresh(seed)
    sample = writers.digits(seed)
    layers = keras.layers
    hidden = layers.Dense(2 * PAIRS, activation="relu")
    head = layers.Dense(10)
    drop = [layers.Dropout(0.5)] if condition.endswith("dropout") else []
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), hidden, *drop, head])
    incoming = np.array(hidden.kernel)
    incoming[:, 1::2] = incoming[:, ::2]
    hidden.kernel.assign(incoming)
    if condition.startswith(EQUAL):
        outgoing = np.array(head.kernel)
        outgoing[1::2] = outgoing[::2]
        head.kernel.assign(outgoing)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    weights = np.vstack([hidden.kernel, hidden.bias[np.newaxis]])
    one, other = weights[:, ::2], weights[:, 1::2]
    apart = np.linalg.norm(one - other, axis=0)
    size = (np.linalg.norm(one, axis=0) + np.linalg.norm(other, axis=0)) / 2
    return Measured(
        values={
            "alike": 100 * float(np.mean(apart < ALIKE * size)),
            "alike to the last bit": 100 * float(np.mean(apart == 0)),
            "distance": 100 * float(np.mean(apart / size)),
        },
        fits=[fit],
    )


EXPERIMENT = Experiment(
    name="coadaptation_clones",
    lesson="lessons/co-adaptation",
    claim=(
        "Two nodes with the same inputs and weights do the same for ever, however long one trains"
    ),
    source="the notes on Dropout, their definition of co-adaptation",
    done=(
        "A layer of 32 units that are 16 pairs of equal ones learned the small digits, until the "
        "loss on held-out digits stopped falling. The outgoing weights were drawn at random, as in "
        "every network, or made equal in a pair too. A pair is still alike if its incoming weights "
        "differ by less than 1 % of their size. All of it was done with dropout too."
    ),
    data="digits",
    seeds=10,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(CONDITIONS, RATES),
    decisive=(
        Contrast(
            "staying alike with random outgoing weights",
            lambda seed: seed[RANDOM]["alike"] - 50,
            "% of the pairs, beyond half",
            10.0,
        ),
    ),
    context=(
        Contrast(
            "staying alike to the last bit with equal outgoing weights",
            lambda seed: seed[EQUAL]["alike to the last bit"] - 50,
            "% of the pairs, beyond half",
            10.0,
            exact=True,
        ),
        Contrast(
            "pairs with equal outgoing weights that dropout parts",
            lambda seed: 50 - seed[f"{EQUAL}, dropout"]["alike"],
            "% of the pairs, beyond half",
            10.0,
        ),
    ),
)
