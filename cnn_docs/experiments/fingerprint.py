"""What a result depends on: the code that measured it and the data it was measured on."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from cnn_docs import data
from cnn_docs._provenance.closure import closure
from cnn_docs._provenance.digest import digest, file_digest

_PACKAGE = Path(data.__file__).parent


def code_fingerprint(module: str) -> str:
    """A digest of a module and of all of its package that it imports, directly or not.

    Comments and docstrings do not count, and the module is not imported.

    Args:
        module: The module's full name.

    Returns:
        64 hexadecimal digits.

    Raises:
        ValueError: If there is no such module.
    """
    package = Path(str(resources.files(module.partition(".")[0])))
    files = closure([module], package)
    if module not in files:
        raise ValueError(f"`module` must name a module of {package.name}, got {module!r}.")
    digests = {name: file_digest(path) for name, path in files.items()}
    return digest(json.dumps(digests, sort_keys=True).encode())


def data_fingerprint(name: str, reads: Iterable[str] = ()) -> str:
    """A digest of a data set's numbers and of files of the package.

    Args:
        name: "digits" or "mnist".
        reads: Files, relative to the package.

    Returns:
        64 hexadecimal digits.

    Raises:
        DatasetUnavailable: If MNIST is asked for and is not at hand.
    """
    files = [digest((_PACKAGE / file).read_bytes()) for file in reads]
    return digest(json.dumps([*_array_digests(name), *files]).encode())


@cache
def _array_digests(name: str) -> list[str]:
    arrays = data.digits() if name == "digits" else itertools.chain(*data.mnist())
    return [digest(np.ascontiguousarray(array).tobytes()) for array in arrays]
