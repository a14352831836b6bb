"""The recipes by which LeNet-5 is trained here. Each was chosen on held-out training images."""

from typing import NamedTuple

from cnn_docs.lenet5.distortions import Distortions

#: The paper's kinds of distortion: translation, scaling, squeezing, horizontal shear.
AFFINE = Distortions(translation=2.0, scaling=0.12, squeezing=0.1, shear=0.25)


class Recipe(NamedTuple):
    """Adam on equation 9, its step decaying to nothing along half a cosine."""

    passes: int = 20
    batch: int = 128
    learning_rate: float = 3e-3
    j: float = 1.0
    """The constant of equation 9."""
    weight_decay: float = 0.0
    """Each step also shrinks the weights by this times the step size (AdamW)."""
    distortions: Distortions | None = None
