"""Gather the records of the runs into the file that ships, and read it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

RESULTS_PATH = Path(__file__).parents[1] / "results" / "lenet5.json"


def interval(errors: list[float], confidence: float = 0.95) -> tuple[float, float]:
    """Return the t interval of the mean error over seeds.

    It says how far the mean would move with other seeds on the same test images. That the test
    images are themselves a sample adds about 0.1 points, which it does not cover.

    Args:
        errors: Test errors of runs that differ in the seed alone, in percent. At least two.
        confidence: Between 0 and 1.

    Returns:
        (low, high), in percent.

    Raises:
        ValueError: If there are fewer than two errors.

    >>> low, high = interval([0.9, 1.0, 1.1])
    >>> round(low, 3), round(high, 3)
    (0.752, 1.248)
    """
    if len(errors) < 2:
        raise ValueError(f"`errors` must hold at least two runs, got {len(errors)}.")
    mean, spread = float(np.mean(errors)), float(stats.sem(errors))
    low, high = stats.t.interval(confidence, len(errors) - 1, loc=mean, scale=spread)
    return float(low), float(high)


def gather(folder: Path) -> dict[str, Any]:
    """Collect the records of finished runs: one entry for each recipe.

    Args:
        folder: Where `train_lenet5` kept its records.

    Returns:
        For each recipe its runs in order of seed, the mean error and, from two seeds on, the 95 %
        interval. Runs measured on held-out images stand under "choices".

    Raises:
        ValueError: If the folder holds no record.
    """
    paths = sorted(folder.glob("*-seed*.json"))
    if not paths:
        raise ValueError(f"`folder` must hold records of `train_lenet5`, got {folder}.")
    records = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    by_recipe: dict[str, list[dict[str, Any]]] = {}
    choices = []
    for record in records:
        if "held-out" in record["measured_on"]:
            choices.append(record)
        else:
            by_recipe.setdefault(record["recipe"], []).append(record)
    recipes = {name: _summary(runs) for name, runs in by_recipe.items()}
    return {"recipes": recipes, "choices": choices}


def _summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The runs of one recipe with the mean of their errors and its interval."""
    runs = sorted(runs, key=lambda run: run["seed"])
    errors = [run["error_percent"] for run in runs]
    return {
        "mean_error_percent": round(float(np.mean(errors)), 4),
        "interval_95": [round(end, 4) for end in interval(errors)] if len(runs) > 1 else None,
        "runs": runs,
    }


def recorded() -> dict[str, Any]:
    """Return the recorded results that ship with the package, as `gather` made them.

    >>> sorted(recorded())
    ['choices', 'recipes']
    """
    return json.loads(RESULTS_PATH.read_text(encoding="utf-8"))
