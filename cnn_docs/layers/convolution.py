"""Convolution: by its definition, as one product of matrices, and each channel on its own."""

import numpy as np

from cnn_docs._integer_checks import pair
from cnn_docs.layers._array_checks import check_convolution, check_depthwise, check_images
from cnn_docs.layers._types import Floats, Padding2D, Size
from cnn_docs.layers._windows import Reading, pad, reading, seen_by_each_tap


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
    x = pad(x, windows)
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


def _rows(x: Floats, windows: Reading) -> Floats:
    """Every window of the images as a row of numbers."""
    return np.concatenate(seen_by_each_tap(pad(x, windows), windows), axis=-1)
