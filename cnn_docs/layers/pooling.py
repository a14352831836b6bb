"""Pooling: the largest number of each window, or their mean."""

import numpy as np

from cnn_docs._integer_checks import pair
from cnn_docs.layers._array_checks import check_images
from cnn_docs.layers._types import Floats, Size
from cnn_docs.layers._windows import Reading, pad, reading, seen_by_each_tap


def max_pool2d(
    x: Floats, pool_size: Size = 2, *, strides: Size | None = None, padding: str = "valid"
) -> Floats:
    """Keep the largest number of each window, for each channel on its own.

    Args:
        x: Images of shape (batch, height, width, channels).
        pool_size: Height and width of the windows, or one number for both.
        strides: Pixels from one window to the next; `pool_size` if None, so that none overlap.
        padding: `"valid"` or `"same"`. Padding never wins: it counts as less than any pixel.

    Returns:
        Maps of shape (batch, output height, output width, channels).

    Raises:
        ValueError: If `x` has the wrong rank or dtype, if a size is not a positive whole number, or
            if the window is larger than the padded image (Keras returns an empty array then).

    >>> max_pool2d(np.arange(16.0).reshape(1, 4, 4, 1))[0, :, :, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    """
    windows = _pool_windows(x, pool_size, strides, padding)
    return np.max(seen_by_each_tap(pad(x, windows, -np.inf), windows), axis=0)


def average_pool2d(
    x: Floats, pool_size: Size = 2, *, strides: Size | None = None, padding: str = "valid"
) -> Floats:
    """Mean of each window, for each channel on its own.

    Args:
        x: Images of shape (batch, height, width, channels).
        pool_size: Height and width of the windows, or one number for both.
        strides: Pixels from one window to the next; `pool_size` if None, so that none overlap.
        padding: `"valid"` or `"same"`. As in Keras, the mean is over the pixels of the image: a
            window that reaches into the padding divides by fewer.

    Returns:
        Maps of shape (batch, output height, output width, channels).

    Raises:
        ValueError: As for `max_pool2d`.

    >>> average_pool2d(np.arange(16.0).reshape(1, 4, 4, 1))[0, :, :, 0]
    array([[ 2.5,  4.5],
           [10.5, 12.5]])
    """
    windows = _pool_windows(x, pool_size, strides, padding)
    one_a_pixel = np.ones_like(x[:1, :, :, :1])
    pixels = np.sum(seen_by_each_tap(pad(one_a_pixel, windows), windows), axis=0)
    return np.sum(seen_by_each_tap(pad(x, windows), windows), axis=0) / pixels


def _pool_windows(x: Floats, pool_size: Size, strides: Size | None, padding: str) -> Reading:
    """Check the arguments that both pooling layers take."""
    check_images(x)
    size = pair(pool_size, "pool_size")
    if padding not in ("valid", "same"):
        raise ValueError(f'`padding` must be "valid" or "same", got {padding!r}.')
    strides = size if strides is None else strides
    return reading(x.shape[1:3], size, strides, padding, dilation=1, name="pool_size")
