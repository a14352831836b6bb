"""What a result depends on: the code that measured it and the data it was measured on."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from cnn_docs import data
from cnn_docs._provenance.closure import closure
from cnn_docs._provenance.digest import digest, file_digest
from cnn_docs.experiments.experiment import Experiment

_PACKAGE = Path(data.__file__).parent


def code_fingerprint(module: str) -> str:
    """A digest of a module and of all of `cnn_docs` that it imports, directly or not.

    Comments and docstrings do not count.

    Args:
        module: The module's full name.

    Returns:
        64 hexadecimal digits.

    Raises:
        ValueError: If there is no such module.
    """
    files = closure([module], _PACKAGE)
    if module not in files:
        raise ValueError(f"`module` must name a module of cnn_docs, got {module!r}.")
    digests = {name: file_digest(path) for name, path in files.items()}
    return digest(json.dumps(digests, sort_keys=True).encode())


def data_fingerprint(name: str, reads: tuple[str, ...] = ()) -> str | None:
    """A digest of a data set's numbers and of files of the package.

    Args:
        name: "digits" or "mnist".
        reads: Files, relative to the package.

    Returns:
        64 hexadecimal digits, or None if MNIST is asked for and is not at hand.
    """
    arrays = _array_digests(name)
    if arrays is None:
        return None
    files = [digest((_PACKAGE / file).read_bytes()) for file in reads]
    return digest(json.dumps([*arrays, *files]).encode())


@cache
def _array_digests(name: str) -> list[str] | None:
    if name == "mnist":
        if data.mnist_path() is None:
            return None
        arrays = [array for part in data.mnist() for array in part]
    else:
        arrays = list(data.digits())
    return [digest(np.ascontiguousarray(array).tobytes()) for array in arrays]


def fingerprints(experiment: Experiment, module: str) -> dict[str, str | None]:
    """The digests under which an experiment's results are kept, as "code" and "data"."""
    return {
        "code": code_fingerprint(module),
        "data": data_fingerprint(experiment.data, experiment.reads),
    }
