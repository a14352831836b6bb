"""Where subsampling saves multiplications, are they best spent on more maps?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment

STEPS = 600
IMAGES = 3_000
#: Filters and subsampling. 243, 145, 261 and 234 thousand multiplications a picture.
NETWORKS = {
    "6→16": ((6, 16), "max"),
    "6→6": ((6, 6), "max"),
    "9→9": ((9, 9), "max"),
    "4→4, not subsampled": ((4, 4), "none"),
}


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train one of the networks and count its multiplications."""
    from cnn_docs.experiments import fitting, networks, samples
    from cnn_docs.ledger import ledger

    fitting.fresh(seed)
    parts = samples.mnist(seed, IMAGES)
    model = networks.two_convolutions(*NETWORKS[condition])
    steps = 5 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {
        "error": fitting.error(model, parts.x_test, parts.y_test),
        "macs": float(ledger(model).macs),
        "parameters": model.count_params(),
    }


def _saved(other: str, words: str) -> Contrast:
    return Contrast(
        words,
        lambda seed: seed[other]["error"] - seed["6→16"]["error"],
        "points of error",
        0.3,  # 12 of the 4,000 test images
    )


EXPERIMENT = Experiment(
    name="more_maps",
    claim="Because subsampling lowers the computation, the number of features has to be raised",
    source="the notes on LeNet-5; the paper's bi-pyramid, section II-A",
    done=(
        "Two convolutions of 5×5 and a dense layer learned 3,000 digits of MNIST: subsampled with "
        "6 and then 16 maps; with 6 and 6, where what was saved stays saved; with 9 and 9; and not "
        "subsampled with 4 and 4. But for the second they need about as many multiplications; "
        "4,000 test images, the same for all, were read."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(NETWORKS),
    measure=measure,
    contrasts=(
        _saved("6→6", "16 maps after the subsampling against 6"),
        _saved("9→9", "6→16 maps against 9→9 for as many multiplications"),
        _saved("4→4, not subsampled", "6→16 maps against 4→4 without subsampling, as many too"),
    ),
)
