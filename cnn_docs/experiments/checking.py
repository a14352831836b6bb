"""Whether a recorded result still stands: its first seed, measured again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnn_docs.experiments import runner
from cnn_docs.experiments.fingerprint import fingerprints
from cnn_docs.experiments.records import Records
from cnn_docs.experiments.results import effects_of, load, recorded


@dataclass(frozen=True)
class Comparison:
    """One contrast, recorded and measured again.

    Attributes:
        name: Experiment and contrast.
        before: The effect that is recorded for the first seed.
        again: The effect measured now.
        tolerance: How far they may lie apart, in the contrast's unit.
    """

    name: str
    before: float
    again: float
    tolerance: float

    @property
    def stands(self) -> bool:
        """Whether they lie within the tolerance of one another."""
        return abs(self.again - self.before) <= self.tolerance

    def __str__(self) -> str:
        """One line for the terminal."""
        word = "stands" if self.stands else "DIFFERS"
        return (
            f"{word}: {self.name}: {self.before:g}, again {self.again:g} (± {self.tolerance:.3g})"
        )


def compare(module: str, folder: Path) -> list[Comparison]:
    """Compare the first seed of an experiment with the recorded one.

    The effect may stray by three standard deviations of the recorded effects, or by the smallest
    effect worth calling one where that is more. Processors that round otherwise give a run that is
    at worst like one with another seed; times that are measured stray the most.

    Args:
        module: The module that defines the experiment.
        folder: Where the new records are.
    """
    experiment = load(module)
    records = Records(folder).read(experiment.name, fingerprints(experiment, module))
    measured = runner.measured(
        experiment, {one: record["measured"] for one, record in records.items()}
    )
    return [
        Comparison(
            f"{experiment.name}, {effect.contrast.name}",
            effect.values[0],
            again,
            max(effect.contrast.smallest, 3 * float(np.std(effect.values, ddof=1))),
        )
        for effect, (again,) in zip(
            recorded(experiment.name).effects,
            effects_of(experiment, measured, 1),
            strict=True,
        )
    ]
