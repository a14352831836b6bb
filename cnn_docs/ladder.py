"""What the recorded ladder says: what each change did in 1998's network, and what in today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnn_docs.experiments import pilots, results, rung_settings, statistics
from cnn_docs.experiments.result import Effect, Result, markdown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLACES = {
    "in 1998": "in the network of 1998",
    "today": "in today's network",
}
"""Where a change is made, as the experiment has it and as a reader is told."""

_VERDICTS = {statistics.SUPPORTED: "fewer", statistics.REFUTED: "more"}
"""What a verdict says of mistakes; the others say it by themselves."""


def effects(of: Result) -> dict[str, dict[str, Effect]]:
    """For each change what it did in the two places.

    Args:
        of: The ladder as it is recorded, or its pilot.
    """
    found: dict[str, dict[str, Effect]] = {}
    for effect in of.effects:
        change, _, place = effect.name.partition(", the rest as ")
        if place:
            found.setdefault(change, {})[PLACES[place]] = effect
    return found


def figure() -> Figure:
    """Draw what each change did; see `cnn_docs.figures.paired_effects`."""
    # Whoever reads the tables draws nothing, and need not wait for Matplotlib.
    from cnn_docs.figures import paired_effects

    found = effects(results.recorded("ladder"))
    return paired_effects.paired_effects(
        {
            change: {place: effect.estimate[:3] for place, effect in places.items()}
            for change, places in found.items()
        },
        smallest=next(effect.smallest for one in found.values() for effect in one.values()),
        xlabel="% fewer mistakes",
    )


def changes() -> str:
    """What each change did, in % fewer mistakes, as a Markdown table of effects and verdicts."""
    return _changes(results.recorded("ladder"))


def changes_in_pilot() -> str:
    """What each change did when the networks were first measured, in the same form."""
    return _changes(pilots.pilot("ladder"))


def _changes(of: Result) -> str:
    rows = [(change, *map(_told, places.values())) for change, places in effects(of).items()]
    return markdown(("% fewer mistakes by", *PLACES.values()), rows)


def _told(effect: Effect) -> str:
    interval = effect.text.removesuffix(effect.unit).strip()
    return f"{interval}: {_VERDICTS.get(effect.verdict, effect.verdict)}"


def settings(ladder: str = "ladder") -> str:
    """With which settings each network was trained, as a Markdown table.

    The errors are on held-out digits, each the mean of the seeds that chose: that of the settings
    which were taken, and that of the next best that as many seeds have tried.

    Args:
        ladder: "ladder", or "ladder_distorted" for its two ends with distorted digits.

    Raises:
        ValueError: If no settings were chosen for it.
    """
    rows = []
    for network, (best, *others) in rung_settings.kept(ladder)["networks"].items():
        errors = best["held_out_errors"]
        step, shrinkage = (best["settings"][name] for name in ("rate", "shrinkage"))
        next_best = min(
            np.mean(one["held_out_errors"])
            for one in others
            if len(one["held_out_errors"]) == len(errors)
        )
        rows.append(
            (
                network,
                f"{step:g}",
                f"{shrinkage:g}",
                f"{1 + len(others)}",
                f"{len(errors)}",
                f"{np.mean(errors):.2f}",
                f"{next_best:.2f}",
            )
        )
    header = ("network", "step", "shrinkage", "pairs tried", "seeds", "error, %", "next best, %")
    return markdown(header, rows)


def networks() -> str:
    """The networks as a Markdown table: their error, their size and their cost.

    The error is a mean ± half of its 95 % interval, for other seeds and other test images.
    """
    found = results.recorded("ladder")
    rows = []
    for network in found.measured:
        error = found.interval(network, "error")
        rows.append(
            (
                network,
                f"{error.mean:.2f} ± {error.high - error.mean:.2f}",
                f"{found.mean(network, 'parameters'):,.0f}",
                f"{found.mean(network, 'multiplications'):,.0f}",
                f"{found.mean(network, 'seconds a pass'):.2f}",
            )
        )
    header = ("network", "error, %", "parameters", "multiplications", "seconds a pass")
    return markdown(header, rows)
