"""Does the sparse table of LeNet-5's C3 make its maps differ?"""

from __future__ import annotations

from cnn_docs.experiments import exact_lenet5, fitting, networks
from cnn_docs.experiments.diversity import effective_number
from cnn_docs.experiments.experiment import (
    RATES,
    Contrast,
    Experiment,
    Measured,
    Settings,
    less,
)

IMAGES = 5_000
SPARSE, DENSE = "sparse, TABLE I", "dense"


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train LeNet-5 with C3 as in the paper or fully connected, and count C3's different maps."""
    fitting.fresh(seed)
    sample = exact_lenet5.sample(seed, IMAGES)
    model = exact_lenet5.build(seed, dense_c3=condition == DENSE)
    c3 = networks.up_to(model, "C3")
    images = sample.test.images[:2_000]
    before = effective_number(fitting.outputs_of(c3, images))
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick, loss=exact_lenet5.equation_9)
    return Measured(
        values={
            "different maps of C3 at the start": before,
            "different maps of C3": effective_number(fitting.outputs_of(c3, images)),
        },
        wrong={"error": fitting.misread(model, sample.test)},
        fits=[fit],
    )


EXPERIMENT = Experiment(
    name="sparse_c3",
    lesson="lenet5/architecture",
    claim="C3's sparse table breaks the symmetry: its maps are forced to be different",
    source="LeCun et al. 1998, section II-B",
    done=(
        "LeNet-5, exactly as in the paper but for C3, learned 5,000 digits of MNIST: with the "
        "table of the paper, in which each map of C3 reads some maps of S2, and with all maps "
        "reading all. How many of C3's 16 maps are different in effect was counted from their "
        "correlations over 2,000 test images. If the table makes them different, there are more "
        "with it."
    ),
    data="mnist",
    seeds=8,
    conditions=(SPARSE, DENSE),
    measure=measure,
    tuned=dict.fromkeys((SPARSE, DENSE), RATES),
    decisive=(
        Contrast(
            "more different maps with the table",
            lambda seed: seed[SPARSE]["different maps of C3"] - seed[DENSE]["different maps of C3"],
            "maps of 16",
            0.5,
        ),
    ),
    context=(less("error", DENSE, SPARSE, "the error with the table", 0.2),),
)
