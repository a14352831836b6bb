"""The settings with which the ladder's networks are trained, as `tuning` has chosen them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: Where the search starts is the middle of each.
GRID = {
    "rate": (1e-3, 3e-3, 1e-2, 3e-2, 1e-1),
    "shrinkage": (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1),
}
PACKAGE = Path(__file__).parents[1]


def file(ladder: str) -> str:
    """Where the settings are kept, relative to the package.

    Args:
        ladder: The name of its experiment.

    >>> file("ladder")
    'results/settings/ladder.json'
    """
    return f"results/settings/{ladder}.json"


def are_chosen(ladder: str) -> bool:
    """Whether `tuning` has chosen settings.

    Args:
        ladder: The name of its experiment.
    """
    return (PACKAGE / file(ladder)).exists()


def kept(ladder: str) -> dict[str, Any]:
    """All that `tuning` wrote down.

    Args:
        ladder: The name of its experiment.

    Raises:
        ValueError: If no settings were chosen.
    """
    if not are_chosen(ladder):
        raise ValueError(
            f"`ladder` must name one whose settings were chosen, got {ladder!r}. "
            f"Choose them with: cnn-docs experiments tune {ladder}"
        )
    found: dict[str, Any] = json.loads((PACKAGE / file(ladder)).read_text(encoding="utf-8"))
    return found


def chosen(ladder: str, network: str) -> dict[str, float]:
    """The settings of one network: "rate" and "shrinkage".

    Args:
        ladder: The name of its experiment.
        network: One of its conditions.

    Raises:
        ValueError: If no settings were chosen.
    """
    settings: dict[str, float] = kept(ladder)["networks"][network][0]["settings"]
    return settings
