"""The versions that a number may depend on."""

from __future__ import annotations

import importlib.metadata
import platform
from functools import cache

_LIBRARIES = ("numpy", "matplotlib", "tensorflow", "keras", "scikit-learn", "scipy")


@cache
def versions() -> dict[str, str]:
    """The versions of Python and of the libraries that compute, found without importing them.

    >>> sorted(versions())
    ['keras', 'matplotlib', 'numpy', 'python', 'scikit-learn', 'scipy', 'tensorflow']
    """
    installed = {library: importlib.metadata.version(library) for library in _LIBRARIES}
    return {"python": platform.python_version(), **installed}
