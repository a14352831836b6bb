"""Start a training that has failed again, with a smaller step.

Where each seed searches for its step, a step at which nothing is learned is not chosen. Where the
step is given, a network may still die at it from one start in many; whoever trains it would notice,
and start again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cnn_docs.experiments.experiment import RATES, Measured, Settings

Measure = Callable[[str, int, Settings, bool], Measured]

#: A training has failed if its loss on held-out images ends above this share of the loss that it
#: began with.
FAILED = 0.2


def restarting(measure: Measure) -> Measure:
    """Measure with the given step; after a failed training with the next smaller one of `RATES`.

    Args:
        measure: Trains one network, with the step "rate" of its settings.

    Returns:
        The same, whose values say how many "starts" there were, and with which "step" the last.
    """

    def measured(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
        steps = [rate for rate in reversed(RATES["rate"]) if rate <= settings["rate"]]
        for starts, step in enumerate(steps, 1):
            found = measure(condition, seed, {"rate": step}, quick)
            found = replace(found, values={**found.values, "starts": starts, "step": step})
            [fit] = found.fits
            if quick or fit.held_out_loss <= FAILED * fit.curve[0]:
                break
        return found

    return measured
