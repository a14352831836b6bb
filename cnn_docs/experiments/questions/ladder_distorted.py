"""Are all changes together worth as much when the networks learn from distorted digits?"""

from __future__ import annotations

import dataclasses

from cnn_docs.experiments import changes
from cnn_docs.experiments.experiment import RATES
from cnn_docs.training.recipes import RECIPES

#: Alone, for with distorted digits training takes several times as long.
ENDS = ("1998", "today")

EXPERIMENT = dataclasses.replace(
    changes.experiment(
        "ladder_distorted",
        claim=(
            "What goes by the name of LeNet-5 today misreads fewer digits than the network of "
            "1998 when both learn from distorted ones too"
        ),
        done=(
            "The two ends of the ladder learned the same 2,000 digits of MNIST, each of them "
            "distorted anew whenever it was shown, in the paper's four kinds: moved, made larger "
            "or smaller, squeezed, sheared. The held-out and the test digits were left as they "
            "are."
        ),
        distortions=RECIPES["distorted"].distortions,
    ),
    conditions=ENDS,
    tuned=dict.fromkeys(ENDS, RATES),
    context=(),
)
