"""Imported once, by the process that the pages' processes are forked from.

Importing is all that may happen here: a process in which TensorFlow has computed cannot be forked.
"""

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Drop what an import writes to stderr: TensorFlow's notes about missing GPUs."""
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


with _quiet():
    import matplotlib.pyplot  # noqa: F401
    import scipy.stats  # noqa: F401
    import sklearn.datasets  # noqa: F401
    import tensorflow  # noqa: F401
