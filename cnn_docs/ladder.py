"""What the recorded ladder says: what each change did in 1998's network, and what in today's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cnn_docs.experiments import results
from cnn_docs.experiments.result import Effect, markdown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLACES = {
    "in 1998": "made alone in the network of 1998",
    "today": "made last, into today's network",
}
"""Where a change is made, as the experiment has it and as a reader is told."""


def effects() -> dict[str, dict[str, Effect]]:
    """For each change what it did in the two places."""
    found: dict[str, dict[str, Effect]] = {}
    for effect in results.recorded("ladder").effects:
        change, _, place = effect.name.partition(", the rest as ")
        if place:
            found.setdefault(change, {})[PLACES[place]] = effect
    return found


def figure() -> Figure:
    """Draw what each change did; see `cnn_docs.figures.paired_effects`."""
    # Whoever reads the tables draws nothing, and need not wait for Matplotlib.
    from cnn_docs.figures import paired_effects

    found = effects()
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
    rows = [
        (change, *(f"{one.text.removesuffix(one.unit).strip()}: {one.verdict}" for one in places))
        for change, places in ((change, both.values()) for change, both in effects().items())
    ]
    return markdown(("% fewer mistakes by", *PLACES.values()), rows)


def networks() -> str:
    """The networks as a Markdown table: their size, their cost and their error.

    The interval of the error allows for other seeds and other test images.
    """
    found = results.recorded("ladder")
    rows = []
    for network in found.measured:
        error = found.interval(network, "error")
        rows.append(
            (
                network,
                f"{found.mean(network, 'parameters'):,.0f}",
                f"{found.mean(network, 'multiplications'):,.0f}",
                f"{found.mean(network, 'seconds a pass'):.2f}",
                f"{error.mean:.2f} [{error.low:.2f}, {error.high:.2f}]",
            )
        )
    header = ("network", "parameters", "multiplications", "seconds a pass", "error, %")
    return markdown(header, rows)
