"""Is pooling better with little data, and none better with much?"""

from __future__ import annotations

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings, less

LITTLE, MUCH = 100, 10_000
KINDS: dict[str, networks.Pooling] = {"max pooling": "max", "none": "none", "stride": "stride"}
CONDITIONS = tuple(f"{kind}, {count:,}" for count in (LITTLE, MUCH) for kind in KINDS)
#: The smallest difference worth calling one, in points: roughly a tenth of the mistakes.
SMALL_LITTLE, SMALL_MUCH = 1.0, 0.2


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train the small network, subsampled in one way or not at all, on some images."""
    kind, _, count = condition.partition(", ")
    fitting.fresh(seed)
    sample = samples.mnist(seed, int(count.replace(",", "")), 14)
    model = networks.subsampled_network(pooling=KINDS[kind])
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])


EXPERIMENT = Experiment(
    name="pooling_by_size",
    lesson="lessons/pooling",
    claim="With much data no pooling is better, with little data pooling is better",
    source="the notes on LeNet-5; against it Springenberg et al. 2014 and Ruderman et al. 2018",
    done=(
        "Two convolutions of 3×3 with 16 and 32 filters and a dense layer learned 100 or 10,000 "
        "digits of MNIST at 14×14, each convolution followed by max pooling, by nothing, or moving "
        "in steps of two. The claim needs both halves: pooling better with 100 images, none better "
        "with 10,000."
    ),
    data="mnist",
    seeds=8,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(CONDITIONS, RATES),
    decisive=(
        less(
            "error",
            f"none, {LITTLE:,}",
            f"max pooling, {LITTLE:,}",
            f"max pooling against none with {LITTLE:,} images",
            SMALL_LITTLE,
        ),
        less(
            "error",
            f"max pooling, {MUCH:,}",
            f"none, {MUCH:,}",
            f"none against max pooling with {MUCH:,} images",
            SMALL_MUCH,
        ),
    ),
    context=(
        less(
            "error",
            f"stride, {LITTLE:,}",
            f"max pooling, {LITTLE:,}",
            f"max pooling against a stride with {LITTLE:,} images",
            SMALL_LITTLE,
        ),
        less(
            "error",
            f"max pooling, {MUCH:,}",
            f"stride, {MUCH:,}",
            f"a stride against max pooling with {MUCH:,} images",
            SMALL_MUCH,
        ),
    ),
)
