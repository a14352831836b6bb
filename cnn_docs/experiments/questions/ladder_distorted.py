"""What did each change from LeNet-5 of 1998 to today's do, with digits that are distorted?"""

from __future__ import annotations

from cnn_docs.experiments import changes
from cnn_docs.training.recipes import RECIPES

EXPERIMENT = changes.experiment(
    "ladder_distorted",
    claim=(
        "What goes by the name of LeNet-5 today misreads fewer digits than the network of 1998 "
        "when both learn from distorted ones too"
    ),
    done=(
        "The networks of the ladder learned the same 2,000 digits of MNIST, each of them distorted "
        "anew whenever it was shown, in the paper's four kinds: moved, made larger or smaller, "
        "squeezed, sheared. The held-out and the test digits were left as they are."
    ),
    distortions=RECIPES["distorted"].distortions,
)
