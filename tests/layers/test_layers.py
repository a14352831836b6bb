"""The NumPy layers against Keras, over random shapes and settings.

Two correct float32 convolutions round differently. Results are therefore compared relative to
Σ|x·w|, the size of the sum before its terms cancel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits

from cnn_docs.layers import (
    average_pool2d,
    composed_kernel,
    conv2d,
    conv2d_loops,
    depthwise_conv2d,
    dropout,
    im2col,
    max_pool2d,
    relu,
)

if TYPE_CHECKING:
    import keras

Pair = tuple[int, int]
Shape = tuple[int, int, int, int]

small = st.integers(1, 3)
pairs = st.tuples(small, small)
paddings = st.sampled_from(["valid", "same"])
images = st.tuples(st.integers(1, 2), st.integers(1, 7), st.integers(1, 7), st.integers(1, 3))
# Keras refuses strides together with dilation, so mostly draw one of them.
one = st.just((1, 1))
strides_and_dilation = st.tuples(pairs, one) | st.tuples(one, pairs) | st.tuples(pairs, pairs)
thorough = settings(deadline=None, max_examples=60)


def random(shape: int | tuple[int, ...], seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def output_of(layer: keras.Layer, x: np.ndarray, *weights: np.ndarray) -> np.ndarray:
    """What a Keras layer with these weights makes of `x`."""
    layer.build(x.shape)
    layer.set_weights(weights)
    return np.asarray(layer(x))


def is_wrong_in_tensorflow(
    x: np.ndarray, kernel_size: Pair, strides: Pair, output: np.ndarray
) -> bool:
    """Whether TensorFlow 2.21 reads wrong pixels here.

    It does on a CPU, in oneDNN's kernels (with TF_ENABLE_ONEDNN_OPTS=0 all is right), for several
    images of one channel and windows wider than a pixel that move along the width but find a single
    place there, in each of several rows; unless kernel, stride and image are of one width. Of the
    settings that are drawn below exactly these are wrong: 480 of 31,104 that were tried.
    """
    batch, _, width, channels = x.shape
    _, rows, columns, _ = output.shape
    return (
        (batch > 1 and channels == 1)
        and (rows > 1 and columns == 1)
        and (strides[0] == 1 and strides[1] > 1 and kernel_size[1] > 1)
        and (kernel_size[1], strides[1]) != (width, width)
    )


def assert_close(
    ours: np.ndarray, reference: np.ndarray, size_of_terms: np.ndarray | float
) -> None:
    assert ours.shape == reference.shape
    assert ours.dtype == reference.dtype
    assert np.all(np.abs(ours - reference) <= 1e-6 * (1 + size_of_terms))


def test_the_printed_map_of_the_class_notes_is_cross_correlation() -> None:
    kernel = np.array(
        [
            [0.06324342, -0.14388585, -0.40798104],
            [-0.24675035, -0.3730538, -0.22161803],
            [0.11666891, -0.17990309, -0.34412956],
        ]
    ).reshape(3, 3, 1, 1)
    digit = load_digits().images[:1, :, :, np.newaxis]
    printed = [-10.622592, -17.233952, -14.855642, -15.18894, -13.4780655, -5.6591477]
    for layer in (conv2d_loops, conv2d):
        result = layer(digit, kernel)[0, :, :, 0]
        assert result.shape == (6, 6)
        np.testing.assert_allclose(result[0], printed, atol=1e-6)
        np.testing.assert_allclose(result[5, 5], -3.2092843, atol=1e-6)
    flipped = conv2d(digit, kernel[::-1, ::-1])[0, 0, 0, 0]
    assert abs(flipped - printed[0]) > 8


@thorough
@given(
    shape=images,
    size=pairs,
    filters=small,
    groups=small,
    strides_dilation=strides_and_dilation,
    padding=paddings,
    with_bias=st.booleans(),
    seed=st.integers(0, 999),
)
def test_conv2d_agrees_with_keras_and_refuses_what_it_refuses(
    shape: Shape,
    size: Pair,
    filters: int,
    groups: int,
    strides_dilation: tuple[Pair, Pair],
    padding: str,
    with_bias: bool,
    seed: int,
) -> None:
    import keras

    strides, dilation = strides_dilation
    *image_shape, channels = shape
    x = random((*image_shape, channels * groups), seed)
    kernel = random((*size, channels, filters * groups), seed + 1)
    bias = random(filters * groups, seed + 2) if with_bias else None
    arguments: dict[str, Any] = {"strides": strides, "padding": padding}
    weights = [kernel] if bias is None else [kernel, bias]

    def reference(x: np.ndarray, *weights: np.ndarray) -> np.ndarray:
        layer = keras.layers.Conv2D(
            filters * groups,
            size,
            dilation_rate=dilation,
            groups=groups,
            use_bias=with_bias,
            **arguments,
        )
        return output_of(layer, x, *weights)

    try:
        expected = reference(x, *weights)
    except ValueError:
        for layer in (conv2d, conv2d_loops):
            with pytest.raises(ValueError, match=r"`(strides|kernel)`"):
                layer(x[..., :channels], kernel, dilation=dilation, **arguments)
        return
    assume(not is_wrong_in_tensorflow(x, size, strides, expected))
    terms = reference(np.abs(x), *map(np.abs, weights))
    ours = conv2d(x, kernel, bias, dilation=dilation, groups=groups, **arguments)
    assert_close(ours, expected, terms)
    if groups == 1:
        loops = conv2d_loops(x, kernel, bias, dilation=dilation, **arguments)
        assert_close(loops, expected, terms)


@thorough
@given(
    shape=images,
    size=pairs,
    multiplier=small,
    stride_dilation=st.tuples(small, one) | st.tuples(st.just(1), pairs),
    padding=paddings,
    seed=st.integers(0, 999),
)
def test_depthwise_conv2d_agrees_with_keras(
    shape: Shape,
    size: Pair,
    multiplier: int,
    stride_dilation: tuple[int, Pair],
    padding: str,
    seed: int,
) -> None:
    """TensorFlow has depthwise strides only where height and width share one."""
    import keras

    stride, dilation = stride_dilation
    x = random(shape, seed)
    kernel = random((*size, shape[-1], multiplier), seed + 1)
    bias = random(shape[-1] * multiplier, seed + 2)

    def reference(x: np.ndarray, *weights: np.ndarray) -> np.ndarray:
        layer = keras.layers.DepthwiseConv2D(
            size,
            strides=stride,
            padding=padding,
            dilation_rate=dilation,
            depth_multiplier=multiplier,
        )
        return output_of(layer, x, *weights)

    try:
        expected = reference(x, kernel, bias)
    except ValueError:
        with pytest.raises(ValueError, match="`kernel`"):
            depthwise_conv2d(x, kernel, strides=stride, padding=padding, dilation=dilation)
        return
    terms = reference(np.abs(x), np.abs(kernel), np.abs(bias))
    ours = depthwise_conv2d(x, kernel, bias, strides=stride, padding=padding, dilation=dilation)
    assert_close(ours, expected, terms)


@thorough
@given(
    shape=images,
    size=pairs,
    strides=st.none() | pairs,
    padding=paddings,
    seed=st.integers(0, 999),
)
def test_pooling_agrees_with_keras(
    shape: Shape, size: Pair, strides: Pair | None, padding: str, seed: int
) -> None:
    import keras

    x = random(shape, seed)
    arguments: dict[str, Any] = {"strides": strides, "padding": padding}
    if padding == "valid" and (size[0] > shape[1] or size[1] > shape[2]):
        # No window fits. Keras is not asked: TensorFlow may divide by zero and end the process.
        for pool in (max_pool2d, average_pool2d):
            with pytest.raises(ValueError, match="`pool_size`"):
                pool(x, size, **arguments)
        return
    largest = np.asarray(keras.layers.MaxPooling2D(size, **arguments)(x))
    np.testing.assert_array_equal(max_pool2d(x, size, **arguments), largest)
    mean = np.asarray(keras.layers.AveragePooling2D(size, **arguments)(x))
    assert_close(average_pool2d(x, size, **arguments), mean, np.abs(x).max())


@thorough
@given(
    shape=images,
    size=pairs,
    pads=st.tuples(*[st.tuples(st.integers(0, 2), st.integers(0, 2))] * 2),
    strides=pairs,
    seed=st.integers(0, 999),
)
def test_padding_in_pixels_is_zeros_around_the_image(
    shape: Shape, size: Pair, pads: tuple[Pair, Pair], strides: Pair, seed: int
) -> None:
    x = random(shape, seed)
    kernel = random((*size, shape[-1], 2), seed + 1)
    padded = np.pad(x, ((0, 0), *pads, (0, 0)))
    assume(padded.shape[1] >= size[0] and padded.shape[2] >= size[1])
    for layer in (conv2d, conv2d_loops):
        inside = layer(x, kernel, padding=pads, strides=strides)
        np.testing.assert_array_equal(inside, layer(padded, kernel, strides=strides))


def test_a_convolution_is_the_windows_times_the_weights() -> None:
    x, kernel = random((2, 8, 8, 3), 0), random((3, 3, 3, 5), 1)
    windows = im2col(x, 3)
    assert windows.shape == (2, 6, 6, 27)
    np.testing.assert_array_equal(windows[1, 2, 4], x[1, 2:5, 4:7].reshape(-1))
    np.testing.assert_array_equal(conv2d(x, kernel), windows @ kernel.reshape(27, 5))


def test_im2col_copies_even_where_a_window_is_one_pixel() -> None:
    x = np.ones((1, 2, 2, 1))
    im2col(x, 1)[:] = 7
    assert np.all(x == 1)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_dtype_of_the_inputs_stays(dtype: str) -> None:
    x = np.ones((1, 4, 4, 2), dtype)
    kernel, bias = np.ones((2, 2, 2, 2), dtype), np.ones(2, dtype)
    results = [
        conv2d(x, kernel, bias),
        conv2d_loops(x, kernel, bias),
        depthwise_conv2d(x, kernel),
        im2col(x, 2),
        max_pool2d(x, 3, strides=1, padding="same"),
        average_pool2d(x, 3, strides=1, padding="same"),
        relu(x),
        dropout(x, np.float64(0.5), np.random.default_rng(0)),
    ]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


def test_relu_keeps_what_is_positive() -> None:
    x = np.array([[-1.5, 0.0], [2.5, -0.0]])
    np.testing.assert_array_equal(relu(x), [[0, 0], [2.5, 0]])


def test_dropout_keeps_the_mean_and_scales_what_it_keeps() -> None:
    x = random((200, 500), 0) + 5
    dropped = dropout(x, 0.3, np.random.default_rng(1))
    kept = dropped != 0
    # 100,000 draws: a standard error of the share is 0.0014, of the mean 0.011.
    assert abs(kept.mean() - 0.7) < 5 * 0.0015
    assert abs(dropped.mean() - x.mean()) < 5 * 0.011
    np.testing.assert_allclose(dropped[kept], x[kept] / 0.7, rtol=1e-6)


def test_dropout_scales_as_keras_does() -> None:
    import keras

    trained = np.asarray(keras.layers.Dropout(0.75, seed=0)(np.ones((50, 50)), training=True))
    ours = dropout(np.ones((50, 50), "float32"), 0.75, np.random.default_rng(0))
    assert np.unique(trained).tolist() == np.unique(ours).tolist() == [0, 4]


def test_dropout_follows_its_generator_and_at_rate_0_changes_nothing() -> None:
    x = random((10, 10), 0)
    first, second = (dropout(x, 0.5, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(dropout(x, 0, np.random.default_rng(0)), x)


X = np.ones((1, 8, 8, 4))
KERNEL = np.ones((3, 3, 4, 6))
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: conv2d([[1.0]], KERNEL), "`x` must be a NumPy array, got list"),  # type: ignore[arg-type]
        (lambda: conv2d(X.astype("uint8"), KERNEL), "`x` must hold floats, got uint8; convert"),
        (lambda: conv2d(X * np.nan, KERNEL), "`x` must hold finite numbers"),
        (lambda: conv2d(X, KERNEL * np.inf), "`kernel` must hold finite numbers"),
        (lambda: conv2d(X[0], KERNEL), r"`x` must have 4 axes .* Add the missing axis"),
        (lambda: conv2d(X[0, :, :, 0], KERNEL), r"`x` must have 4 axes .* One grey image"),
        (lambda: conv2d(X[:0], KERNEL), "`x` must not be empty"),
        (lambda: conv2d(X, KERNEL[0]), "`kernel` must have 4 axes"),
        (lambda: conv2d(X[..., :3], KERNEL), "is for 4 channels, but `x` .* has 3"),
        (lambda: conv2d(X, KERNEL, groups=2), "is for 8 channels, but `x` .* has 4"),
        (lambda: conv2d(X, KERNEL[:, :, :1, :5], groups=4), "5 filters, .* divisible"),
        (lambda: conv2d(X, KERNEL, groups=0), "`groups`"),
        (lambda: conv2d(X, KERNEL, np.ones(1)), r"`bias` must have shape \(6,\)"),
        (lambda: conv2d(X, KERNEL, np.ones((1, 6))), r"`bias` must have shape \(6,\)"),
        (lambda: conv2d(X, np.ones((9, 1, 4, 6))), "`kernel` makes windows that span 9 × 1"),
        (lambda: conv2d(X, KERNEL, dilation=4), "`kernel` makes windows that span 9 × 9"),
        (lambda: conv2d(X, KERNEL, strides=0), "`strides`"),
        (lambda: conv2d(X, KERNEL, strides=(1, -1)), r"`strides\[1\]`"),
        (lambda: conv2d(X, KERNEL, dilation=1.5), "`dilation`"),  # type: ignore[arg-type]
        (lambda: conv2d(X, KERNEL, strides=(2, 1), dilation=(1, 2)), "`strides` .* `dilation`"),
        (lambda: conv2d(X, KERNEL, padding="full"), "`padding` must be .* got 'full'"),
        (lambda: conv2d(X, KERNEL, padding=(1, 1)), "`padding` must be"),  # type: ignore[arg-type]
        (lambda: conv2d(X, KERNEL, padding=((0, 0), (-1, 0))), r"`padding\[1\]\[0\]`"),
        (lambda: conv2d_loops(X[..., :2], KERNEL), "`kernel` .* is for 4 channels"),
        (lambda: im2col(X, (3, 9)), "`kernel_size` makes windows that span 3 × 9"),
        (lambda: im2col(X, 0), "`kernel_size`"),
        (lambda: depthwise_conv2d(X[..., :1], KERNEL), "`kernel` .* is for 4 channels"),
        (lambda: depthwise_conv2d(X, KERNEL, np.ones(4)), r"`bias` must have shape \(24,\)"),
        (lambda: max_pool2d(X, 9), "`pool_size` makes windows that span 9 × 9"),
        (lambda: max_pool2d(X, padding=((1, 1), (1, 1))), '`padding` must be "valid" or "same"'),  # type: ignore[arg-type]
        (lambda: average_pool2d(X, 0), "`pool_size`"),
        (lambda: average_pool2d(X, strides=0), "`strides`"),
        (lambda: relu(np.array([1, 2])), "`x` must hold floats"),
        (lambda: dropout(X, 1.0, RNG), "`rate` must be .* got 1.0"),
        (lambda: dropout(X, -0.1, RNG), "`rate`"),
        (lambda: dropout(X, float("nan"), RNG), "`rate`"),
        (lambda: dropout(X, 0.5, 0), "`rng` must be a generator"),  # type: ignore[arg-type]
    ],
)
def test_arguments_that_make_no_sense_are_refused_by_name(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("sizes", [((3, 3), (3, 3)), ((1, 2), (3, 1)), ((2, 5), (4, 1))])
def test_two_convolutions_are_one(sizes: tuple[Pair, Pair]) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 9, 9, 3))
    first, second = rng.normal(size=(*sizes[0], 3, 4)), rng.normal(size=(*sizes[1], 4, 5))
    apart, together = conv2d(conv2d(x, first), second), conv2d(x, composed_kernel(first, second))
    np.testing.assert_allclose(together, apart, atol=1e-12)


def test_kernels_that_do_not_fit_are_not_composed() -> None:
    first, second = np.ones((3, 3, 1, 4)), np.ones((3, 3, 5, 1))
    with pytest.raises(ValueError, match="is for 5 maps, but `first` of shape"):
        composed_kernel(first, second)
