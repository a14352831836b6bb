"""Test errors that the paper reports on MNIST, to stand beside our own.

Source: LeCun, Bottou, Bengio and Haffner 1998, Fig. 9 and section III-C. The paper puts the
uncertainty of each figure at about 0.1 points.
"""

from typing import NamedTuple


class PublishedError(NamedTuple):
    """One row of the paper's comparison."""

    classifier: str
    error_percent: float
    """Errors on the 10,000 test images, in percent."""


PUBLISHED_ERRORS: tuple[PublishedError, ...] = (
    PublishedError("linear", 12.0),
    PublishedError("pairwise linear", 7.6),
    PublishedError("k nearest neighbours", 5.0),
    PublishedError("k nearest neighbours, deslanted", 2.4),
    PublishedError("40 principal components and a quadratic classifier", 3.3),
    PublishedError("1000 radial basis functions and a linear classifier", 3.6),
    PublishedError("300 hidden units", 4.7),
    PublishedError("300 hidden units, deslanted, on 20×20 pixels", 1.6),
    PublishedError("1000 hidden units", 4.5),
    PublishedError("300 and 100 hidden units", 3.05),
    PublishedError("500 and 150 hidden units", 2.95),
    PublishedError("LeNet-1, on 16×16 pixels", 1.7),
    PublishedError("LeNet-4", 1.1),
    PublishedError("support vector machine, polynomial of degree 4", 1.1),
    PublishedError("support vector machine, reduced set, degree 5", 1.0),
    PublishedError("support vector machine, degree 9, with distortions", 0.8),
    PublishedError("tangent distance, on 16×16 pixels", 1.1),
    PublishedError("LeNet-5", 0.95),
    PublishedError("LeNet-5, with distortions", 0.8),
    PublishedError("boosted LeNet-4, with distortions", 0.7),
)
