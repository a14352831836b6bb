"""Do more data call for more columns, that is, for more maps?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = {300: 250, 10_000: 750}
LITTLE, MUCH = STEPS
WIDTHS = {"2→5": (2, 5), "6→16": (6, 16), "12→32": (12, 32)}
PAIRS = (("2→5", "6→16"), ("6→16", "12→32"))


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train a narrow or a wide network on few or many images."""
    from cnn_docs.experiments import fitting, networks, samples

    width, _, count = condition.partition(", ")
    number = int(count.replace(",", ""))
    fitting.fresh(seed)
    parts = samples.mnist(seed, number)
    model = networks.two_convolutions(WIDTHS[width])
    steps = 5 if quick else STEPS[number]
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {"error": fitting.error(model, parts.x_test, parts.y_test)}


def _lead(fewer: str, more: str, count: int, seed: OneSeed) -> float:
    return seed[f"{fewer}, {count:,}"]["error"] - seed[f"{more}, {count:,}"]["error"]


def _much(fewer: str, more: str) -> Contrast:
    return Contrast(
        f"{more} maps against {fewer} with {MUCH:,} images",
        lambda seed: _lead(fewer, more, MUCH, seed),
        "points of error",
        0.2,  # 8 of the 4,000 test images
    )


def _growing(fewer: str, more: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        # In shares of the mistakes, because with more data there are fewer to save.
        little, much = (
            100 * _lead(fewer, more, count, seed) / seed[f"{fewer}, {count:,}"]["error"]
            for count in (LITTLE, MUCH)
        )
        return much - little

    name = f"the lead of {more} maps over {fewer} growing with the data"
    return Contrast(name, effect, "% of the mistakes", 10.0)


EXPERIMENT = Experiment(
    name="width_by_size",
    claim="The more data there are, the better it is to have many columns, for the nuances",
    source="the notes on LeNet-5; the paper varies the width at one size of data only",
    done=(
        "Two convolutions of 5×5 with max pooling and a dense layer learned 300 or 10,000 digits "
        "of MNIST, with 2 and 5 maps, with LeNet-5's 6 and 16, and with twice as many. If more "
        "data call for more maps, the share of its mistakes that a wider network saves grows with "
        "the data; 4,000 test images, the same for all, were read."
    ),
    data="mnist",
    seeds=5,
    conditions=tuple(f"{width}, {count:,}" for count in STEPS for width in WIDTHS),
    measure=measure,
    contrasts=tuple(contrast(*pair) for contrast in (_much, _growing) for pair in PAIRS),
)
