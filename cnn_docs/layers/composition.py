"""Two convolutions, one after the other, as the single convolution that they are together."""

import numpy as np

from cnn_docs.layers._array_checks import check_kernel
from cnn_docs.layers._types import Floats


def composed_kernel(first: Floats, second: Floats) -> Floats:
    """The kernel of the one convolution that does what two do, one after the other.

    It equals the two exactly where neither pads, strides or dilates, and nothing non-linear stands
    between them: `conv2d(conv2d(x, first), second)` is `conv2d(x, composed_kernel(first, second))`.

    Args:
        first: Kernel of shape (height, width, channels, maps in between).
        second: Kernel of shape (height, width, maps in between, filters).

    Returns:
        A kernel of shape (height 1 + height 2 − 1, width 1 + width 2 − 1, channels, filters).

    Raises:
        ValueError: If an array is no kernel of finite floats, or if `second` is for another number
            of maps than `first` makes.

    Two 3×3 kernels of ones reach over 5×5 pixels, and weigh the middle one nine times:

    >>> ones = np.ones((3, 3, 1, 1))
    >>> composed_kernel(ones, ones)[2, :, 0, 0]
    array([3., 6., 9., 6., 3.])
    """
    check_kernel(first)
    check_kernel(second)
    (rows, columns, channels, maps), (more_rows, more_columns, expected, filters) = (
        first.shape,
        second.shape,
    )
    if maps != expected:
        raise ValueError(
            f"`second` of shape {second.shape} is for {expected} maps, but `first` of shape "
            f"{first.shape} makes {maps}."
        )
    shape = (rows + more_rows - 1, columns + more_columns - 1, channels, filters)
    together = np.zeros(shape, np.result_type(first, second))
    for row in range(more_rows):
        for column in range(more_columns):
            place = np.s_[row : row + rows, column : column + columns]
            together[place] += first @ second[row, column]
    return together
