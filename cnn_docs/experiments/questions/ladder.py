"""What did each change from LeNet-5 of 1998 to today's do, with the digits as they are?"""

from __future__ import annotations

from dataclasses import replace

from cnn_docs.experiments import changes, ladder_rates
from cnn_docs.experiments.experiment import Measured, Settings
from cnn_docs.experiments.restarts import restarting

#: The first four seeds had been measured, at steps that one seed had chosen, when the choice was
#: mended. They are not counted again.
_SEEN = 10

_AT_ITS_STEP = changes.experiment(
    "ladder",
    claim="What goes by the name of LeNet-5 today misreads fewer digits than the network of 1998",
    done=(
        "LeNet-5 exactly as in the paper, today's network of 61,706 parameters and fourteen "
        "networks between them learned the same 4,000 digits of MNIST. Each has one change made "
        "to the network of 1998, or one change taken back from today's."
    ),
    rates={rung: (rate,) for rung, rate in ladder_rates.chosen().items()},
    reads=(ladder_rates.FILE,),
)


def _measure(condition: str, seed: int, settings: Settings, quick: bool) -> Measured:
    return restarting(_AT_ITS_STEP.measure)(condition, _SEEN + seed, settings, quick)


EXPERIMENT = replace(_AT_ITS_STEP, measure=_measure)
