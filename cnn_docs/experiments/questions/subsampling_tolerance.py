"""What does subsampling lose, and what does it tolerate?"""

from __future__ import annotations

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

STEPS = 500
IMAGES = 3_000
DISTANCES = (0, 1, 2, 3, 4)
#: The shift at which the networks are compared: the largest one that leaves most digits whole,
#: because MNIST's have four pixels of paper around them.
FAR = 3
WORDS = {"max": "max pooling", "average": "average pooling", "stride": "a stride"}


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train the small network, subsampled in one way, and test it on digits ever further away."""
    from cnn_docs.experiments import fitting, networks, samples
    from cnn_docs.experiments.shifts import shifted

    fitting.fresh(seed)
    parts = samples.mnist(seed, IMAGES)
    model = networks.two_convolutions(networks.EQUAL_MAPS[condition], condition)
    steps = 5 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {
        f"error, {distance}": fitting.error(
            model, shifted(parts.x_test, distance, seed=seed), parts.y_test
        )
        for distance in DISTANCES
    }


def _lost(kind: str) -> Contrast:
    return Contrast(
        f"what {WORDS[kind]} loses on digits in their place",
        lambda seed: seed[kind]["error, 0"] - seed["none"]["error, 0"],
        "points of error",
        0.3,  # 12 of the 4,000 test images
    )


def _tolerated(kind: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        return seed["none"][f"error, {FAR}"] - seed[kind][f"error, {FAR}"]

    name = f"what {WORDS[kind]} gains on digits moved by three pixels"
    return Contrast(name, effect, "points of error", 2.0)  # of some tens that go wrong there


EXPERIMENT = Experiment(
    name="subsampling_tolerance",
    claim="Subsampling loses information, and there is a trade-off",
    source="the notes on LeNet-5; the paper says what it is good for, section II-A",
    done=(
        "Two convolutions of 5×5 and a dense layer learned 3,000 digits of MNIST, subsampled by "
        "max pooling, by average pooling, by a stride or not at all, with about 18,300 parameters "
        "each. What is lost should show on digits in their place, what is gained for it on digits "
        "that are moved; the same 4,000 test images were moved by 0 to 4 pixels up, down, left or "
        "right."
    ),
    data="mnist",
    seeds=8,
    conditions=("none", *WORDS),
    measure=measure,
    contrasts=(*map(_lost, WORDS), *map(_tolerated, WORDS)),
)
