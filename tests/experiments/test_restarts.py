"""A training that has failed starts again with a smaller step; one that has learned does not."""

from __future__ import annotations

import pytest

from cnn_docs.experiments.experiment import Fit, Measured, Settings
from cnn_docs.experiments.restarts import restarting


def _dead_from(limit: float) -> tuple[list[float], Measured]:
    """What a network gives that learns nothing with this step or a larger one."""
    taken = []

    def measure(_condition: str, _seed: int, settings: Settings, _quick: bool) -> Measured:
        taken.append(settings["rate"])
        loss = 54.0 if settings["rate"] >= limit else 2.0
        return Measured(values={"size": 1.0}, fits=[Fit(True, 5, 0, 0, loss, 0, (79.0, loss))])

    return taken, restarting(measure)("one", 0, {"rate": 1e-2}, False)


@pytest.mark.parametrize(
    ("limit", "taken"), [(1.0, [1e-2]), (1e-2, [1e-2, 3e-3]), (1e-3, [1e-2, 3e-3, 1e-3, 3e-4])]
)
def test_a_failed_training_starts_again_with_the_next_smaller_step(
    limit: float, taken: list[float]
) -> None:
    tried, found = _dead_from(limit)
    assert tried == taken
    assert found.values == {"size": 1.0, "starts": len(taken), "step": taken[-1]}
    assert found.fits[0].held_out_loss == 2.0


def test_what_fails_with_every_step_is_handed_on_as_it_is() -> None:
    tried, found = _dead_from(0.0)
    assert tried[-1] == 1e-5
    assert found.fits[0].held_out_loss == 54.0  # and is not recorded
