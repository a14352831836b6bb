"""The arithmetic against Keras, and the receptive field against pictures with one bright pixel."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnn_docs import arithmetic, layers
from cnn_docs.arithmetic import (
    ReceptiveField,
    Window,
    conv2d_macs,
    conv2d_parameters,
    dense_macs,
    dense_parameters,
    depthwise_conv2d_macs,
    output_size,
    padding_amounts,
    receptive_field,
    window_starts,
)


@settings(deadline=None, max_examples=150)
@given(
    size=st.integers(1, 12),
    taps=st.integers(1, 5),
    stride=st.integers(1, 4),
    padding=st.sampled_from(["valid", "same"]),
    dilation=st.integers(1, 3),
)
def test_windows_are_where_keras_puts_them(
    size: int, taps: int, stride: int, padding: str, dilation: int
) -> None:
    """Filter t of an identity kernel shows which pixel tap t reads: pixel p holds p + 1."""
    import keras

    arguments: dict[str, Any] = {"stride": stride, "padding": padding, "dilation": dilation}
    pixels = np.arange(1, size + 1, dtype="float32").reshape(1, size, 1, 1)
    try:
        layer = keras.layers.Conv2D(
            taps, (taps, 1), strides=stride, padding=padding, dilation_rate=dilation, use_bias=False
        )
        layer.build(pixels.shape)
        layer.set_weights([np.eye(taps, dtype="float32").reshape(taps, 1, 1, taps)])
        seen = np.asarray(layer(pixels))[0, :, 0, :]
    except ValueError:
        with pytest.raises(ValueError, match="`"):
            output_size(size, taps, **arguments)
        return

    starts = window_starts(size, taps, **arguments)
    read = [[start + dilation * tap for tap in range(taps)] for start in starts]
    expected = [[p + 1 if 0 <= p < size else 0 for p in row] for row in read]
    assert output_size(size, taps, **arguments) == len(seen)
    assert seen.tolist() == expected


@given(
    size=st.integers(1, 12),
    taps=st.integers(1, 5),
    stride=st.integers(1, 4),
    pads=st.tuples(st.integers(0, 5), st.integers(0, 5)),
)
def test_explicit_padding_is_more_input(
    size: int, taps: int, stride: int, pads: tuple[int, int]
) -> None:
    before, after = pads
    padded = before + size + after
    if taps > padded:
        with pytest.raises(ValueError, match="`kernel_size`"):
            output_size(size, taps, stride=stride, padding=pads)
        return
    starts = window_starts(padded, taps, stride=stride)
    shifted = [start - before for start in starts]
    assert window_starts(size, taps, stride=stride, padding=pads) == shifted


def test_same_padding_puts_the_odd_pixel_after() -> None:
    assert padding_amounts(8, 3, stride=2, padding="same") == (0, 1)
    assert padding_amounts(8, 4, padding="same") == (1, 2)


def test_first_layers_of_lenet5_as_the_paper_counts_them() -> None:
    """LeCun et al. 1998, section II.B. The paper's connections count the bias of each unit too."""
    assert conv2d_parameters(5, 1, 6) == 156
    assert conv2d_macs((28, 28), 5, 1, 6) + 28 * 28 * 6 == 122_304
    assert conv2d_parameters(5, 16, 120) == 48_120
    assert dense_parameters(120, 84) == 10_164


def test_a_depthwise_convolution_multiplies_one_channel_for_each_output() -> None:
    full = conv2d_macs((6, 6), 3, in_channels=32, filters=32)
    assert full == 32 * depthwise_conv2d_macs((6, 6), 3, in_channels=32)


windows = st.builds(
    lambda taps, stride, dilation, before: Window(
        taps, stride, dilation if stride == 1 else 1, before
    ),
    st.integers(1, 3),
    st.integers(1, 2),
    st.integers(1, 2),
    st.integers(0, 2),
)


@settings(deadline=None, max_examples=60)
@given(stack=st.lists(windows, max_size=3))
def test_receptive_field_is_what_a_unit_responds_to(stack: list[Window]) -> None:
    """Image p has one bright pixel, p. Positive weights cannot cancel, so a unit lights up
    exactly for the pixels that it depends on."""
    size = 48
    maps: np.ndarray = np.eye(size).reshape(size, size, 1, 1)
    for window in stack:
        maps = layers.conv2d(
            maps,
            np.ones((window.kernel_size, 1, 1, 1)),
            strides=window.stride,
            dilation=window.dilation,
            padding=((window.padding_before, 0), (0, 0)),
        )
    field = receptive_field(stack)
    checked = []
    for unit, responses in enumerate(maps[:, :, 0, 0].T):
        pixels = np.flatnonzero(responses)
        center = field.first_center + unit * field.stride
        first, last = center - (field.size - 1) / 2, center + (field.size - 1) / 2
        if first >= 0 and last < size:  # else padding cuts the field short
            assert (pixels[0], pixels[-1]) == (first, last)
            checked.append(unit)
    assert len(checked) >= 2


def test_centres_of_lenet5s_c3_cover_the_middle_of_the_image() -> None:
    """Ten units, 2 pixels apart, from 6.5 to 24.5 on an axis of 32 pixels."""
    c3 = receptive_field([Window(5), Window(2, stride=2), Window(5)])
    assert c3 == ReceptiveField(size=14, stride=2, first_center=6.5)
    assert c3.first_center + 9 * c3.stride == 31 - c3.first_center


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": 0}, "`size` must be an integer of at least 1, got 0"),
        ({"size": 8.0}, "`size` must be an integer of at least 1, got 8.0"),
        ({"kernel_size": 0}, "`kernel_size`"),
        ({"kernel_size": True}, "`kernel_size`"),
        ({"kernel_size": 9}, "`kernel_size` = 9 .* spans 9 pixels, more than the 8"),
        ({"kernel_size": 5, "dilation": 2}, "spans 9 pixels"),
        ({"stride": 0}, "`stride`"),
        ({"stride": -1}, "`stride`"),
        ({"dilation": 0}, "`dilation`"),
        ({"stride": 2, "dilation": 2}, "`stride` = 2 and `dilation` = 2 cannot both"),
        ({"padding": "full"}, "`padding` must be .* got 'full'"),
        ({"padding": 1}, "`padding` must be .* got 1"),
        ({"padding": (1, 2, 3)}, "`padding` must be"),
        ({"padding": (-1, 0)}, r"`padding\[0\]` must be an integer of at least 0, got -1"),
        ({"padding": (0, 0.5)}, r"`padding\[1\]`"),
    ],
)
@pytest.mark.parametrize("function", [output_size, window_starts])
def test_sizes_refuse_what_makes_no_sense(
    function: Callable[..., object], arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        function(**{"size": 8, "kernel_size": 3, **arguments})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: conv2d_parameters((3, 3, 3), 1, 1), "`kernel_size` must be one integer or a pair"),  # type: ignore[arg-type]
        (lambda: conv2d_parameters((3, 0), 1, 1), r"`kernel_size\[1\]`"),
        (lambda: conv2d_parameters(3, 0, 1), "`in_channels`"),
        (lambda: conv2d_parameters(3, 1, None), "`filters`"),  # type: ignore[arg-type]
        (lambda: conv2d_parameters(3, 4, 6, groups=4), "`filters` = 6 must be divisible"),
        (lambda: conv2d_parameters(3, 3, 4, groups=2), "`in_channels` = 3 must be divisible"),
        (lambda: conv2d_macs((0, 6), 3, 1, 1), r"`output_shape\[0\]`"),
        (
            lambda: arithmetic.depthwise_conv2d_parameters(3, 4, depth_multiplier=0),
            "`depth_multiplier`",
        ),
        (lambda: dense_macs(0, 10), "`inputs`"),
        (lambda: dense_parameters(64, 1.5), "`units`"),  # type: ignore[arg-type]
        (lambda: Window(0), "`kernel_size`"),
        (lambda: Window(3, padding_before=-1), "`padding_before`"),
        (lambda: Window(3, stride=2, dilation=2), "cannot both be above 1"),
        (lambda: receptive_field([3, 3]), r"`windows` must hold Window objects, .* got 3"),  # type: ignore[list-item]
    ],
)
def test_costs_and_windows_refuse_what_makes_no_sense(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        call()
