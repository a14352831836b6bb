"""Where windows lie on an image, and what each of their taps sees."""

from typing import Any, NamedTuple

import numpy as np

from cnn_docs._integer_checks import non_negative_integer, pair
from cnn_docs.arithmetic import padding_amounts
from cnn_docs.layers._types import Floats


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


def pad(x: Floats, windows: Reading, value: float = 0.0) -> Floats:
    """Put the padding around every image."""
    return np.pad(x, ((0, 0), *windows.padding, (0, 0)), constant_values=value)


def seen_by_each_tap(x: Floats, windows: Reading) -> list[Floats]:
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
