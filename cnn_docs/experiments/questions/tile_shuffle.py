"""Is a face whose parts are scattered still a face to a convolutional network?"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from cnn_docs import faces
from cnn_docs.experiments import fitting
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.experiment import (
    RATES,
    Contrast,
    Experiment,
    Measured,
    OneSeed,
    Settings,
)
from cnn_docs.experiments.samples import Part, Sample

PICTURES = 300
#: A network that calls fewer whole faces a face has not learned what one is, and is not fooled.
ENOUGH = 90.0
CONDITIONS = (
    "flattened",
    "pooled",
    "flattened, scattered faces shown",
    "pooled, scattered faces shown",
)


def measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train on drawn faces and other drawings, and count what is called a face."""
    seed = new_seed(seed)
    fitting.fresh(seed)
    shown = condition.endswith("shown")
    sample = Sample(*(_drawings(4 * seed + part, scattered=shown) for part in range(3)))
    layers = keras.layers
    pooled = condition.startswith("pooled")
    model = keras.Sequential(
        [
            keras.Input((faces.SIZE, faces.SIZE, 1)),
            layers.Conv2D(8, 5, strides=2, activation="relu"),
            layers.Conv2D(8, 1, activation="relu"),
            layers.GlobalMaxPooling2D() if pooled else layers.Flatten(),
            layers.Dense(2),
        ]
    )
    fit = fitting.fit(model, sample, settings, seed=seed, quick=quick, loss=_smoothed)
    new = 4 * seed + 3
    kinds = {
        "faces": faces.faces(PICTURES, seed=_seed(new, 0)),
        "scattered": faces.rearranged_faces(PICTURES, seed=_seed(new, 0)),
        "other": faces.non_faces(PICTURES, seed=_seed(new, 1)),
    }
    calls = {
        f"called a face, {kind}": 100
        * float(np.mean(fitting.outputs_of(model, 2 * images - 1).argmax(axis=1)))
        for kind, images in kinds.items()
    }
    return Measured(values=calls, fits=[fit])


def _smoothed(labels: Any, logits: Any) -> Any:
    """Cross-entropy with labels of 0.95 and 0.05, which has a least value.

    These drawings are told apart without a mistake, and with labels of 1 and 0 the loss would then
    fall for ever: no training would come to its end.
    """
    targets = tf.one_hot(labels, 2, on_value=0.95, off_value=0.05)
    return tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, logits))


def _drawings(seed: int, *, scattered: bool) -> Part:
    """Faces (class 1) and other drawings (class 0), scattered faces among them if asked for."""
    other = [faces.non_faces(PICTURES, seed=_seed(seed, 1))]
    if scattered:
        other.append(faces.rearranged_faces(PICTURES, seed=_seed(seed, 2)))
    images = np.concatenate([faces.faces(PICTURES, seed=_seed(seed, 0)), *other])
    labels = np.repeat(np.array([1, 0]), [PICTURES, len(images) - PICTURES])
    return Part((2 * images - 1).astype(np.float32), labels.astype(np.int64))


def _seed(seed: int, kind: int) -> int:
    """Seeds of their own for each kind of drawing."""
    return 3 * seed + kind


def _fooled(condition: str, name: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        called = seed[condition]
        fooled = called["called a face, scattered"]
        return (fooled if called["called a face, faces"] >= ENOUGH else 0.0) - 50

    return Contrast(name, effect, "% of the scattered faces, beyond half", 10.0)


EXPERIMENT = Experiment(
    name="tile_shuffle",
    lesson="lessons/scattered-face",
    claim="A picture with all features of a face, but scattered, is still taken for a face",
    source="the notes on the problem of CNNs",
    done=(
        "A convolutional network learned to tell drawn faces from other drawings, and was shown "
        "faces with their parts in other places. Its last layer reads the flattened maps, as in "
        "the notes; in another network it reads the largest value of each map. The claim holds if "
        "more than half of the scattered faces are called a face, by a network that knows at least "
        "90 % of the whole ones. Both were trained again with scattered faces among the other "
        "drawings."
    ),
    data="digits",
    seeds=30,
    conditions=CONDITIONS,
    measure=measure,
    tuned=dict.fromkeys(CONDITIONS, RATES),
    decisive=(_fooled("flattened", "a network that flattens, as in the notes"),),
    context=(
        _fooled("pooled", "a network that pools globally"),
        _fooled("flattened, scattered faces shown", "one that flattens, scattered faces shown"),
        _fooled("pooled, scattered faces shown", "one that pools globally, scattered faces shown"),
    ),
)
