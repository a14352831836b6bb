"""How many different maps a layer has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def effective_number(maps: NDArray[np.floating]) -> float:
    """The number of maps that are different, from 1 (all alike) to all of them.

    With λ the eigenvalues of the maps' correlations this is (Σ λ)² / Σ λ², the participation ratio:
    k for k maps that have nothing in common, whatever their scales. Maps that never change count
    for nothing.

    Args:
        maps: Of shape (..., maps), as a layer puts them out for many images.

    >>> rng = np.random.default_rng(0)
    >>> different = rng.normal(size=(10_000, 4))
    >>> round(effective_number(different), 1)
    4.0
    >>> round(effective_number(different[:, [0, 0, 0, 0]]), 1)
    1.0
    """
    rows = maps.reshape(-1, maps.shape[-1]).astype(np.float64)
    rows = rows[:, rows.std(axis=0) > 0]
    if rows.shape[1] == 0:
        return 0.0
    correlations = np.atleast_2d(np.corrcoef(rows, rowvar=False))
    return float(rows.shape[1] ** 2 / np.sum(correlations**2))
