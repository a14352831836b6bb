"""Turn the finished runs of an experiment into the record that ships with the package.

The record says by itself what was claimed and what came, so that verdicts are read without
importing the experiment, and TensorFlow with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn_docs._provenance.atomic import write_whole
from cnn_docs.experiments import writers
from cnn_docs.experiments.experiment import Contrast, Experiment
from cnn_docs.experiments.runner import fingerprints, finished, load, plan, unpacked
from cnn_docs.experiments.runs import Run
from cnn_docs.experiments.statistics import image_error, image_error_of_mean

Numbers = Mapping[str, Mapping[str, Sequence[float]]]
"""For each condition and measurement one number a seed."""

Found = Mapping[Run, Mapping[str, Any]]
"""The records of runs."""

#: A training whose loss is so many times the median of its condition has collapsed.
COLLAPSED = 5.0
#: How many points of a curve are kept.
CURVE = 40


class NotConverged(RuntimeError):
    """A condition was not trained to its end. The message says which."""


def gather(module: str, folder: Path, results: Path) -> bool:
    """Write an experiment's record if all its runs are finished.

    Args:
        module: The module that defines it.
        folder: Where the records of the runs are.
        results: Where the record goes.

    Returns:
        Whether all runs were there.

    Raises:
        NotConverged: If a training ended before its loss on held-out images had stopped falling.
    """
    experiment, planned = load(module), plan([module])
    found = finished(planned, folder)
    if len(found) < len(planned):
        return False
    _refuse_poor_training(experiment, found)
    numbers = measured(experiment, found)
    record = {
        **experiment.statement(),
        "measured": numbers,
        "effects": [
            {
                "values": values,
                "overlap": writers.OVERLAP if experiment.data == "digits" else 0.0,
                "image_error": _image_error(experiment, contrast, found),
            }
            for contrast, values in zip(
                experiment.contrasts, effects_of(experiment, numbers), strict=True
            )
        ],
        "image_errors": _image_errors(experiment, found),
        "training": {condition: _training(condition, found) for condition in experiment.conditions},
        "fingerprints": fingerprints(module),
        "provenance": {
            "command": f"cnn-docs experiments run {experiment.name}",
            "stated_in": sorted({one["commit"] for one in found.values()}),
            "seeds": experiment.seeds,
            "date": max(one["date"] for one in found.values()),
            "cpu_seconds": round(sum(one["cpu_seconds"] for one in found.values()), 1),
            "versions": max(found.values(), key=lambda one: one["date"])["versions"],
        },
    }
    write_whole(results / f"{experiment.name}.json", json.dumps(record, indent=1) + "\n")
    return True


def _refuse_poor_training(experiment: Experiment, found: Found) -> None:
    """Refuse conditions without their best chance: cut short, or collapsed at one seed."""
    for run, record in found.items():
        if not all(fit["converged"] for fit in record.get("fits", ())):
            raise NotConverged(
                f"{run}: the loss on held-out images was still falling when training ended. A "
                "control that has not learned to its end proves nothing: give it more looks."
            )
    for condition in experiment.conditions:
        losses = [fit["held_out_loss"] for one in _seeds(condition, found) for fit in one["fits"]]
        if losses and max(losses) > COLLAPSED * np.median(losses):
            raise NotConverged(
                f"{experiment.name}, condition “{condition}”: one training ended with a loss of "
                f"{max(losses):.3g} on held-out images, their median is {np.median(losses):.3g}. "
                "At the settings that were chosen it is a gamble whether this network learns."
            )


def measured(experiment: Experiment, found: Found) -> dict[str, dict[str, list[float]]]:
    """Sort measurements by condition and name, one number a seed.

    Args:
        experiment: The experiment.
        found: The records of its runs, by seed.
    """
    by_condition: dict[str, dict[str, list[float]]] = {}
    for condition in experiment.conditions:
        values = [one["measured"] for one in _seeds(condition, found)]
        by_condition[condition] = {
            name: [one[name] for one in values] for name in sorted(values[0])
        }
    return by_condition


def effects_of(experiment: Experiment, numbers: Numbers) -> list[list[float]]:
    """For each contrast its effects, one a seed.

    Args:
        experiment: The experiment.
        numbers: What was measured.
    """
    return [_effects(contrast, numbers) for contrast in experiment.contrasts]


def _effects(contrast: Contrast, numbers: Numbers) -> list[float]:
    seeds = len(next(iter(next(iter(numbers.values())).values())))
    return [
        float(
            contrast.of(
                {
                    condition: {name: values[seed] for name, values in measurements.items()}
                    for condition, measurements in numbers.items()
                }
            )
        )
        for seed in range(seeds)
    ]


def _image_error(experiment: Experiment, contrast: Contrast, found: Found) -> float:
    """The uncertainty that the test images add; on digits each seed has images of its own."""
    if experiment.data == "digits" or contrast.exact:
        return 0.0
    numbers = measured(experiment, found)
    wrong = {
        (condition, name): np.array([unpacked(one["wrong"][name]) for one in seeds])
        for condition in experiment.conditions
        for seeds in [_seeds(condition, found)]
        for name in seeds[0]["wrong"]
    }
    if not wrong:
        return 0.0

    rng = np.random.default_rng(1)

    def effect(weights: NDArray[np.float64]) -> float:
        draws = {len(weights): weights}
        drawn = {condition: dict(measurements) for condition, measurements in numbers.items()}
        for (condition, name), misread in wrong.items():
            images = misread.shape[1]
            if images not in draws:  # a second set of test images
                shares = rng.multinomial(images, np.full(images, 1 / images))
                draws[images] = shares.astype(float)
            errors = 100 * (misread @ draws[images]) / images
            drawn[condition][name] = errors.tolist()
        return float(np.mean(_effects(contrast, drawn)))

    return image_error(effect, next(iter(wrong.values())).shape[1])


def _image_errors(experiment: Experiment, found: Found) -> dict[str, dict[str, float]]:
    """The uncertainty that the test images add to each mean error, in points; not on digits."""
    errors: dict[str, dict[str, float]] = {}
    for condition in experiment.conditions if experiment.data == "mnist" else ():
        seeds = _seeds(condition, found)
        for name in seeds[0]["wrong"]:
            error = image_error_of_mean([unpacked(one["wrong"][name]) for one in seeds])
            errors.setdefault(condition, {})[name] = float(f"{error:.4g}")
    return errors


def _training(condition: str, found: Found) -> dict[str, Any]:
    """How a condition was trained: what each seed chose, from what, and how trainings ended."""
    seeds = _seeds(condition, found)
    fits = [fit for one in seeds for fit in one["fits"]]
    names = ("looks", "training_loss", "training_error", "held_out_loss", "held_out_error")
    curve = fits[0]["curve"] if fits else []
    return {
        "settings": [one["settings"] for one in seeds],
        "tried": [one["tried"] for one in seeds],
        "fits": {name: [_rounded(fit[name]) for fit in fits] for name in names},
        "curve": curve[:: max(1, -(-len(curve) // CURVE))],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")


def _seeds(condition: str, found: Found) -> list[Mapping[str, Any]]:
    """The records of a condition's seeds, in their order."""
    own = {run.seed: one for run, one in found.items() if run.condition == condition}
    return [own[seed] for seed in sorted(own)]
