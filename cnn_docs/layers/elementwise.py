"""Layers that treat each number on its own: ReLU and dropout."""

from numbers import Real

import numpy as np

from cnn_docs.layers._array_checks import check_floats
from cnn_docs.layers._types import Floats


def relu(x: Floats) -> Floats:
    """Rectified linear unit, max(0, x), for each number on its own.

    Args:
        x: Numbers, of any shape.

    Returns:
        An array of the same shape and dtype.

    Raises:
        ValueError: If `x` is not an array of finite floats.

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    check_floats(x, "x")
    return np.maximum(x, 0)


def dropout(x: Floats, rate: float, rng: np.random.Generator) -> Floats:
    """What dropout does to its input while a network trains.

    Each number is set to 0 with probability `rate`; the others are divided by 1 − `rate`, so that
    the mean stays what it was and nothing needs to change when the network is used ("inverted"
    dropout, as in Keras; Srivastava et al. 2014, *Dropout: A Simple Way to Prevent Neural Networks
    from Overfitting*).

    Args:
        x: Numbers, of any shape.
        rate: Probability of dropping a number, from 0 up to but not including 1.
        rng: Where the choice comes from, for instance `np.random.default_rng(0)`.

    Returns:
        An array of the same shape and dtype.

    Raises:
        ValueError: If `x` is not an array of finite floats, if `rate` is out of range, or if `rng`
            is not a generator.

    >>> dropped = dropout(np.ones((100, 100)), 0.75, np.random.default_rng(0))
    >>> np.unique(dropped)
    array([0., 4.])
    >>> round(float(dropped.mean()), 1)
    1.0
    """
    check_floats(x, "x")
    if not isinstance(rate, Real) or isinstance(rate, bool) or not 0 <= rate < 1:
        raise ValueError(f"`rate` must be a number from 0 up to but not including 1, got {rate!r}.")
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            f"`rng` must be a generator such as np.random.default_rng(0), got {rng!r}."
        )
    kept = rng.random(x.shape) >= rate
    return np.where(kept, x / (1 - float(rate)), 0)
