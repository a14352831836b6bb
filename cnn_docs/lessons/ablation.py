"""Take filters away from a trained digit network, one by one and in pairs, and see what is lost."""

from __future__ import annotations

from typing import NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs._integer_checks import non_negative_integer, positive_integer
from cnn_docs.data import Array

Floats = NDArray[np.float64]


class Parts(NamedTuple):
    """The scores of a network, taken apart by filter.

    `added` has shape (images, filters, classes): what each filter of the last convolution adds to
    each score. `bias` has shape (classes,). The scores are the sum over the filters, plus the bias.
    """

    added: Floats
    bias: Floats

    def scores(self, without: tuple[int, ...] = ()) -> Floats:
        """The scores that are left when some filters are taken away, of shape (images, classes)."""
        kept = np.delete(self.added, without, axis=1) if without else self.added
        return kept.sum(axis=1) + self.bias


class Lost(NamedTuple):
    """How much margin is lost without some filters.

    `one` has shape (filters,): the loss without each filter. `together` has shape (filters,
    filters): what is lost without both filters of a pair, beyond the sum of what is lost without
    each. It is negative where two need each other, positive where each can stand in for the other.
    """

    one: Floats
    together: Floats

    @property
    def need(self) -> float:
        """The negative part over all pairs, in % of what the filters give one by one."""
        return self._share(np.maximum(-self.together, 0))

    @property
    def stand_in(self) -> float:
        """The positive part over all pairs, in % of what the filters give one by one."""
        return self._share(np.maximum(self.together, 0))

    def _share(self, of_pairs: Floats) -> float:
        # Each pair stands twice in the square; each filter is in as many pairs as there are others.
        pairs = of_pairs.sum() / 2
        return float(100 * pairs / (np.abs(self.one).sum() * (len(self.one) - 1)))


def scores_by_filter(model: keras.Model, images: Array) -> Parts:
    """Take the scores of a digit network apart, by filters of its second convolution.

    Args:
        model: what `cnn_docs.models.digit_network` builds.
        images: of shape (images, height, width, channels).

    >>> from cnn_docs.models import digit_network
    >>> parts = scores_by_filter(digit_network(filters=3), np.zeros((2, 8, 8, 1)))
    >>> parts.added.shape, parts.bias.shape
    ((2, 3, 10), (10,))
    """
    pooling = keras.Model(model.inputs[0], model.get_layer("pooling").output)
    maps = np.asarray(pooling(images), dtype=np.float64)
    weights, bias = (one.astype(np.float64) for one in model.get_layer("dense").get_weights())
    by_map = weights.reshape(*maps.shape[1:], -1)  # row, column, filter, class
    return Parts(np.einsum("nhwf,hwfc->nfc", maps, by_map), bias)


def margin(scores: Array, labels: Array) -> float:
    """By how much the right score exceeds the best wrong one; the mean over the images.

    Args:
        scores: of shape (images, classes).
        labels: the right classes, of shape (images,).

    >>> margin(np.array([[5.0, 1.0, 0.0], [2.0, 3.0, 0.0]]), np.array([0, 0]))
    1.5
    """
    rows = np.arange(len(scores))
    wrong = np.array(scores, dtype=np.float64)
    wrong[rows, labels] = -np.inf
    return float(np.mean(scores[rows, labels] - wrong.max(axis=1)))


def lost_margins(parts: Parts, labels: Array) -> Lost:
    """Take away each filter, and each pair of filters, and see how much margin is lost.

    Args:
        parts: what `scores_by_filter` gives.
        labels: the right classes, of shape (images,).

    >>> added = np.array([[[3.0, 3.0, 0.0], [0.0, -3.0, 0.0], [2.0, 0.0, 1.0]]])
    >>> lost = lost_margins(Parts(added, np.zeros(3)), np.array([0]))
    >>> lost.one.tolist(), float(lost.together[0, 1])
    ([3.0, 2.0, 1.0], -2.0)
    """
    whole = margin(parts.scores(), labels)
    filters = range(parts.added.shape[1])
    one = np.array([whole - margin(parts.scores((i,)), labels) for i in filters])
    together = np.zeros((len(one), len(one)))
    for i in filters:
        for j in range(i):
            both = whole - margin(parts.scores((i, j)), labels)
            together[i, j] = together[j, i] = both - one[i] - one[j]
    return Lost(one, together)


def right_without(parts: Parts, labels: Array, *, orders: int = 20, seed: int = 0) -> Floats:
    """Take away more and more filters, in random orders, and count the right answers.

    Args:
        parts: what `scores_by_filter` gives.
        labels: the right classes, of shape (images,).
        orders: over how many random orders to take the mean.
        seed: the same seed gives the same orders.

    Returns:
        Right answers in 100 with 0, 1, … filters taken away, of shape (filters,); one is left last.

    >>> added = np.array([[[1.0, 0.0], [2.0, 0.0]]])
    >>> right_without(Parts(added, np.zeros(2)), np.array([0])).tolist()
    [100.0, 100.0]
    """
    positive_integer(orders, "orders")
    non_negative_integer(seed, "seed")
    rng = np.random.default_rng(seed)
    filters = parts.added.shape[1]
    right = np.zeros(filters)
    for _ in range(orders):
        order = tuple(rng.permutation(filters).tolist())
        for lost in range(filters):
            answers = parts.scores(order[:lost]).argmax(axis=1)
            right[lost] += 100 * np.mean(answers == labels) / orders
    return right
