"""The digits, the search for MNIST, and the few preparations that every lesson needs."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from cnn_docs import data
from cnn_docs.data import DatasetUnavailable, add_channel, digits, mnist, mnist_path

SHAPES = {
    "x_train": (60000, 28, 28),
    "y_train": (60000,),
    "x_test": (10000, 28, 28),
    "y_test": (10000,),
}


@pytest.fixture(scope="session")
def blank_mnist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in MNIST's layout in which every image is empty and every label 0."""
    path = tmp_path_factory.mktemp("mnist") / "mnist.npz"
    arrays = {name: np.zeros(shape, "uint8") for name, shape in SHAPES.items()}
    np.savez_compressed(path, allow_pickle=False, **arrays)
    return path


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without MNIST: no variable, and an empty home folder."""
    monkeypatch.delenv("CNN_DOCS_MNIST", raising=False)
    monkeypatch.delenv("KERAS_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def put(path: Path, source: Path) -> Path:
    path.parent.mkdir(parents=True)
    os.link(source, path)
    return path


def test_digits_are_scikit_learns() -> None:
    images, labels = digits()
    bundled = load_digits()
    assert (images.dtype, labels.dtype) == (np.float32, np.int64)
    np.testing.assert_array_equal(images, bundled.images)
    np.testing.assert_array_equal(labels, bundled.target)


def test_digits_of_28_pixels_are_bilinear_inside_an_empty_margin_of_4() -> None:
    import tensorflow as tf

    images, labels = digits(28)
    assert (images.shape, images.dtype) == ((1797, 28, 28), np.float32)
    np.testing.assert_array_equal(labels, digits()[1])
    inside = images[:, 4:24, 4:24]
    enlarged = tf.image.resize(digits()[0][..., np.newaxis], (20, 20), method="bilinear")
    np.testing.assert_allclose(inside, enlarged[..., 0], atol=1e-5)
    assert images.sum(dtype="float64") == inside.sum(dtype="float64")
    assert (images.min(), images.max()) == (0, 16)


def test_digits_of_32_pixels_are_those_of_28_with_2_more_around() -> None:
    np.testing.assert_array_equal(digits(32)[0], np.pad(digits(28)[0], ((0, 0), (2, 2), (2, 2))))


@pytest.mark.parametrize("size", [0, 16, 64, "8", None])
def test_digits_come_in_three_sizes_only(size: object) -> None:
    with pytest.raises(ValueError, match="`size` must be 8, 28 or 32"):
        digits(size)  # type: ignore[arg-type]


def test_changing_what_a_call_returned_does_not_change_the_next() -> None:
    images, labels = digits()
    images[:], labels[:] = -1, -1
    assert digits()[0].min() == 0
    assert digits()[1].min() == 0


def test_mnist_is_found_where_the_variable_says(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, blank_mnist: Path
) -> None:
    put(nowhere / ".keras" / "datasets" / "mnist.npz", blank_mnist)
    monkeypatch.setenv("CNN_DOCS_MNIST", str(blank_mnist))
    assert mnist_path() == blank_mnist
    (x_train, y_train), (x_test, y_test) = mnist()
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    assert {name: array.shape for name, array in arrays.items()} == SHAPES
    assert {array.dtype for array in arrays.values()} == {np.dtype("uint8")}


def test_mnist_is_found_where_keras_keeps_it(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, blank_mnist: Path
) -> None:
    assert mnist_path() is None
    at_home = put(nowhere / ".keras" / "datasets" / "mnist.npz", blank_mnist)
    assert mnist_path() == at_home
    elsewhere = put(nowhere / "elsewhere" / "datasets" / "mnist.npz", blank_mnist)
    monkeypatch.setenv("KERAS_HOME", str(nowhere / "elsewhere"))
    assert mnist_path() == elsewhere


def test_without_mnist_the_error_says_how_to_get_it(nowhere: Path) -> None:
    with pytest.raises(DatasetUnavailable, match=r"download=True.*`CNN_DOCS_MNIST`"):
        mnist()


def test_a_download_goes_through_keras_and_only_where_nothing_is_found(
    monkeypatch: pytest.MonkeyPatch, blank_mnist: Path
) -> None:
    import keras

    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: "downloaded")
    monkeypatch.setattr(data, "mnist_path", lambda: None)
    assert mnist(download=True) == "downloaded"
    monkeypatch.setattr(data, "mnist_path", lambda: blank_mnist)
    assert mnist(download=True) != "downloaded"


def test_a_wrong_variable_is_an_error_even_where_keras_has_the_file(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, blank_mnist: Path
) -> None:
    put(nowhere / ".keras" / "datasets" / "mnist.npz", blank_mnist)
    monkeypatch.setenv("CNN_DOCS_MNIST", str(nowhere / "missing.npz"))
    for search in (mnist_path, mnist):
        with pytest.raises(ValueError, match=r"`CNN_DOCS_MNIST` names .*missing\.npz"):
            search()


def broken(fault: str, path: Path, blank: Path) -> None:
    arrays = {name: np.zeros(shape, "uint8") for name, shape in SHAPES.items()}
    if fault == "text":
        path.write_text("not an archive")
    elif fault == "cut short":
        path.write_bytes(blank.read_bytes()[:-200])
    elif fault == "damaged":
        content = bytearray(blank.read_bytes())
        content[2000:2400] = bytes(255 - byte for byte in content[2000:2400])
        path.write_bytes(bytes(content))
    elif fault == "no y_test":
        del arrays["y_test"]
    elif fault == "pickled":
        arrays["x_train"] = np.array([{"any": "object"}])
    elif fault == "few":
        arrays["x_test"] = arrays["x_test"][:10]
    elif fault == "float":
        arrays["y_train"] = arrays["y_train"].astype("float32")
    elif fault == "letters":
        arrays["y_train"][0] = 26
    if not path.exists():
        np.savez_compressed(path, allow_pickle=True, **arrays)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("text", "not a zip archive"),
        ("cut short", "not a zip archive"),
        ("damaged", ""),
        ("no y_test", "y_test"),
        ("pickled", "allow_pickle=False"),
        ("few", r"x_test is uint8 of shape \(10, 28, 28\)"),
        ("float", "y_train is float32"),
        ("letters", "y_train has labels above 9"),
    ],
)
def test_a_file_that_is_not_mnist_is_refused(
    fault: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, blank_mnist: Path
) -> None:
    path = tmp_path / "file.npz"
    broken(fault, path, blank_mnist)
    monkeypatch.setenv("CNN_DOCS_MNIST", str(path))
    with pytest.raises(ValueError, match=rf"file\.npz is not MNIST.*{message}"):
        mnist()


def test_mnist_itself() -> None:
    if mnist_path() is None:
        pytest.skip("MNIST is not on this machine")
    (x_train, y_train), (x_test, y_test) = mnist()
    # In the original order; the counts of each digit are those of the data set's authors.
    assert y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert y_test[:5].tolist() == [7, 2, 1, 0, 4]
    assert np.bincount(y_test).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]
    # Every character fits in 20 × 20 pixels, as LeCun et al. 1998 say in section II.B.
    for images in (x_train, x_test):
        assert images.max() == 255
        for axis in (1, 2):
            ink = images.max(axis=axis) > 0
            first, last = ink.argmax(axis=1), 27 - ink[:, ::-1].argmax(axis=1)
            assert (last - first + 1).max() == 20


def test_split_takes_the_same_share_of_every_class() -> None:
    images, labels = digits()
    parts = data.split(images, labels, test_fraction=0.2, seed=0)
    assert (len(parts.x_train), len(parts.x_test)) == (1437, 360)
    shares = np.bincount(parts.y_test) / np.bincount(labels)
    assert np.all(np.abs(shares - 0.2) < 1 / np.bincount(labels))  # to the nearest image or so


def test_split_loses_nothing_and_follows_its_seed() -> None:
    numbers, labels = np.arange(100), np.arange(100) % 5
    x_train, x_test, y_train, y_test = data.split(numbers, labels, test_fraction=0.3, seed=1)
    assert sorted([*x_train, *x_test]) == numbers.tolist()
    np.testing.assert_array_equal(x_train % 5, y_train)
    np.testing.assert_array_equal(x_test % 5, y_test)
    again = data.split(numbers, labels, test_fraction=0.3, seed=1)
    other = data.split(numbers, labels, test_fraction=0.3, seed=2)
    np.testing.assert_array_equal(again.x_test, x_test)
    assert not np.array_equal(other.x_test, x_test)


def test_add_channel_is_the_axis_that_keras_asks_for() -> None:
    import keras

    images = digits()[0]
    assert keras.layers.Conv2D(2, 3)(add_channel(images[:1])).shape == (1, 6, 6, 2)
    assert add_channel(images).shape == (1797, 8, 8, 1)
    np.testing.assert_array_equal(add_channel(images)[..., 0], images)


def test_scale_to_unit_divides_whole_numbers_without_losing_them() -> None:
    scaled = data.scale_to_unit(np.array([[0, 51, 255]], "uint8"), maximum=255)
    assert scaled.dtype == np.float32
    np.testing.assert_allclose(scaled, [[0, 0.2, 1]])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: data.scale_to_unit(np.array([0, 200]), maximum=16), "`images` .* 0 to 200"),
        (lambda: data.scale_to_unit(np.array([-1.0]), maximum=16), "`images`"),
        (lambda: data.scale_to_unit(np.array([np.nan]), maximum=16), "`images`"),
        (lambda: data.scale_to_unit(np.ones(3), maximum=0), "`maximum`"),
        (lambda: add_channel(np.ones((8, 8))), "`images` must have 3 axes"),
        (lambda: add_channel(np.ones((1, 8, 8, 1))), "`images` must have 3 axes"),
        (lambda: data.split(np.ones(9), np.ones(8), test_fraction=0.5, seed=0), "`labels`"),
        (lambda: data.split(np.ones(8), np.ones((8, 1)), test_fraction=0.5, seed=0), "`labels`"),
        (lambda: data.split(np.ones(8), np.ones(8), test_fraction=1, seed=0), "`test_fraction`"),
        (lambda: data.split(np.ones(8), np.ones(8), test_fraction=0.5, seed=-1), "`seed`"),
        (lambda: data.split(np.ones(8), np.arange(8), test_fraction=0.5, seed=0), "class"),
    ],
)
def test_arguments_that_make_no_sense_are_refused_by_name(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        call()
