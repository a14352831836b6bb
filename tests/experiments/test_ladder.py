"""The ladder: its ends are the two networks, its rungs are one change apart."""

from __future__ import annotations

from types import SimpleNamespace

import keras
import numpy as np
import pytest

from cnn_docs.experiments import changes, exact_lenet5, networks, rung_training, rungs
from cnn_docs.experiments.changes import CHANGES, RUNGS
from cnn_docs.experiments.rungs import OF_1998, OF_TODAY
from cnn_docs.ledger import ledger
from cnn_docs.lenet5 import network
from cnn_docs.lenet5.paper_kinds import PAPER_KINDS
from cnn_docs.lenet5.specification import C3_TABLE, LAYERS

IMAGES = np.random.default_rng(0).uniform(-0.1, 1.175, (4, 32, 32, 1)).astype(np.float32)


def _trainable(model: keras.Model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def test_the_first_rung_is_the_network_of_1998_from_the_same_start() -> None:
    rung, exact = rungs.build(OF_1998, 3), exact_lenet5.build(3)
    assert _trainable(rung) == 60_000
    assert np.array_equal(rung(IMAGES), exact(IMAGES))


def test_the_last_rung_is_the_network_of_today() -> None:
    rung, today = rungs.build(OF_TODAY, 3), network.build_modern()
    assert _trainable(rung) == 61_706
    today.set_weights(rung.get_weights())
    assert np.array_equal(rung(IMAGES), today(IMAGES))


def test_a_change_changes_one_thing_and_the_same_at_both_ends() -> None:
    compared = set()
    for in_1998, today in CHANGES.values():
        changed = [
            [(old, new) for old, new in zip(RUNGS[one], RUNGS[other], strict=True) if old != new]
            for one, other in (in_1998, today)
        ]
        assert len(changed[0]) == 1
        assert changed[0] == changed[1]
        compared |= {*in_1998, *today}
    assert compared == set(RUNGS)  # no rung is trained for nothing


@pytest.mark.parametrize(
    ("rung", "parameters"),
    [
        ("1998, dense C3", 60_000 + 900),
        ("1998, average pooling", 60_000 - 44),
        ("1998, max pooling", 60_000 - 44),
        ("1998, ReLU", 60_000),
        ("1998, random codes", 60_000),
        ("1998, softmax", 60_000 + 850),
        ("1998, Glorot", 60_000),
        ("today, sparse C3", 61_706 - 900),
        ("today, trained subsampling", 61_706 + 44),
        ("today, average pooling", 61_706),
        ("today, tanh", 61_706),
        ("today, bitmap codes", 61_706 - 850),
        ("today, random codes", 61_706 - 850),
        ("today, fan-in", 61_706),
    ],
)
def test_each_rung_has_the_parameters_of_its_change(rung: str, parameters: int) -> None:
    model = rungs.build(RUNGS[rung], 0)
    assert _trainable(model) == parameters
    assert model(IMAGES).shape == (4, 10)


def test_multiplications_are_those_of_the_paper_and_of_the_ledger() -> None:
    convolutions = [layer for layer in LAYERS if not layer.name.startswith("S")]
    biases = sum(layer.maps * layer.size**2 for layer in convolutions if layer.name != "RBF")
    assert rungs.macs(OF_1998) == sum(layer.connections for layer in convolutions) - biases
    assert rungs.macs(OF_TODAY) == ledger(rungs.build(OF_TODAY, 0)).macs


def test_glorots_start_knows_how_many_maps_a_map_reads() -> None:
    model = rungs.build(OF_1998._replace(start="Glorot"), 0)
    kernels = np.abs(model.get_layer("C3").kernels).max(axis=(1, 2))
    of_target = np.repeat(np.arange(16), [len(row) for row in C3_TABLE])
    for target, row in enumerate(C3_TABLE):
        limit = np.sqrt(6 / (25 * len(row) + 250))
        assert 0.9 * limit < kernels[of_target == target].max() <= limit
    for layer in ("C1", "S2", "C3", "S4", "C5", "F6"):
        assert not np.any(model.get_layer(layer).bias)
    assert np.all(model.get_layer("S2").coefficient == 1 / 4)


def test_f6_can_give_a_code_even_where_the_other_layers_have_relus() -> None:
    model = rungs.build(OF_TODAY._replace(output="bitmaps"), 0)
    f6 = networks.up_to(model, "F6")
    c5 = networks.up_to(model, "C5")
    assert np.min(f6(IMAGES)) < 0 <= np.min(c5(IMAGES))


def test_random_codes_are_those_of_the_seed() -> None:
    codes = [
        rungs.build(RUNGS["1998, random codes"], seed).get_layer("RBF").codes.numpy()
        for seed in (0, 0, 1)
    ]
    assert np.array_equal(codes[0], codes[1])
    assert not np.array_equal(codes[0], codes[2])
    assert set(np.unique(codes[0])) == {-1, 1}


def test_images_are_distorted_while_the_network_learns_and_not_when_it_is_tested() -> None:
    one, again = rungs.Distorted(PAPER_KINDS, 0), rungs.Distorted(PAPER_KINDS, 0)
    assert np.array_equal(one(IMAGES), IMAGES)
    first = np.array(one(IMAGES, training=True))
    assert np.array_equal(first, again(IMAGES, training=True))
    assert not np.array_equal(first, one(IMAGES, training=True))
    assert all(not np.array_equal(image, IMAGES[k]) for k, image in enumerate(first))
    assert rungs.build(OF_1998, 0, PAPER_KINDS).layers[0].__class__ is rungs.Distorted


@pytest.mark.parametrize(
    ("errors", "seeds"),
    [([0.0], [7]), ([90.0, 0.1], [7, 1007]), ([90.0] * 9, [7, 1007, 2007, 3007])],
)
def test_a_network_that_comes_to_nothing_begins_again_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, errors: list[float], seeds: list[int]
) -> None:
    tried = []

    def train(ladder: object, name: str, seed: int, *_: object, quick: bool) -> SimpleNamespace:
        tried.append(seed)
        return SimpleNamespace(fit=SimpleNamespace(training_error=errors[len(tried) - 1]))

    monkeypatch.setattr(rung_training, "train", train)
    ladder = changes.LADDERS["ladder"]
    trained, again = changes._trained(ladder, "1998", 7, {"rate": 0.01, "shrinkage": 0.003}, False)
    assert tried == seeds
    assert again == len(seeds) - 1
    assert trained.fit.training_error == errors[again]
