"""The trained weights that ship with the package."""

from pathlib import Path
from typing import Any

import keras
import numpy as np

from cnn_docs._provenance.digest import digest

from .network import build
from .weights_file import PROVENANCE_PATH, WEIGHTS_PATH, damaged, provenance, read_arrays


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
    model = build()
    arrays = read_arrays(path)
    for variable in model.trainable_variables:
        name = _name(variable)
        if name not in arrays:
            raise damaged(path, f"it has no {name}")
        if arrays[name].shape != tuple(variable.shape):
            expected = tuple(variable.shape)
            raise damaged(path, f"{name} has shape {arrays[name].shape}, not {expected}")
        variable.assign(arrays[name].astype(np.float32))
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


def _name(variable: Any) -> str:
    """Return "C1/kernel" from a path such as "lenet5/C1/kernel"."""
    return "/".join(variable.path.split("/")[-2:])
