"""Do trained filters serve better than random ones that stay as they are?"""

from __future__ import annotations

import keras

from cnn_docs.experiments import fitting, networks, readers, writers
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import DECAYS, RATES, Experiment, Measured, Settings, less

#: One point is about 14 of the 1,437 digits that are tested in all, a fifth of the mistakes.
SMALLEST = 1.0
WIDTHS = {"4 trained": 4, "4 random": 4, "32 trained": 32, "32 random": 32}


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Read the maps of two convolutions, trained or as they started, with the same reader."""
    seed = new_seed(seed)
    fitting.fresh(seed)
    sample = writers.digits(seed)
    filters = WIDTHS[condition]
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(filters, 3, activation="relu"),
            layers.Conv2D(filters, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    fits = []
    own = {}
    if condition.endswith("trained"):
        fits.append(fitting.fit(model, sample, settings, seed=seed, quick=quick))
        own = {"error of its own last layer": fitting.misread(model, sample.test)}
    features = networks.before(model, model.layers[-1])
    reading = readers.read(
        sample.map(lambda images: fitting.outputs_of(features, images)), quick=quick
    )
    return Measured(
        wrong={"error": reading.wrong, **own},
        fits=[*fits, reading.fit],
        score=reading.fit.held_out_loss,
    )


EXPERIMENT = Experiment(
    name="trained_filters",
    lesson="lessons/stacking",
    claim="By learning, the filters come to show the features best",
    source="the notes on the second Conv2D",
    done=(
        "Two convolutions learned the small digits together with a dense layer; in the control the "
        "same random filters stayed as they were. Then the same logistic regression, solved to its "
        "end with a penalty chosen on held-out digits, read the maps of both. Once with 32 filters "
        "in each convolution, as in the notes, once with 4."
    ),
    data="digits",
    seeds=20,
    conditions=tuple(WIDTHS),
    measure=measure,
    # The reader chooses a penalty, so what is trained chooses one too.
    tuned={one: {**RATES, **DECAYS} for one in ("4 trained", "32 trained")},
    decisive=(
        less(
            "error", "32 random", "32 trained", "32 trained filters against random ones", SMALLEST
        ),
    ),
    context=(
        less("error", "4 random", "4 trained", "4 trained filters against random ones", SMALLEST),
    ),
)
