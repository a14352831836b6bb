"""The shipped weights: what they answer, where they come from, and what happens to damaged ones."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from cnn_docs import data
from cnn_docs.lenet5 import network, pretrained
from cnn_docs.lenet5.inputs import check_labels, prepare
from cnn_docs.training.lenet5 import wrong_answers
from cnn_docs.training.ship import digit_inputs

# The weights are fixed, so only a digit that lies between two codes may change sides when another
# machine adds in another order.
BETWEEN_TWO_CODES = 2


def test_weights_are_those_of_the_provenance() -> None:
    written = hashlib.sha256(pretrained.WEIGHTS_PATH.read_bytes()).hexdigest()
    assert written == pretrained.provenance()["weights_sha256"]
    with np.load(pretrained.WEIGHTS_PATH, allow_pickle=False) as stored:
        assert sum(stored[name].size for name in stored.files) == 60_000
        assert {str(stored[name].dtype) for name in stored.files} == {"float16"}


def test_whole_weights_of_another_training_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "weights.npz"
    pretrained.save_weights(network.build(), path)
    monkeypatch.setattr(pretrained, "WEIGHTS_PATH", path)
    with pytest.raises(ValueError, match=r"weights\.npz must hold the weights that lenet5\.json"):
        pretrained.pretrained()


def test_embedded_digits_are_read_as_well_as_recorded() -> None:
    wrong = wrong_answers(pretrained.pretrained(), *digit_inputs())
    recorded = pretrained.provenance()["embedded_digits"]
    assert len(set(wrong.tolist()) ^ set(recorded["wrong_positions"])) <= BETWEEN_TWO_CODES


@pytest.mark.skipif(data.mnist_path() is None, reason="MNIST is not at hand: set CNN_DOCS_MNIST")
def test_mnist_is_read_as_well_as_recorded() -> None:
    _, (images, labels) = data.mnist()
    wrong = wrong_answers(pretrained.pretrained(), prepare(images), check_labels(labels))
    recorded = pretrained.provenance()["rounded"]
    assert len(set(wrong.tolist()) ^ set(recorded["wrong_positions"])) <= BETWEEN_TWO_CODES


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    model = network.build(seed=9)
    pretrained.save_weights(model, tmp_path / "weights.npz")
    loaded = pretrained.load_weights(tmp_path / "weights.npz")
    for one, other in zip(model.get_weights(), loaded.get_weights(), strict=True):
        np.testing.assert_array_equal(one.astype(np.float16), other)


def test_missing_and_damaged_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    with pytest.raises(ValueError, match=r"`path` .*weights\.npz: there is no such file"):
        pretrained.load_weights(path)

    pretrained.save_weights(network.build(), path)
    whole = path.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
    for damaged in (b"", b"\x80\x04N.", whole[:middle], flipped):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="The file is damaged"):
            pretrained.load_weights(path)

    with np.load(pretrained.WEIGHTS_PATH) as stored:
        arrays = dict(stored)
    for name, values in (("C3/kernels", np.zeros((5, 5, 6, 16))), ("F6/bias", np.full(84, np.nan))):
        np.savez(path, **(arrays | {name: values}))
        with pytest.raises(ValueError, match=f"{name} ha|{name} holds"):
            pretrained.load_weights(path)
    arrays.pop("S2/bias")
    np.savez(path, **arrays)
    with pytest.raises(ValueError, match="S2/bias"):
        pretrained.load_weights(path)
