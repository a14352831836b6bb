"""Are all changes together worth as much when the networks learn from distorted digits?"""

from __future__ import annotations

from cnn_docs.experiments import changes

EXPERIMENT = changes.experiment(
    "ladder_distorted",
    claim=(
        "What goes by the name of LeNet-5 today misreads fewer digits than the network of 1998 "
        "when both learn from distorted ones too"
    ),
    done=(
        "The two ends of the ladder learned the same 2,000 digits of MNIST for 240 passes, each "
        "digit distorted anew whenever it was shown, in the paper's four kinds: moved, made "
        "larger or smaller, squeezed, sheared. The held-out and the test digits were left as they "
        "are. Step and weight decay were chosen beforehand, with other seeds, by the mistakes on "
        "10,000 held-out digits."
    ),
)
