"""How a network of the ladder is trained, to choose its settings as well as to measure it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import keras

from cnn_docs.experiments import annealing, exact_lenet5, fitting, rungs
from cnn_docs.experiments.experiment import Fit
from cnn_docs.experiments.rungs import Rung
from cnn_docs.experiments.samples import Part, Sample
from cnn_docs.lenet5.distortions import Distortions

#: So few that sixteen networks can be trained often.
IMAGES = 2_000
#: Held-out digits by whose mistakes settings are chosen. About 300 of them are misread, so that
#: chance is some 6 % of them.
HELD_OUT = 10_000
#: What a quick training learns from, once.
_FEW = 64


class Ladder(NamedTuple):
    """Networks that are trained in the same way."""

    rungs: Mapping[str, Rung]
    passes: int
    """How often each digit is shown."""
    distortions: Distortions | None = None
    """How far each image is distorted when it is learned from."""


class Trained(NamedTuple):
    """A network at its end."""

    model: keras.Model
    sample: Sample
    """The digits that it learned from, those that are held out, and those that test it."""
    fit: Fit
    seconds: float
    """Of one core, for a pass."""


def train(
    ladder: Ladder, name: str, seed: int, settings: Mapping[str, float], *, quick: bool = False
) -> Trained:
    """Train one network to its end.

    Args:
        ladder: The networks.
        name: Which of them.
        seed: Seed of the digits, of the initial weights, of the order and of the distortions.
        settings: "rate", AdamW's largest step, and "shrinkage", the part that a weight loses at
            such a step. It is the product of rate and weight decay. Both matter, and what suits one
            hardly depends on the other.
        quick: Whether to learn from a few digits, once.
    """
    fitting.fresh(seed)
    rung, passes = ladder.rungs[name], ladder.passes
    sample = _sample(seed)
    learn = sample.learn
    if quick:
        learn, passes = Part(learn.images[:_FEW], learn.labels[:_FEW]), 1
    model = rungs.build(rung, seed, ladder.distortions)
    loss = fitting.cross_entropy if rung.output == "softmax" else exact_lenet5.equation_9
    begin = time.process_time()
    annealing.train(model, learn, settings, passes=passes, seed=seed, loss=loss)
    seconds = (time.process_time() - begin) / passes
    fit = annealing.ended(model, learn, sample.held_out, passes=passes, loss=loss)
    return Trained(model, sample, fit, seconds)


@lru_cache(maxsize=1)  # a search asks for it again and again
def _sample(seed: int) -> Sample:
    """The digits of a seed, with more held-out ones than other experiments have."""
    drawn = exact_lenet5.sample(seed, IMAGES + HELD_OUT)
    learn, held_out = (
        Part(*(array[part] for array in drawn.learn))
        for part in (slice(IMAGES), slice(IMAGES, None))
    )
    return Sample(learn, held_out, drawn.test)
