"""Checks of the arrays that the layers take."""

from typing import Any

import numpy as np

from cnn_docs._integer_checks import positive_integer


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
