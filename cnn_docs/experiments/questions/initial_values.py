"""How much do the initial values matter, in a shallow network and in a deep one?"""

from __future__ import annotations

import keras

from cnn_docs.experiments import fitting, samples
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings, less

IMAGES = 2_000
FILTERS = 8
#: The largest and the smallest differ by a factor of 60 in their spread; He's lies between.
STARTS = {
    "zero": keras.initializers.Zeros,
    "small": lambda seed: keras.initializers.RandomNormal(stddev=0.01, seed=seed),
    "Glorot": lambda seed: keras.initializers.GlorotUniform(seed=seed),
    "He": lambda seed: keras.initializers.HeNormal(seed=seed),
    "large": lambda seed: keras.initializers.VarianceScaling(18.0, seed=seed),
}
DEEP, SHALLOW = 10, 2
CONDITIONS = (
    *(f"{start}, {DEEP} layers" for start in STARTS),
    *(f"{start}, {SHALLOW} layers" for start in ("small", "Glorot", "He", "large")),
)


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train convolutions from one kind of start."""
    fitting.fresh(seed)
    start, _, words = condition.partition(", ")
    sample = samples.mnist(seed, IMAGES, 14)
    depth = int(words.split()[0])
    layers = keras.layers

    def initializer(layer: int) -> keras.initializers.Initializer:
        return STARTS[start]() if start == "zero" else STARTS[start](100 * seed + layer)

    model = keras.Sequential([keras.Input((14, 14, 1))])
    for layer in range(depth):
        model.add(
            layers.Conv2D(
                FILTERS,
                3,
                padding="same",
                activation="relu",
                kernel_initializer=initializer(layer),
            )
        )
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dense(10, kernel_initializer=initializer(depth)))
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(wrong={"error": fitting.misread(model, sample.test)}, fits=[fit])


def _of(start: str, depth: int) -> str:
    return f"{start}, {depth} layers"


EXPERIMENT = Experiment(
    name="initial_values",
    lesson="lessons/scaling",
    claim="The initial values are important",
    source="the notes' heading above the scaling of data; Glorot and Bengio 2010, He et al. 2015",
    done=(
        "Ten convolutions of 3×3 with 8 filters and ReLUs, max pooling and a dense layer learned "
        "2,000 digits of MNIST at 14×14 from different random starts: standard deviation 0.01 "
        "(small), Glorot's, He's, three times He's (large), or zero. Each start had the rate that "
        "served it best and trained to its end. The claim holds if small values end with more "
        "mistakes than He's. The same was done with two convolutions."
    ),
    data="mnist",
    seeds=8,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(CONDITIONS, RATES),
    # Half a point is 50 of the 10,000 test images.
    decisive=(
        less("error", _of("small", DEEP), _of("He", DEEP), "He against small, 10 layers", 0.5),
    ),
    context=(
        less("error", _of("large", DEEP), _of("He", DEEP), "He against large, 10 layers", 0.5),
        less("error", _of("Glorot", DEEP), _of("He", DEEP), "He against Glorot, 10 layers", 0.5),
        less("error", _of("zero", DEEP), _of("He", DEEP), "He against zero, 10 layers", 0.5),
        less("error", _of("small", SHALLOW), _of("He", SHALLOW), "He against small, 2 layers", 0.5),
        less("error", _of("large", SHALLOW), _of("He", SHALLOW), "He against large, 2 layers", 0.5),
    ),
)
