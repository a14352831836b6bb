"""Does subsampling lose something in place and gain tolerance of shifts for it?"""

from __future__ import annotations

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings, less
from cnn_docs.experiments.samples import Part
from cnn_docs.experiments.shifts import shifted

IMAGES = 5_000
#: Pixels of the original 28×28, so one and a half of the 14×14 that the networks read.
SHIFT = 3
KINDS: dict[str, networks.Pooling] = {
    "none": "none",
    "max pooling": "max",
    "average pooling": "average",
    "stride": "stride",
}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train with one kind of subsampling; read the test digits in their place and moved."""
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    model = networks.subsampled_network(pooling=KINDS[condition])
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    whole = samples.mnist(seed, IMAGES).test
    moved = samples.shrunk(shifted(whole.images, SHIFT, seed=seed), 2)
    return Measured(
        values={"parameters": model.count_params()},
        wrong={
            "error": fitting.misread(model, sample.test),
            "error, moved": fitting.misread(model, Part(moved, whole.labels)),
        },
        fits=[fit],
    )


#: A fifth of a point is 20 of the 10,000 test images; digits that moved are missed more often.
IN_PLACE, MOVED = 0.2, 1.0

EXPERIMENT = Experiment(
    name="subsampling_tolerance",
    lesson="lessons/pooling",
    claim="Subsampling loses information, and there is a trade-off",
    source="the notes on LeNet-5",
    done=(
        "Two convolutions of 3×3 with 16 and 32 filters and a dense layer learned 5,000 digits of "
        "MNIST at 14×14, each convolution followed by max pooling, or by nothing. What is lost "
        "should show on digits in their place, what is gained for it on digits that are moved by "
        "three of the 28 pixels; all 10,000 test images were read both ways."
    ),
    data="mnist",
    seeds=8,
    conditions=tuple(KINDS),
    measure=measure,
    tuned=dict.fromkeys(KINDS, RATES),
    decisive=(
        less("error", "max pooling", "none", "what max pooling loses in place", IN_PLACE),
        less(
            "error, moved", "none", "max pooling", "what max pooling gains on moved digits", MOVED
        ),
    ),
    context=(
        less("error", "average pooling", "none", "what average pooling loses in place", IN_PLACE),
        less("error", "stride", "none", "what a stride loses in place", IN_PLACE),
        less("error, moved", "none", "average pooling", "what average pooling gains, moved", MOVED),
        less("error, moved", "none", "stride", "what a stride gains, moved", MOVED),
    ),
)
