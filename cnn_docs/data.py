"""The pictures that the lessons learn from: digits that ship with scikit-learn, and MNIST.

Nothing is downloaded unless you ask for it. Every call returns fresh arrays, so that you may change
what you get.
"""

import os
import zipfile
import zlib
from numbers import Real
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn_docs._integer_checks import non_negative_integer

Array = NDArray[Any]

MNIST_VARIABLE = "CNN_DOCS_MNIST"
"""Environment variable that may name the file with MNIST."""

_MNIST_SHAPES = {
    "x_train": (60000, 28, 28),
    "y_train": (60000,),
    "x_test": (10000, 28, 28),
    "y_test": (10000,),
}


class DatasetUnavailable(RuntimeError):
    """A data set is not on this machine. The message says how to get it."""


class Split(NamedTuple):
    """Images and labels in two parts, in scikit-learn's order."""

    x_train: Array
    x_test: Array
    y_train: Array
    y_test: Array


def digits(size: int = 8) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The 1,797 handwritten digits that ship with scikit-learn.

    They come from the test part of *Optical Recognition of Handwritten Digits* (Alpaydin and
    Kaynak 1998, UCI Machine Learning Repository). Each pixel counts the ink in a 4 × 4 block of the
    original 32 × 32 bitmap.

    Args:
        size: Pixels along each side.

            - 8: as scikit-learn has them. The digit fills the picture.
            - 28: laid out like MNIST. The 8 × 8 picture is enlarged to 20 × 20 by bilinear
              interpolation and gets a margin of 4 empty pixels.
            - 32: those 28 × 28 with 2 more empty pixels on each side, as LeNet-5 reads digits.

    Returns:
        The images, float32 of shape (1797, size, size) with grey values from 0 (paper) to 16 (ink),
        and their labels 0 to 9, int64 of shape (1797,).

    Raises:
        ValueError: If `size` is not 8, 28 or 32.

    >>> images, labels = digits()
    >>> images.shape, labels[:5].tolist()
    ((1797, 8, 8), [0, 1, 2, 3, 4])
    >>> images[0, 0].tolist()
    [0.0, 0.0, 5.0, 13.0, 9.0, 1.0, 0.0, 0.0]
    >>> digits(28)[0].shape
    (1797, 28, 28)
    """
    if size not in (8, 28, 32):
        raise ValueError(f"`size` must be 8, 28 or 32, got {size!r}.")
    from sklearn.datasets import load_digits  # two seconds that finding MNIST need not take

    bundled = load_digits()
    images = bundled.images
    if size != 8:
        margin = (size - 20) // 2
        images = np.pad(_enlarge(images, 20), ((0, 0), (margin, margin), (margin, margin)))
    return images.astype(np.float32), bundled.target.astype(np.int64)


def mnist_path() -> Path | None:
    """Where MNIST is on this machine, or None.

    The file is looked for in two places: where the environment variable `CNN_DOCS_MNIST` says, and
    in the folder in which Keras keeps its downloads (`$KERAS_HOME/datasets`, by default
    `~/.keras/datasets`). The contents are not read; `mnist` checks them.

    Returns:
        The path of an `.npz` file, or None if there is none.

    Raises:
        ValueError: If `CNN_DOCS_MNIST` names something that is not a file: a wrong path is a
            mistake to mend, so the search does not go on.
    """
    named = os.environ.get(MNIST_VARIABLE)
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise ValueError(
                f"`{MNIST_VARIABLE}` names {path.absolute()}, which is not a file. Set it to an "
                ".npz file in the layout of tf.keras.datasets.mnist, or unset it."
            )
        return path
    keras_home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    downloaded = keras_home / "datasets" / "mnist.npz"
    return downloaded if downloaded.is_file() else None


def mnist(*, download: bool = False) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """MNIST: 70,000 handwritten digits of 28 × 28 pixels.

    By Yann LeCun and Corinna Cortes, licence CC BY-SA 3.0; described in LeCun, Bottou, Bengio and
    Haffner 1998, section III. The file is found as `mnist_path` says.

    Args:
        download: Fetch the file through Keras (11 MB, once) if it is not on this machine. What
            Keras raises when the download fails is passed on.

    Returns:
        `(x_train, y_train), (x_test, y_test)`, as Keras returns them: images uint8 of shape (60000,
        28, 28) and (10000, 28, 28) with grey values from 0 (paper) to 255 (ink), labels uint8.

    Raises:
        DatasetUnavailable: If MNIST is not on this machine and `download` is false.
        ValueError: If the file is not MNIST in Keras' layout, or as for `mnist_path`.
    """
    path = mnist_path()
    if path is not None:
        return _read_mnist(path)
    if not download:
        raise DatasetUnavailable(
            "MNIST is not on this machine. Call cnn_docs.data.mnist(download=True) to fetch it "
            f"through Keras, or set `{MNIST_VARIABLE}` to an .npz file in the layout of "
            "tf.keras.datasets.mnist."
        )
    import keras  # costs seconds, and only a download needs it

    return keras.datasets.mnist.load_data()


def split(images: Array, labels: Array, *, test_fraction: float, seed: int) -> Split:
    """Shuffle, and put a part aside for testing, with each class in its share.

    Args:
        images: Images, or anything else with one entry a label along the first axis.
        labels: Classes, of shape (number of images,).
        test_fraction: Share of the images to put aside, between 0 and 1.
        seed: The same seed gives the same parts.

    Returns:
        A named tuple `(x_train, x_test, y_train, y_test)`.

    Raises:
        ValueError: If the lengths differ, if `test_fraction` or `seed` is out of range, or if a
            class has too few images to be in both parts.

    >>> images, labels = digits()
    >>> parts = split(images, labels, test_fraction=0.25, seed=0)
    >>> parts.x_train.shape, parts.x_test.shape
    ((1347, 8, 8), (450, 8, 8))
    """
    if labels.ndim != 1 or len(images) != len(labels):
        raise ValueError(
            "`labels` must have one axis with one label an image, got shape "
            f"{labels.shape} for {len(images)} images."
        )
    if not isinstance(test_fraction, Real) or not 0 < test_fraction < 1:
        raise ValueError(
            f"`test_fraction` must be a number between 0 and 1, got {test_fraction!r}."
        )
    non_negative_integer(seed, "seed")
    from sklearn.model_selection import train_test_split

    parts = train_test_split(
        images, labels, test_size=float(test_fraction), random_state=seed, stratify=labels
    )
    return Split(*parts)


def add_channel(images: Array) -> Array:
    """Give grey images the channel axis that a convolution layer expects.

    Args:
        images: Grey images of shape (number, height, width).

    Returns:
        The same numbers with shape (number, height, width, 1). It is a view, not a copy.

    Raises:
        ValueError: If `images` does not have 3 axes.

    >>> add_channel(np.zeros((5, 8, 8))).shape
    (5, 8, 8, 1)
    """
    if images.ndim != 3:
        raise ValueError(
            "`images` must have 3 axes (number, height, width), got shape "
            f"{images.shape}; a single grey image becomes one of three axes with image[np.newaxis]."
        )
    return images[..., np.newaxis]


def scale_to_unit(images: Array, *, maximum: float) -> NDArray[np.float32]:
    """Divide grey values by the largest that there could be, so that they lie between 0 and 1.

    Args:
        images: Grey values of any real dtype and any shape, from 0 to `maximum`.
        maximum: What full ink is worth: 16 for `digits`, 255 for `mnist`.

    Returns:
        float32 numbers from 0 to 1, of the same shape.

    Raises:
        ValueError: If `maximum` is not a positive number, or if a grey value is not between 0 and
            `maximum` (the maximum of another data set, most likely).

    >>> scale_to_unit(np.array([0, 8, 16]), maximum=16).tolist()
    [0.0, 0.5, 1.0]
    """
    if not isinstance(maximum, Real) or not 0 < maximum < float("inf"):
        raise ValueError(f"`maximum` must be a positive number, got {maximum!r}.")
    if not np.all((images >= 0) & (images <= maximum)):
        raise ValueError(
            f"`images` must lie between 0 and `maximum` = {maximum}, but they go from "
            f"{images.min()} to {images.max()}. The maximum is 16 for digits and 255 for MNIST."
        )
    return images.astype(np.float32) / np.float32(maximum)


def _enlarge(images: Array, size: int) -> Array:
    """Enlarge square images by bilinear interpolation between the middles of their pixels."""
    pixels = images.shape[-1]
    # Where the middles of the new pixels lie, counted in old pixels.
    middles = (np.arange(size) + 0.5) * pixels / size - 0.5
    # How much of each old pixel is in each new one; np.interp repeats the border outwards.
    shares = np.array([np.interp(middles, np.arange(pixels), one) for one in np.eye(pixels)])
    return shares.T @ images @ shares


def _read_mnist(path: Path) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Read the four arrays and check that they are MNIST's in kind and number."""
    arrays = {}
    try:
        if not zipfile.is_zipfile(path):
            raise ValueError("it is not a zip archive")
        with np.load(path, allow_pickle=False) as archive:
            for name, shape in _MNIST_SHAPES.items():
                array = archive[name]
                if array.shape != shape or array.dtype != np.uint8:
                    raise ValueError(
                        f"{name} is {array.dtype} of shape {array.shape}, not uint8 of {shape}"
                    )
                arrays[name] = array
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(
            f"{path} is not MNIST in the layout of tf.keras.datasets.mnist: {error}. "
            f"Set `{MNIST_VARIABLE}` to another file, or remove this one."
        ) from error
    for name in ("y_train", "y_test"):
        if arrays[name].max() > 9:
            raise ValueError(f"{path} is not MNIST: {name} has labels above 9.")
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])
