"""What a result depends on: the code that measured it and the data it was measured on."""

from __future__ import annotations

import ast
import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cnn_docs import data
from cnn_docs.code_digest import code_digest, digest
from cnn_docs.experiments.experiment import Experiment

_PACKAGE = Path(data.__file__).parent


@cache
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
    digests = {name: _read(name, path).digest for name, path in dependencies(module).items()}
    return digest(json.dumps(digests, sort_keys=True).encode())


def dependencies(module: str) -> dict[str, Path]:
    """A module and all of `cnn_docs` that it imports, also inside functions, directly or not.

    What runs only because it stands in an `__init__.py` above an imported module does not count.

    Args:
        module: The module's full name.

    Returns:
        The files by the names of their modules.

    Raises:
        ValueError: If there is no such module.

    >>> sorted(dependencies("cnn_docs.data"))
    ['cnn_docs._checks', 'cnn_docs.data']
    """
    found: dict[str, Path] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _path(name)
            waiting += _read(name, found[name]).imported
    return found


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


class _Module(NamedTuple):
    """What one file does, and the modules of this package that it imports."""

    digest: str
    imported: list[str]


def _read(module: str, path: Path) -> _Module:
    """Parse a file, once for each time that it was written: many questions import the same."""
    return _parse(module, path, path.stat().st_mtime_ns)


@cache
def _parse(module: str, path: Path, written: int) -> _Module:
    return _Module(code_digest(path), _imported(module, path))


@cache
def _path(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ValueError(f"`module` must name a module that can be imported, got {module!r}.")
    return Path(spec.origin)


def _imported(module: str, path: Path) -> list[str]:
    """The modules of this package that a file imports."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if _is_ours(alias.name)]
        elif isinstance(node, ast.ImportFrom):
            origin = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            if _is_ours(origin):
                found += [_of(origin, alias.name) for alias in node.names]
    return found


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "cnn_docs"


def _of(origin: str, name: str) -> str:
    """The module that `from origin import name` is about: a submodule, or `origin` itself."""
    inside = Path(_path(origin)).parent / name
    is_package = _path(origin).name == "__init__.py"
    if is_package and (inside.with_suffix(".py").exists() or (inside / "__init__.py").exists()):
        return f"{origin}.{name}"
    return origin
