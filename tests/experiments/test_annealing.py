"""A training of a length laid down beforehand: its step ends at 0, its seed decides the rest."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from cnn_docs.experiments import annealing, fitting
from cnn_docs.experiments.samples import Part, digits

SAMPLE = digits(0)
FEW = Part(SAMPLE.learn.images[:330], SAMPLE.learn.labels[:330])  # ten batches, and ten images more
SETTINGS = {"rate": 0.01, "shrinkage": 0.001}


def _network() -> keras.Sequential:
    fitting.fresh(0)
    layers = keras.layers
    return keras.Sequential([keras.Input((8, 8, 1)), layers.Flatten(), layers.Dense(10)])


def _trained(seed: int, passes: int = 3) -> keras.Sequential:
    network = _network()
    annealing.train(network, FEW, SETTINGS, passes=passes, seed=seed, loss=fitting.cross_entropy)
    return network


def test_the_step_falls_to_0_with_the_last_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    class Noted(keras.optimizers.AdamW):
        def build(self, variables: list[keras.Variable]) -> None:
            made.append(self)
            super().build(variables)

    monkeypatch.setattr(keras.optimizers, "AdamW", Noted)
    _trained(seed=0)
    [optimizer] = {id(one): one for one in made}.values()
    assert int(optimizer.iterations) == 3 * 10
    assert float(optimizer.learning_rate) == pytest.approx(0, abs=1e-9)
    assert optimizer.weight_decay == pytest.approx(0.1)  # of a step of 0.01 it is a thousandth


def test_the_same_seed_gives_the_same_weights_and_another_one_others() -> None:
    one, again, other = (_trained(seed).get_weights()[0] for seed in (0, 0, 1))
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)


def test_the_end_is_told_as_keras_measures_it() -> None:
    network = _trained(seed=0, passes=20)
    fit = annealing.ended(network, FEW, SAMPLE.held_out, passes=20, loss=fitting.cross_entropy)
    network.compile(
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
    for part, loss, error in (
        (FEW, fit.training_loss, fit.training_error),
        (SAMPLE.held_out, fit.held_out_loss, fit.held_out_error),
    ):
        expected, right = network.evaluate(*part, verbose=0)
        assert loss == pytest.approx(expected, rel=1e-4)
        assert error == pytest.approx(100 * (1 - right), abs=1e-3)
    assert fit.training_error < 5
    assert (fit.converged, fit.looks) == (True, 20)
