"""Checks of the arguments of `cnn_docs.layers`, with the geometry that they settle."""

from typing import Any, NamedTuple

import numpy as np

from cnn_docs._checks import non_negative_integer, pair, positive_integer
from cnn_docs.arithmetic import padding_amounts


class Reading(NamedTuple):
    """How windows read an image, checked; every pair is (height, width)."""

    size: tuple[int, int]  # taps
    span: tuple[int, int]  # pixels from the first tap to the last
    strides: tuple[int, int]
    dilation: tuple[int, int]
    padding: tuple[tuple[int, int], tuple[int, int]]  # (top, bottom), (left, right)
    output: tuple[int, int]


def reading(
    image_size: tuple[int, int],
    size: tuple[int, int],
    strides: Any,
    padding: Any,
    dilation: Any,
    *,
    name: str,
) -> Reading:
    """Settle where windows of `size` lie. `name` is the argument that `size` came from."""
    strides = pair(strides, "strides")
    dilation = pair(dilation, "dilation")
    if max(strides) > 1 and max(dilation) > 1:
        raise ValueError(
            f"`strides` = {strides} and `dilation` = {dilation} cannot both be above 1; "
            "set one of them to 1."
        )
    pads = _padding_of_both_axes(image_size, size, strides, padding, dilation)
    span_y, span_x = (gap * (taps - 1) + 1 for gap, taps in zip(dilation, size, strict=True))
    padded_y, padded_x = (n + sum(pad) for n, pad in zip(image_size, pads, strict=True))
    if span_y > padded_y or span_x > padded_x:
        raise ValueError(
            f"`{name}` makes windows that span {span_y} × {span_x} pixels, more than the "
            f"{padded_y} × {padded_x} of the padded image. Use a smaller window, less dilation, "
            'or padding="same".'
        )
    output = (
        (padded_y - span_y) // strides[0] + 1,
        (padded_x - span_x) // strides[1] + 1,
    )
    return Reading(size, (span_y, span_x), strides, dilation, pads, output)


def _padding_of_both_axes(
    image_size: tuple[int, int],
    size: tuple[int, int],
    strides: tuple[int, int],
    padding: Any,
    dilation: tuple[int, int],
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Turn `padding` into ((top, bottom), (left, right)) pixels."""
    if isinstance(padding, str) and padding in ("valid", "same"):
        vertical, horizontal = (
            padding_amounts(pixels, taps, stride=stride, padding=padding, dilation=gap)
            for pixels, taps, stride, gap in zip(image_size, size, strides, dilation, strict=True)
        )
        return vertical, horizontal
    if (
        not isinstance(padding, tuple | list)
        or len(padding) != 2
        or not all(isinstance(axis, tuple | list) and len(axis) == 2 for axis in padding)
    ):
        raise ValueError(
            '`padding` must be "valid", "same" or ((top, bottom), (left, right)) pixels, '
            f"got {padding!r}."
        )
    (top, bottom), (left, right) = padding
    return (
        (
            non_negative_integer(top, "padding[0][0]"),
            non_negative_integer(bottom, "padding[0][1]"),
        ),
        (
            non_negative_integer(left, "padding[1][0]"),
            non_negative_integer(right, "padding[1][1]"),
        ),
    )


def check_floats(array: Any, name: str) -> None:
    """Refuse what is not an array of finite floating-point numbers."""
    if not isinstance(array, np.ndarray):
        raise ValueError(
            f"`{name}` must be a NumPy array, got {type(array).__name__}; "
            f"convert it with np.asarray({name})."
        )
    if not np.issubdtype(array.dtype, np.floating):
        raise ValueError(
            f"`{name}` must hold floats, got {array.dtype}; "
            f'convert it with {name}.astype("float32").'
        )
    if not np.isfinite(array).all():
        raise ValueError(f"`{name}` must hold finite numbers only, but it has NaN or infinity.")


def check_images(x: Any) -> None:
    """Refuse what is not a batch of images."""
    check_floats(x, "x")
    if x.ndim != 4:
        hint = {
            2: " One grey image becomes a batch of one with x[np.newaxis, :, :, np.newaxis].",
            3: " Add the missing axis: x[np.newaxis] for one image with channels, "
            "x[..., np.newaxis] for grey images.",
        }.get(x.ndim, "")
        raise ValueError(
            f"`x` must have 4 axes (batch, height, width, channels), got shape {x.shape}.{hint}"
        )
    _check_not_empty(x, "x")


def check_kernel(kernel: Any) -> None:
    """Refuse what is not a kernel of a 2-D convolution."""
    check_floats(kernel, "kernel")
    if kernel.ndim != 4:
        raise ValueError(
            "`kernel` must have 4 axes (height, width, channels in, filters), "
            f"got shape {kernel.shape}."
        )
    _check_not_empty(kernel, "kernel")


def check_convolution(x: Any, kernel: Any, bias: Any, groups: Any) -> None:
    """Refuse arrays that do not fit together."""
    check_images(x)
    check_kernel(kernel)
    positive_integer(groups, "groups")
    channels, (_, _, kernel_channels, filters) = x.shape[-1], kernel.shape
    if kernel_channels * groups != channels:
        raise ValueError(
            f"`kernel` of shape {kernel.shape} with `groups` = {groups} is for "
            f"{kernel_channels * groups} channels, but `x` of shape {x.shape} has {channels}."
        )
    if filters % groups:
        raise ValueError(
            f"`kernel` has {filters} filters, which must be divisible by `groups` = {groups}."
        )
    check_bias(bias, filters)


def check_depthwise(x: Any, kernel: Any, bias: Any) -> None:
    """Refuse arrays that do not fit together in a depthwise convolution."""
    check_images(x)
    check_kernel(kernel)
    channels, (_, _, kernel_channels, multiplier) = x.shape[-1], kernel.shape
    if kernel_channels != channels:
        raise ValueError(
            f"`kernel` of shape {kernel.shape} is for {kernel_channels} channels, "
            f"but `x` of shape {x.shape} has {channels}."
        )
    check_bias(bias, channels * multiplier)


def check_bias(bias: Any, outputs: int) -> None:
    """Refuse what is not one number for each output channel."""
    if bias is None:
        return
    check_floats(bias, "bias")
    if bias.shape != (outputs,):
        raise ValueError(
            f"`bias` must have shape ({outputs},), one number for each output channel, "
            f"got {bias.shape}."
        )


def _check_not_empty(array: np.ndarray[Any, Any], name: str) -> None:
    if array.size == 0:
        raise ValueError(f"`{name}` must not be empty, got shape {array.shape}.")
