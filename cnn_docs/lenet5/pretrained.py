"""The trained weights that ship with the package."""

import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import keras
import numpy as np

from cnn_docs._provenance.digest import digest

from .network import build

_FOLDER = Path(__file__).parents[1] / "weights"
WEIGHTS_PATH = _FOLDER / "lenet5.npz"
PROVENANCE_PATH = _FOLDER / "lenet5.json"


def save_weights(model: keras.Model, path: Path) -> None:
    """Write the 60,000 trained numbers, rounded to float16.

    Args:
        model: A LeNet-5 from `build`.
        path: The `.npz` file: one array for each weight, named as "C1/kernel".
    """
    arrays = {
        _name(variable): np.asarray(variable).astype(np.float16)
        for variable in model.trainable_variables
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)


def load_weights(path: Path) -> keras.Model:
    """Build LeNet-5 with the weights of a file.

    Args:
        path: An `.npz` file that `save_weights` wrote.

    Returns:
        The model of `build` with those weights, in float32.

    Raises:
        ValueError: If there is no such file, or it does not hold the weights of LeNet-5.

    >>> load_weights(Path("nowhere.npz"))
    Traceback (most recent call last):
    ValueError: `path` must name a file with the weights of LeNet-5, got nowhere.npz: there ...
    """
    path = Path(path)
    if not path.is_file():
        raise ValueError(
            f"`path` must name a file with the weights of LeNet-5, got {path}: there is no such "
            "file. Install the package again, or train with `cnn-docs train lenet5`."
        )
    model = build()
    try:
        # Anything but a zip archive would make NumPy think of pickle, which is never loaded here.
        if not zipfile.is_zipfile(path):
            raise ValueError("it is not an .npz archive")
        with np.load(path, allow_pickle=False) as stored:
            for variable in model.trainable_variables:
                values = stored[_name(variable)]
                if values.shape != tuple(variable.shape):
                    raise ValueError(
                        f"{_name(variable)} has shape {values.shape}, not {tuple(variable.shape)}"
                    )
                if not np.isfinite(values).all():
                    raise ValueError(f"{_name(variable)} holds values that are not finite")
                variable.assign(values.astype(np.float32))
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(
            f"`path` must name a file with the weights of LeNet-5, got {path}: {error}. "
            "The file is damaged; install the package again."
        ) from error
    return model


def pretrained() -> keras.Model:
    """Build LeNet-5 with the weights that ship with the package; `provenance` says whence.

    Returns:
        The model of `build`, trained.

    Raises:
        ValueError: If the weights file is missing, damaged, or not the one of its provenance.

    >>> pretrained().count_params()
    60840
    """
    model = load_weights(WEIGHTS_PATH)
    if digest(WEIGHTS_PATH.read_bytes()) != provenance()["weights_sha256"]:
        raise ValueError(
            f"{WEIGHTS_PATH} must hold the weights that {PROVENANCE_PATH.name} beside it tells of, "
            "and holds others. Install the package again, or ship both with `cnn-docs train ship`."
        )
    return model


def provenance() -> dict[str, Any]:
    """Return how the shipped weights were made: command, seed, versions, data hash, date, error.

    >>> provenance()["measured_on"]
    '10000 test images'
    """
    return json.loads(PROVENANCE_PATH.read_text(encoding="utf-8"))


def _name(variable: Any) -> str:
    """Return "C1/kernel" from a path such as "lenet5/C1/kernel"."""
    return "/".join(variable.path.split("/")[-2:])
