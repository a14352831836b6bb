"""What did each change from LeNet-5 of 1998 to today's do, with the digits as they are?"""

from __future__ import annotations

from cnn_docs.experiments import changes

EXPERIMENT = changes.experiment(
    "ladder",
    claim="What goes by the name of LeNet-5 today misreads fewer digits than the network of 1998",
    done=(
        "LeNet-5 exactly as in the paper, today's network of 61,706 parameters and fourteen "
        "networks between them learned the same 2,000 digits of MNIST for 60 passes, while the "
        "step of AdamW fell to 0. Each has one change made to the network of 1998, or one change "
        "taken back from today's. Step and weight decay of each network were chosen beforehand, "
        "with other seeds, by its mistakes on 10,000 held-out digits."
    ),
)
