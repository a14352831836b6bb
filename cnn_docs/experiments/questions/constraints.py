"""Does the constraint that all places share their weights stand in for data?"""

from __future__ import annotations

from typing import Any

import keras

from cnn_docs.experiments import fitting, networks, samples
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import DECAYS, RATES, Experiment, Measured, Settings, less

#: 0.3 points are 30 of the 10,000 test images.
SMALLEST = 0.3
KINDS = ("shared", "local", "dense")
COUNTS = ("1,000", "2,000")
CONDITIONS = tuple(f"{kind}, {count}" for count in COUNTS for kind in KINDS)
FILTERS = 16


class LocallyConnected(keras.layers.Layer):
    """A convolution of 3×3 whose places have weights of their own, with a ReLU.

    Input (n, h, w, c), output (n, h − 2, w − 2, filters).
    """

    def __init__(self, filters: int) -> None:
        """Keep the number of filters."""
        super().__init__()
        self.filters = filters

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Create a kernel and a bias for each place, each drawn as a convolution's is."""
        _, rows, columns, channels = input_shape
        assert rows and columns and channels
        fan_in, fan_out = 9 * channels, 9 * self.filters
        limit = (6 / (fan_in + fan_out)) ** 0.5
        self.kernel = self.add_weight(
            shape=(rows - 2, columns - 2, fan_in, self.filters),
            initializer=keras.initializers.RandomUniform(-limit, limit),
        )
        self.bias = self.add_weight(
            shape=(rows - 2, columns - 2, self.filters), initializer="zeros"
        )

    def call(self, inputs: Any) -> Any:
        """Return ReLU(window times weights plus bias) at each place."""
        windows = keras.ops.image.extract_patches(inputs, 3, strides=1, padding="valid")
        sums = keras.ops.einsum("nhwp,hwpf->nhwf", windows, self.kernel)
        return keras.ops.relu(sums + self.bias)


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train with shared weights, with local ones, or with dense layers."""
    seed = new_seed(seed)
    fitting.fresh(seed)
    kind, _, count = condition.partition(", ")
    sample = samples.mnist(seed, int(count.replace(",", "")), 14)
    if kind == "dense":
        model = networks.dense_network((256,), size=14)
    else:
        layers = keras.layers
        first = (
            layers.Conv2D(FILTERS, 3, activation="relu")
            if kind == "shared"
            else LocallyConnected(FILTERS)
        )
        model = keras.Sequential(
            [
                keras.Input((14, 14, 1)),
                first,
                layers.MaxPooling2D(),
                layers.Flatten(),
                layers.Dense(10),
            ]
        )
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick)
    return Measured(
        values={"parameters": model.count_params()},
        wrong={"error": fitting.misread(model, sample.test)},
        fits=[fit],
    )


EXPERIMENT = Experiment(
    name="constraints",
    lesson="lessons/conv2d",
    claim="Shared weights stand in for data: with them a network needs fewer images",
    source="LeCun et al. 1998, section II, on local connections and shared weights",
    done=(
        "One layer of 3×3 windows with 16 maps, max pooling and a dense layer learned digits of "
        "MNIST at 14×14, with one kernel for all places (a convolution) or with weights of its own "
        "for each place. Rate and weight decay were chosen for each. The claim holds if the "
        "convolution makes fewer mistakes with the same 1,000 images. What its constraint is worth "
        "in images is seen against local weights with 2,000. Beside them stands a dense network "
        "with 256 hidden units."
    ),
    data="mnist",
    seeds=8,
    conditions=CONDITIONS,
    measure=measure,
    tuned={one: {**RATES, **DECAYS} for one in CONDITIONS},
    decisive=(
        less(
            "error", "local, 1,000", "shared, 1,000", "shared against local, 1,000 images", SMALLEST
        ),
    ),
    context=(
        less(
            "error",
            "local, 2,000",
            "shared, 1,000",
            "shared, 1,000, against local, 2,000",
            SMALLEST,
        ),
        less(
            "error", "local, 2,000", "shared, 2,000", "shared against local, 2,000 images", SMALLEST
        ),
        less(
            "error",
            "dense, 2,000",
            "shared, 1,000",
            "shared, 1,000, against dense, 2,000",
            SMALLEST,
        ),
    ),
)
