"""The four kinds of distortion that LeNet-5 was trained with in the paper (section III-B)."""

from .distortions import Distortions

#: How far they go is chosen here: the paper does not say.
PAPER_KINDS = Distortions(translation=1.0, scaling=0.1, squeezing=0.08, shear=0.15)
