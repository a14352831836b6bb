"""Where subsampling saves multiplications, are they best spent on more maps?"""

from __future__ import annotations

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings, less
from cnn_docs.ledger import ledger

IMAGES = 5_000
#: A fifth of a point is 20 of the 10,000 test images.
SMALLEST = 0.2
#: Filters and subsampling. 243, 261, 145 and 234 thousand multiplications a picture.
NETWORKS: dict[str, tuple[tuple[int, int], networks.Pooling]] = {
    "6→16": ((6, 16), "max"),
    "9→9": ((9, 9), "max"),
    "6→6": ((6, 6), "max"),
    "4→4, not subsampled": ((4, 4), "none"),
}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train one of the networks and count its multiplications."""
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES)
    model = networks.subsampled_network(*NETWORKS[condition], size=28, kernel=5)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(
        values={"multiplications": float(ledger(model).macs), "parameters": model.count_params()},
        wrong={"error": fitting.misread(model, sample.test)},
        fits=[fit],
    )


EXPERIMENT = Experiment(
    name="more_maps",
    lesson="lenet5/trade-offs",
    claim="Because subsampling lowers the computation, the number of features has to be raised",
    source="the notes on LeNet-5; the paper's bi-pyramid, section II-A",
    done=(
        "Two convolutions of 5×5 and a dense layer learned 5,000 digits of MNIST: with max pooling "
        "and 6 and then 16 maps, or with 9 and 9, for about as many multiplications. If what was "
        "saved is best spent on more maps, 6 and 16 must make fewer mistakes. Beside them stand 6 "
        "and 6, where what was saved stays saved, and 4 and 4 without pooling."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(NETWORKS),
    measure=measure,
    tuned=dict.fromkeys(NETWORKS, RATES),
    decisive=(
        less("error", "9→9", "6→16", "6→16 maps against 9→9, as many multiplications", SMALLEST),
    ),
    context=(
        less("error", "6→6", "6→16", "6→16 maps against 6→6", SMALLEST),
        less("error", "4→4, not subsampled", "6→16", "6→16 maps against 4→4, no pooling", SMALLEST),
    ),
)
