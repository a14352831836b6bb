"""Do units that start alike stay alike, and does dropout part them?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = 600
PAIRS = 16
#: Clones whose weights differ by less than this share of their size are still alike.
ALIKE = 0.01
CONDITIONS = (
    "equal outgoing weights",
    "equal outgoing weights, dropout",
    "random outgoing weights",
    "random outgoing weights, dropout",
)


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train a layer of 16 pairs of equal units and see how many pairs are still alike."""
    import keras
    import numpy as np

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    hidden = keras.layers.Dense(2 * PAIRS, activation="relu")
    head = keras.layers.Dense(10)
    drop = [keras.layers.Dropout(0.5)] if condition.endswith("dropout") else []
    model = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Flatten(), hidden, *drop, head])
    incoming = np.array(hidden.kernel)
    incoming[:, 1::2] = incoming[:, ::2]
    hidden.kernel.assign(incoming)
    if condition.startswith("equal"):
        outgoing = np.array(head.kernel)
        outgoing[1::2] = outgoing[::2]
        head.kernel.assign(outgoing)
    steps = 20 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    weights = np.vstack([hidden.kernel, hidden.bias[np.newaxis]])
    one, other = weights[:, ::2], weights[:, 1::2]
    apart = np.linalg.norm(one - other, axis=0)
    size = (np.linalg.norm(one, axis=0) + np.linalg.norm(other, axis=0)) / 2
    return {
        "alike": 100 * float(np.mean(apart < ALIKE * size)),
        "distance": 100 * float(np.mean(apart / size)),
    }


def _stay(outgoing: str) -> Contrast:
    return Contrast(
        f"staying alike without dropout, {outgoing}",
        lambda seed: seed[outgoing]["alike"],
        "% of the pairs",
        50.0,  # half of them
    )


def _parted(outgoing: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed[outgoing]["alike"] - seed[f"{outgoing}, dropout"]["alike"]

    return Contrast(f"parting by dropout, {outgoing}", effect, "% of the pairs", 50.0)


EXPERIMENT = Experiment(
    name="coadaptation_clones",
    claim=(
        "Two nodes with the same inputs and weights do the same for ever, however long one trains; "
        "dropout prevents it"
    ),
    source="the notes on Dropout, their definition of co-adaptation",
    done=(
        "A layer of 32 units that are 16 pairs of equal ones learned the small digits, with and "
        "without dropout of half of the units, and with outgoing weights that are equal in a pair "
        "or drawn at random. A pair is still alike if its incoming weights differ by less than 1 % "
        "of their size."
    ),
    data="digits",
    seeds=10,
    conditions=CONDITIONS,
    measure=measure,
    contrasts=(
        _stay("equal outgoing weights"),
        _stay("random outgoing weights"),
        _parted("equal outgoing weights"),
        _parted("random outgoing weights"),
    ),
)
