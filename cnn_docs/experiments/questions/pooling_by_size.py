"""Is pooling better with little data, and none better with much?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

#: More images are given more steps: from 48 passes through 100 images to 2.4 through 10,000.
STEPS = {100: 150, 1_000: 350, 10_000: 750}
#: The smallest difference worth calling one, in points of error: roughly a tenth of the mistakes.
SMALLEST = {100: 1.0, 10_000: 0.2}
LITTLE, MUCH = 100, 10_000
WORDS = {"max": "max pooling", "average": "average pooling", "none": "none", "stride": "a stride"}
PAIRS = (("max", "none"), ("average", "none"), ("max", "stride"))


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train the small network, subsampled in one way, on some images."""
    from cnn_docs.experiments import fitting, networks, samples

    kind, _, count = condition.partition(", ")
    number = int(count.replace(",", ""))
    fitting.fresh(seed)
    parts = samples.mnist(seed, number)
    model = networks.two_convolutions(networks.EQUAL_MAPS[kind], kind)
    steps = 5 if quick else STEPS[number]
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {"error": fitting.error(model, parts.x_test, parts.y_test)}


def _lead(pooled: str, other: str, count: int, seed: OneSeed) -> float:
    return seed[f"{other}, {count:,}"]["error"] - seed[f"{pooled}, {count:,}"]["error"]


def _little(pooled: str, other: str) -> Contrast:
    return Contrast(
        f"{WORDS[pooled]} against {WORDS[other]} with {LITTLE:,} images",
        lambda seed: _lead(pooled, other, LITTLE, seed),
        "points of error",
        SMALLEST[LITTLE],
    )


def _much(pooled: str, other: str) -> Contrast:
    return Contrast(
        f"{WORDS[other]} against {WORDS[pooled]} with {MUCH:,} images",
        lambda seed: -_lead(pooled, other, MUCH, seed),
        "points of error",
        SMALLEST[MUCH],
    )


def _shrinking(pooled: str, other: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        # In shares of the mistakes, because with more data there are fewer to save.
        little, much = (
            100 * _lead(pooled, other, count, seed) / seed[f"{other}, {count:,}"]["error"]
            for count in (LITTLE, MUCH)
        )
        return little - much

    name = f"the lead of {WORDS[pooled]} over {WORDS[other]} shrinking as the data grow"
    return Contrast(name, effect, "% of the mistakes", 10.0)


EXPERIMENT = Experiment(
    name="pooling_by_size",
    claim="With much data no pooling is better, with little data pooling is better",
    source="the notes on LeNet-5; against it Springenberg et al. 2014 and Ruderman et al. 2018",
    done=(
        "Two convolutions of 5×5 and a dense layer learned 100, 1,000 or 10,000 digits of MNIST, "
        "subsampled by max pooling, by average pooling, by a stride of the convolutions, or not at "
        "all. All four have about 18,300 parameters, for which the one without subsampling has "
        "fewer maps; 4,000 test images, the same for all, were read."
    ),
    data="mnist",
    seeds=5,
    conditions=tuple(f"{kind}, {count:,}" for count in STEPS for kind in WORDS),
    measure=measure,
    contrasts=tuple(contrast(*pair) for contrast in (_little, _much, _shrinking) for pair in PAIRS),
)
