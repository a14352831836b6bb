"""Whether the first seed of a recorded result comes out the same when it is measured again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cnn_docs.experiments.recording import effects_of, measured
from cnn_docs.experiments.results import recorded
from cnn_docs.experiments.runner import finished, load, plan


def compare(module: str, folder: Path) -> Iterator[tuple[bool, str]]:
    """Compare the first seed of an experiment with the recorded one, contrast by contrast.

    Args:
        module: The module that defines the experiment.
        folder: Where the new records are.

    Yields:
        Whether the effect is the same number, to the last bit, and a line that says so.
    """
    experiment = load(module)
    found = finished(plan([module], seeds=1), folder)
    new = effects_of(experiment, measured(experiment, found))
    for effect, (now,) in zip(recorded(experiment.name).effects, new, strict=True):
        before = effect.values[0]
        difference = (
            f"differs by {abs(now - before):.3g} {effect.unit} "
            f"({before:g} recorded, {now:g} now; {effect.smallest:g} would be an effect)"
        )
        exact = now == before
        yield exact, f"{experiment.name}, {effect.name}: {'exact' if exact else difference}"
