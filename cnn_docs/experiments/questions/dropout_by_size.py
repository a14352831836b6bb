"""Does dropout save mistakes on new pictures, and with how much data?"""

from __future__ import annotations

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.experiment import DECAYS, RATES, Experiment, Measured, Settings, less

#: Half of the units are dropped where no other share is chosen.
RATE = 0.5
SHARES = {"dropout": (0.1, 0.25, 0.5, 0.75)}
COUNTS = ("100", "1,000", "10,000")
DROPPED = "dense, dropout, 1,000"
DECAYED = "dense, weight decay, 1,000"
CONDITIONS = (
    *(f"dense, {word}, {count}" for count in COUNTS for word in ("none", "dropout")),
    DECAYED,
)


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train a dense network, with or without dropout, on some images."""
    _, word, count = condition.split(", ")
    rate = settings.get("dropout", RATE) if word == "dropout" else 0.0
    fitting.fresh(seed)
    sample = samples.mnist(seed, int(count.replace(",", "")), 14)
    model = networks.dense_network((256, 256), size=14, dropout=rate)
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])


EXPERIMENT = Experiment(
    name="dropout_by_size",
    lesson="lessons/dropout",
    claim="A network that learns with dropout makes fewer mistakes on new pictures",
    source="the notes on Dropout; Srivastava et al. 2014, section 7.4, on the size of the data",
    done=(
        "Two dense layers of 256 units learned 100, 1,000 or 10,000 digits of MNIST at 14×14, "
        "without dropout and with half of the units dropped; training stopped where the loss on "
        "held-out digits stopped falling. The verdict rests on 1,000 digits, where the share that "
        "is dropped was chosen on held-out digits. Beside it stands weight decay, its strength "
        "chosen in the same way."
    ),
    data="mnist",
    seeds=8,
    conditions=CONDITIONS,
    measure=measure,
    tuned={
        **dict.fromkeys(CONDITIONS, RATES),
        DROPPED: {**RATES, **SHARES},
        DECAYED: {**RATES, **DECAYS},
    },
    decisive=(
        less(
            "error",
            "dense, none, 1,000",
            "dense, dropout, 1,000",
            "a dense network with 1,000 images",
            0.3,  # 30 of the 10,000 test images
        ),
    ),
    context=(
        less(
            "error",
            "dense, none, 100",
            "dense, dropout, 100",
            "a dense network with 100 images",
            1.0,
        ),
        less(
            "error",
            "dense, none, 10,000",
            "dense, dropout, 10,000",
            "a dense network with 10,000 images",
            0.2,
        ),
        less("error", DECAYED, "dense, dropout, 1,000", "dropout against weight decay", 0.3),
    ),
)
