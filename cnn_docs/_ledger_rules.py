"""What each kind of Keras layer does to the shape of its input, and what it costs."""

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

from cnn_docs.arithmetic import (
    Window,
    conv2d_macs,
    conv2d_parameters,
    dense_macs,
    dense_parameters,
    depthwise_conv2d_macs,
    depthwise_conv2d_parameters,
    output_size,
    padding_amounts,
)

Shape = tuple[int, ...]

EACH_PLACE = (Window(1), Window(1))  # each unit sees the one in its own place


class Step(NamedTuple):
    """What one layer does to a shape, and what it costs."""

    shape: Shape
    parameters: int = 0
    macs: int = 0
    # How it reads the height and the width; None if what comes out is no map of the image.
    windows: tuple[Window, Window] | None = EACH_PLACE


def _read(
    layer: Any, shape: Shape, size: tuple[int, int], dilation: tuple[int, int] = (1, 1)
) -> tuple[tuple[int, int], tuple[Window, Window]]:
    """Output size and windows of a layer that reads windows of `size`."""
    sizes, windows = [], []
    for axis in (0, 1):
        arguments = {
            "stride": layer.strides[axis],
            "padding": layer.padding,
            "dilation": dilation[axis],
        }
        before, _ = padding_amounts(shape[axis], size[axis], **arguments)
        sizes.append(output_size(shape[axis], size[axis], **arguments))
        windows.append(Window(size[axis], layer.strides[axis], dilation[axis], before))
    return (sizes[0], sizes[1]), (windows[0], windows[1])


def _conv2d(layer: Any, shape: Shape) -> Step:
    size, windows = _read(layer, shape, layer.kernel_size, layer.dilation_rate)
    channels, filters, groups = shape[-1], layer.filters, layer.groups
    return Step(
        (*size, filters),
        conv2d_parameters(layer.kernel_size, channels, filters, groups=groups, bias=layer.use_bias),
        conv2d_macs(size, layer.kernel_size, channels, filters, groups=groups),
        windows,
    )


def _depthwise_conv2d(layer: Any, shape: Shape) -> Step:
    size, windows = _read(layer, shape, layer.kernel_size, layer.dilation_rate)
    channels, multiplier = shape[-1], layer.depth_multiplier
    return Step(
        (*size, channels * multiplier),
        depthwise_conv2d_parameters(
            layer.kernel_size, channels, depth_multiplier=multiplier, bias=layer.use_bias
        ),
        depthwise_conv2d_macs(size, layer.kernel_size, channels, depth_multiplier=multiplier),
        windows,
    )


def _separable_conv2d(layer: Any, shape: Shape) -> Step:
    """A depthwise convolution without bias, then a 1 × 1 convolution."""
    size, windows = _read(layer, shape, layer.kernel_size, layer.dilation_rate)
    channels, multiplier = shape[-1], layer.depth_multiplier
    between = channels * multiplier
    return Step(
        (*size, layer.filters),
        depthwise_conv2d_parameters(
            layer.kernel_size, channels, depth_multiplier=multiplier, bias=False
        )
        + conv2d_parameters(1, between, layer.filters, bias=layer.use_bias),
        depthwise_conv2d_macs(size, layer.kernel_size, channels, depth_multiplier=multiplier)
        + conv2d_macs(size, 1, between, layer.filters),
        windows,
    )


def _dense(layer: Any, shape: Shape) -> Step:
    """One weight matrix for the last axis, applied at every place of the other axes."""
    *places, inputs = shape
    return Step(
        (*places, layer.units),
        dense_parameters(inputs, layer.units, bias=layer.use_bias),
        prod(places) * dense_macs(inputs, layer.units),
        # Without a channel axis the last axis is the width, and every pixel of a row is mixed.
        EACH_PLACE if len(shape) == 3 else None,
    )


def _pool(layer: Any, shape: Shape) -> Step:
    size, windows = _read(layer, shape, layer.pool_size)
    return Step((*size, shape[-1]), windows=windows)


def _global_pool(layer: Any, shape: Shape) -> Step:
    channels = shape[-1]
    return Step((1, 1, channels) if layer.keepdims else (channels,), windows=None)


def _zero_padding(layer: Any, shape: Shape) -> Step:
    (top, bottom), (left, right) = layer.padding
    height, width, channels = shape
    return Step(
        (height + top + bottom, width + left + right, channels),
        windows=(Window(1, padding_before=top), Window(1, padding_before=left)),
    )


def _batch_normalization(layer: Any, shape: Shape) -> Step:
    """A moving mean and variance, and what is learnt of a scale and a centre, for each channel."""
    kept = 2 + bool(layer.scale) + bool(layer.center)
    return Step(shape, parameters=kept * (None, *shape)[layer.axis])


def _flatten(layer: Any, shape: Shape) -> Step:
    return Step((prod(shape),), windows=None)


def _reshape(layer: Any, shape: Shape) -> Step:
    new = tuple(layer.target_shape)
    if -1 in new:
        known = -prod(new)  # the product of the sizes that are given
        new = tuple(prod(shape) // known if size == -1 else size for size in new)
    still_a_map = len(shape) >= 2 and new[:2] == shape[:2]
    return Step(new) if still_a_map else Step(new, windows=None)


def _softmax(layer: Any, shape: Shape) -> Step:
    over_channels = layer.axis in (-1, len(shape))
    return Step(shape) if over_channels else Step(shape, windows=None)


def _unchanged(layer: Any, shape: Shape) -> Step:
    return Step(shape)


RULES: dict[str, Callable[[Any, Shape], Step]] = {
    "Activation": _unchanged,
    "AveragePooling2D": _pool,
    "BatchNormalization": _batch_normalization,
    "Conv2D": _conv2d,
    "Dense": _dense,
    "DepthwiseConv2D": _depthwise_conv2d,
    "Dropout": _unchanged,
    "Flatten": _flatten,
    "GlobalAveragePooling2D": _global_pool,
    "GlobalMaxPooling2D": _global_pool,
    "MaxPooling2D": _pool,
    "ReLU": _unchanged,
    "Rescaling": _unchanged,
    "Reshape": _reshape,
    "SeparableConv2D": _separable_conv2d,
    "Softmax": _softmax,
    "SpatialDropout2D": _unchanged,
    "ZeroPadding2D": _zero_padding,
}
