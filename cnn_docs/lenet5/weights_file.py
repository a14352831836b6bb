"""The file with the trained weights that ships with the package, read without Keras."""

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FOLDER = Path(__file__).parents[1] / "weights"
WEIGHTS_PATH = _FOLDER / "lenet5.npz"
PROVENANCE_PATH = _FOLDER / "lenet5.json"


def read_arrays(path: Path = WEIGHTS_PATH) -> dict[str, NDArray[np.float16]]:
    """Read trained weights as they are stored, rounded to float16.

    Args:
        path: An `.npz` file that `pretrained.save_weights` wrote.

    Returns:
        The arrays by name, such as "C1/kernel", in the order in which they were written.

    Raises:
        ValueError: If there is no such file, or it is damaged.

    >>> read_arrays()["C1/kernel"].shape
    (5, 5, 1, 6)
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(
            f"`path` must name a file with the weights of LeNet-5, got {path}: there is no such "
            "file. Install the package again, or train with `cnn-docs train lenet5`."
        )
    try:
        # Anything but a zip archive would make NumPy think of pickle, which is never loaded here.
        if not zipfile.is_zipfile(path):
            raise ValueError("it is not an .npz archive")
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        for name, values in arrays.items():
            if not np.isfinite(values).all():
                raise ValueError(f"{name} holds values that are not finite")
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged(path, error) from error
    return arrays


def damaged(path: Path, reason: object) -> ValueError:
    """The error of a file that is there and does not hold the weights."""
    return ValueError(
        f"`path` must name a file with the weights of LeNet-5, got {path}: {reason}. "
        "The file is damaged; install the package again."
    )


def provenance() -> dict[str, Any]:
    """Return how the shipped weights were made: command, seed, versions, data hash, date, error.

    >>> provenance()["measured_on"]
    '10000 test images'
    """
    found: dict[str, Any] = json.loads(PROVENANCE_PATH.read_text(encoding="utf-8"))
    return found
