"""Do more data call for more columns, that is, for more maps?"""

from __future__ import annotations

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import (
    RATES,
    Contrast,
    Experiment,
    Measured,
    OneSeed,
    Settings,
    less,
)

LITTLE, MUCH = 300, 10_000
WIDTHS = {"2→5": (2, 5), "6→16": (6, 16), "12→32": (12, 32)}
CONDITIONS = tuple(f"{width}, {count:,}" for count in (LITTLE, MUCH) for width in WIDTHS)


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train a narrow or a wide network on few or many images."""
    seed = new_seed(seed)
    width, _, count = condition.partition(", ")
    fitting.fresh(seed)
    sample = samples.mnist(seed, int(count.replace(",", "")), 14)
    model = networks.subsampled_network(WIDTHS[width])
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])


def _growing(fewer: str, more: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        # In shares of the mistakes, because with more data there are fewer to save.
        little, much = (
            100 * (1 - seed[f"{more}, {count:,}"]["error"] / seed[f"{fewer}, {count:,}"]["error"])
            for count in (LITTLE, MUCH)
        )
        return much - little

    name = f"the lead of {more} maps over {fewer} growing with the data"
    return Contrast(name, effect, "% of the mistakes", 10.0)


def _lead(fewer: str, more: str, count: int, smallest: float) -> Contrast:
    name = f"{more} maps against {fewer} with {count:,} images"
    return less("error", f"{fewer}, {count:,}", f"{more}, {count:,}", name, smallest)


EXPERIMENT = Experiment(
    name="width_by_size",
    lesson="lenet5/trade-offs",
    claim="The more data there are, the better it is to have many columns, for the nuances",
    source="the notes on LeNet-5; the paper varies the width at one size of data only",
    done=(
        "Two convolutions of 3×3 with max pooling and a dense layer learned 300 or 10,000 digits "
        "of MNIST at 14×14, with LeNet-5's 6 and 16 maps and with twice as many. If more data call "
        "for more maps, the share of its mistakes that the wider network saves grows with the "
        "data. Beside them stands a network with 2 and 5 maps."
    ),
    data="mnist",
    seeds=16,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(CONDITIONS, RATES),
    decisive=(_growing("6→16", "12→32"),),
    context=(
        _growing("2→5", "6→16"),
        _lead("6→16", "12→32", LITTLE, 1.0),
        _lead("6→16", "12→32", MUCH, 0.2),
        _lead("2→5", "6→16", MUCH, 0.2),
    ),
)
