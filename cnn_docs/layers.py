"""The layers of a convolutional network in NumPy, written to be read.

Images are arrays of shape (batch, height, width, channels) and kernels arrays of shape (height,
width, channels in, filters), as in Keras. What Keras calls convolution is cross-correlation: the
kernel is laid on the picture as it is, not flipped.

Every function computes in the dtype of the arrays it gets: float32 with float32 stays float32, and
float32 with float64 gives float64, as everywhere in NumPy. Whole numbers are refused, because the
pixels of a uint8 picture would wrap around at 256; turn them into floats first, for instance with
`x.astype("float32")`. NaN and infinity are refused too, because one of them would spread into every
window that meets it.
"""

from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn_docs._checks import pair
from cnn_docs._layer_checks import (
    Reading,
    check_convolution,
    check_depthwise,
    check_floats,
    check_images,
    reading,
)

Floats = NDArray[np.floating[Any]]
"""An array of floating-point numbers."""

Size = int | tuple[int, int]
"""One number for both axes, or (height, width)."""

Padding2D = str | tuple[tuple[int, int], tuple[int, int]]
"""`"valid"`, `"same"`, or the rows and columns of zeros ((top, bottom), (left, right))."""


def conv2d_loops(
    x: Floats,
    kernel: Floats,
    bias: Floats | None = None,
    *,
    strides: Size = 1,
    padding: Padding2D = "valid",
    dilation: Size = 1,
) -> Floats:
    """2-D convolution as its definition says it: a window, a product, a sum.

    Args:
        x: Images of shape (batch, height, width, channels).
        kernel: Weights of shape (kernel height, kernel width, channels, filters).
        bias: One number for each filter, or None.
        strides: Pixels from one window to the next.
        padding: `"valid"`, `"same"` (Keras' rule), or ((top, bottom), (left, right)) zeros.
        dilation: Pixels from one tap of the kernel to the next.

    Returns:
        Maps of shape (batch, output height, output width, filters).

    Raises:
        ValueError: If an array has the wrong rank, dtype or shape, if the kernel is larger than the
            padded image, or if `strides` and `dilation` are both above 1.

    >>> x = np.arange(16.0).reshape(1, 4, 4, 1)
    >>> blur = np.full((3, 3, 1, 1), 1 / 9)
    >>> conv2d_loops(x, blur)[0, :, :, 0]
    array([[ 5.,  6.],
           [ 9., 10.]])
    """
    check_convolution(x, kernel, bias, groups=1)
    windows = reading(x.shape[1:3], kernel.shape[:2], strides, padding, dilation, name="kernel")
    x = _pad(x, windows)
    (span_y, span_x), (stride_y, stride_x) = windows.span, windows.strides
    gap_y, gap_x = windows.dilation
    batch, (out_height, out_width), filters = len(x), windows.output, kernel.shape[-1]

    y = np.zeros((batch, out_height, out_width, filters), np.result_type(x, kernel))
    for n in range(batch):
        for i in range(out_height):
            for j in range(out_width):
                top, left = i * stride_y, j * stride_x
                window = x[n, top : top + span_y : gap_y, left : left + span_x : gap_x]
                for f in range(filters):
                    y[n, i, j, f] = np.sum(window * kernel[:, :, :, f])
    return y if bias is None else y + bias


def im2col(
    x: Floats,
    kernel_size: Size,
    *,
    strides: Size = 1,
    padding: Padding2D = "valid",
    dilation: Size = 1,
) -> Floats:
    """Every window of the images, flattened into a row ("image to columns").

    Copy each window out, and a convolution becomes one product of matrices (Chellapilla, Puri and
    Simard 2006, *High Performance Convolutional Neural Networks for Document Processing*). The
    price is memory, because a pixel is copied into every window that it lies in.

    Args:
        x: Images of shape (batch, height, width, channels).
        kernel_size: Height and width of the windows, or one number for both.
        strides: Pixels from one window to the next.
        padding: `"valid"`, `"same"`, or ((top, bottom), (left, right)) zeros.
        dilation: Pixels from one pixel of a window to the next.

    Returns:
        Windows of shape (batch, output height, output width, kernel height · kernel width ·
        channels). The numbers of a row stand in the order of `kernel.reshape(-1, filters)`: row by
        row, and the channels of a pixel side by side.

    Raises:
        ValueError: As for `conv2d_loops`.

    >>> x = np.arange(9.0).reshape(1, 3, 3, 1)
    >>> im2col(x, 2).reshape(4, 4)
    array([[0., 1., 3., 4.],
           [1., 2., 4., 5.],
           [3., 4., 6., 7.],
           [4., 5., 7., 8.]])
    """
    check_images(x)
    size = pair(kernel_size, "kernel_size")
    windows = reading(x.shape[1:3], size, strides, padding, dilation, name="kernel_size")
    return _rows(x, windows)


def conv2d(
    x: Floats,
    kernel: Floats,
    bias: Floats | None = None,
    *,
    strides: Size = 1,
    padding: Padding2D = "valid",
    dilation: Size = 1,
    groups: int = 1,
) -> Floats:
    """2-D convolution as one product of matrices: windows times weights.

    With `groups` above 1 the channels are cut into that many parts, each part has its own filters,
    and the convolutions run side by side.

    Args:
        x: Images of shape (batch, height, width, channels).
        kernel: Weights of shape (kernel height, kernel width, channels / groups, filters).
        bias: One number for each filter, or None.
        strides: Pixels from one window to the next.
        padding: `"valid"`, `"same"` (Keras' rule), or ((top, bottom), (left, right)) zeros.
        dilation: Pixels from one tap of the kernel to the next.
        groups: Parts into which the channels are cut.

    Returns:
        Maps of shape (batch, output height, output width, filters).

    Raises:
        ValueError: As for `conv2d_loops`, or if the filters are not divisible by `groups`.

    >>> x = np.arange(16.0).reshape(1, 4, 4, 1)
    >>> step_right = np.array([[-1.0, 1.0]]).reshape(1, 2, 1, 1)
    >>> conv2d(x, step_right).shape
    (1, 4, 3, 1)
    >>> bool(np.all(conv2d(x, step_right) == 1))  # each pixel is 1 more than its neighbour
    True
    """
    check_convolution(x, kernel, bias, groups)
    windows = reading(x.shape[1:3], kernel.shape[:2], strides, padding, dilation, name="kernel")
    parts = zip(np.split(x, groups, axis=-1), np.split(kernel, groups, axis=-1), strict=True)
    maps = [
        _rows(part, windows) @ weights.reshape(-1, weights.shape[-1]) for part, weights in parts
    ]
    y = np.concatenate(maps, axis=-1)
    return y if bias is None else y + bias


def depthwise_conv2d(
    x: Floats,
    kernel: Floats,
    bias: Floats | None = None,
    *,
    strides: Size = 1,
    padding: Padding2D = "valid",
    dilation: Size = 1,
) -> Floats:
    """Convolve each channel on its own: nothing is summed over the channels.

    That is a convolution with as many groups as channels.

    Args:
        x: Images of shape (batch, height, width, channels).
        kernel: Weights of shape (kernel height, kernel width, channels, multiplier).
        bias: One number for each output channel, or None.
        strides: Pixels from one window to the next.
        padding: `"valid"`, `"same"` (Keras' rule), or ((top, bottom), (left, right)) zeros.
        dilation: Pixels from one tap of the kernel to the next.

    Returns:
        Maps of shape (batch, output height, output width, channels · multiplier). The maps of one
        channel stand side by side.

    Raises:
        ValueError: As for `conv2d`.

    >>> x = np.ones((1, 3, 3, 2))
    >>> kernel = np.ones((3, 3, 2, 1)) * np.array([[1.0], [10.0]])
    >>> depthwise_conv2d(x, kernel).tolist()
    [[[[9.0, 90.0]]]]
    """
    check_depthwise(x, kernel, bias)
    height, width, channels, multiplier = kernel.shape
    return conv2d(
        x,
        kernel.reshape(height, width, 1, channels * multiplier),
        bias,
        strides=strides,
        padding=padding,
        dilation=dilation,
        groups=channels,
    )


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
    return np.max(_seen_by_each_tap(_pad(x, windows, -np.inf), windows), axis=0)


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
    pixels = np.sum(_seen_by_each_tap(_pad(one_a_pixel, windows), windows), axis=0)
    return np.sum(_seen_by_each_tap(_pad(x, windows), windows), axis=0) / pixels


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


def _pool_windows(x: Floats, pool_size: Size, strides: Size | None, padding: str) -> Reading:
    """Check the arguments that both pooling layers take."""
    check_images(x)
    size = pair(pool_size, "pool_size")
    if padding not in ("valid", "same"):
        raise ValueError(f'`padding` must be "valid" or "same", got {padding!r}.')
    strides = size if strides is None else strides
    return reading(x.shape[1:3], size, strides, padding, dilation=1, name="pool_size")


def _pad(x: Floats, windows: Reading, value: float = 0.0) -> Floats:
    """Put the padding around every image."""
    return np.pad(x, ((0, 0), *windows.padding, (0, 0)), constant_values=value)


def _seen_by_each_tap(x: Floats, windows: Reading) -> list[Floats]:
    """What each tap of the window sees while the window stands everywhere at once.

    This is the trick behind im2col and pooling. Instead of one window after the other, take the
    upper left pixels of all windows, then the pixels to the right of those, and so on. The result
    is one array of shape (batch, output height, output width, channels) for each tap, row by row.
    """
    (rows, columns), (gap_y, gap_x) = windows.size, windows.dilation
    (out_height, out_width), (stride_y, stride_x) = windows.output, windows.strides
    return [
        x[:, gap_y * i :, gap_x * j :][:, ::stride_y, ::stride_x][:, :out_height, :out_width]
        for i in range(rows)
        for j in range(columns)
    ]


def _rows(x: Floats, windows: Reading) -> Floats:
    """Every window of the images as a row of numbers."""
    return np.concatenate(_seen_by_each_tap(_pad(x, windows), windows), axis=-1)
