"""Does learning make the channels differ from one another?"""

from __future__ import annotations

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.diversity import effective_number
from cnn_docs.experiments.experiment import RATES, Contrast, Experiment, Measured, Settings

IMAGES = 5_000
ONLY = "one network"
PLACES = {"first": 0, "second": 1}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train the digit network, and count each convolution's different maps before and after."""
    seed = new_seed(seed)
    fitting.fresh(seed)
    sample = samples.mnist(seed, IMAGES, 14)
    model = networks.digit_network(size=14)
    images = sample.test.images[:2_000]

    def different(when: str) -> dict[str, float]:
        return {
            f"different maps, {place}, {when}": effective_number(
                fitting.outputs_of(networks.before(model, model.layers[layer + 1]), images)
            )
            for place, layer in PLACES.items()
        }

    values = different("at the start")
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(values=values | different("after training"), fits=[fit])


def _more(place: str) -> Contrast:
    return Contrast(
        f"more different maps after training, {place} convolution",
        lambda seed: (
            seed[ONLY][f"different maps, {place}, after training"]
            - seed[ONLY][f"different maps, {place}, at the start"]
        ),
        "maps of 32",
        1.0,
    )


EXPERIMENT = Experiment(
    name="channels_differ",
    lesson="lessons/channel-sum",
    claim="The weights are found by learning, so that the channels come to give different results",
    source="the notes on why convolutions are summed",
    done=(
        "The digit network learned 5,000 digits of MNIST at 14×14. From the correlations of the 32 "
        "maps of each convolution over 2,000 test images it was counted how many are different in "
        "effect, at the random start and after training. If learning makes the channels differ, "
        "there are more of them after it."
    ),
    data="mnist",
    seeds=16,
    conditions=(ONLY,),
    measure=measure,
    tuned={ONLY: RATES},
    decisive=(_more("second"),),
    context=(_more("first"),),
)
