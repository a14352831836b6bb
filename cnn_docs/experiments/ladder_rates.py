"""The step sizes of the ladder's networks, chosen before the runs that count.

Two seeds that count for nothing else search, each by itself, and look at held-out images alone. The
step with the least loss over both is the network's from then on. One seed was not enough: for two
networks a step looked good by luck and served others badly. If each of the eight seeds that count
searched for itself, as elsewhere, the ladder would take more than twice as long.
"""

from __future__ import annotations

import json
from importlib import resources

from cnn_docs.experiments import changes
from cnn_docs.experiments.after_pilot import new_seed
from cnn_docs.experiments.changes import RUNGS
from cnn_docs.experiments.experiment import RATES, Experiment, Measured, Settings

#: Relative to the package.
FILE = "results/ladder_rates.json"


def chosen() -> dict[str, float]:
    """For each rung the step size that was chosen."""
    record = json.loads(resources.files("cnn_docs").joinpath(FILE).read_text("utf-8"))
    rates: dict[str, float] = record["rates"]
    return rates


def _measure(rung: str, seed: int, settings: Settings, quick: bool) -> Measured:
    """Train one rung. The test images are not read."""
    _, _, fit, _ = changes.train(rung, new_seed(seed), settings, quick)
    return Measured(values={"error": fit.held_out_error}, fits=[fit])


EXPERIMENT = Experiment(
    name="ladder_rates",
    lesson="lenet5/ladder",
    claim="Each network of the ladder has a step size between two that are worse",
    source="the ladder",
    done="Two seeds searched among ten step sizes for each network.",
    data="mnist",
    seeds=2,
    conditions=tuple(RUNGS),
    measure=_measure,
    decisive=(changes.fewer("1998", "today", "all changes together, on held-out images"),),
    tuned=dict.fromkeys(RUNGS, RATES),
)
