"""Pictures side by side: their colours and sizes can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.figure import Figure

from cnn_docs.figures import images
from cnn_docs.figures.gallery import gallery

RANDOM = np.random.default_rng(0)
DIGIT = RANDOM.integers(0, 17, (8, 8))
MAPS = RANDOM.normal(scale=9, size=(6, 6, 9))


def test_binary_is_grey_turned_over_and_keeps_all_its_shades() -> None:
    ramp = np.arange(36.0).reshape(6, 6)
    figure = images.feature_maps([ramp, ramp], cmap=["gray", "binary"])
    gray, binary = (axes.get_images()[0].to_rgba(ramp)[..., :3] for axes in figure.axes)
    np.testing.assert_allclose(binary, 1 - gray, atol=1 / 255)
    assert len(np.unique(binary)) == 36


def test_maps_of_one_colour_map_share_their_scale_and_others_do_not() -> None:
    figure = images.feature_maps(
        [[[0, 1]], [[-2, 4]], [[0, 9]]], cmap=["gray", "diverging", "gray"]
    )
    limits = [axes.get_images()[0].get_clim() for axes in figure.axes]
    assert limits == [(0, 9), (-4, 4), (0, 9)]


def test_pictures_beside_each_other_have_cells_of_one_size() -> None:
    figure = images.feature_maps([DIGIT, MAPS[..., 0]], values=True, decimals=0)
    image, feature_map = (axes.get_position() for axes in figure.axes)
    assert image.width / 8 == pytest.approx(feature_map.width / 6)


def test_kernels_with_their_weights_take_as_many_rows_as_they_need() -> None:
    tops = [round(axes.get_position().y1, 6) for axes in images.kernels(MAPS[:3, :3, :4] / 99).axes]
    assert len(set(tops)) == 2


def test_channels_show_the_numbers_of_each_channel_on_one_scale() -> None:
    image = RANDOM.random((8, 8, 3))
    _, *greys = images.channels(image).axes
    for index, axes in enumerate(greys):
        (shown,) = axes.get_images()
        np.testing.assert_array_equal(shown.get_array(), image[..., index])
        assert shown.get_clim() == (0, 1)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: images.pixels(DIGIT[np.newaxis]), "`image` must be one picture"),
        (lambda: images.pixels([[np.nan]]), "`image` must hold finite numbers"),
        (lambda: images.pixels(DIGIT, cmap="jet"), "`cmap` must be one of"),
        (lambda: images.pixels(DIGIT, windows=[(6, 6, 3, 3)]), "`window` must lie inside"),
        (lambda: images.pixels(np.full((28, 28), 255)), "`values` do not fit"),
        (lambda: images.kernels(np.full((13, 13, 1), -0.5)), "`values` do not fit"),
        (lambda: images.feature_maps(DIGIT), "`maps` must be an array of shape"),
        (lambda: images.feature_maps([]), "`maps` must hold at least one"),
        (lambda: images.feature_maps(MAPS, titles=["one"]), "`titles` must give one text"),
        (lambda: images.before_after(MAPS[..., :2], MAPS[..., :3]), "`before` and `after`"),
        (lambda: images.channels(np.zeros((8, 8))), "`image` must have shape"),
        (lambda: images.channels(np.full((8, 8, 3), 255)), "`image` must lie between 0 and 1"),
        (lambda: gallery({}), "`rows` must hold at least one"),
        (lambda: gallery({"a": np.zeros((9, 4, 4))}), "`rows['a']` must hold at most 8"),
        (
            lambda: gallery({"a": np.zeros((2, 4, 4))}, captions={"a": ["one"]}),
            "`captions['a']` must give one text",
        ),
        (
            lambda: gallery({"a": np.zeros((2, 4, 4))}, captions={"b": ["one", "two"]}),
            "`captions` must name kinds",
        ),
    ],
)
def test_bad_input_is_refused_by_name(draw: Callable[[], Figure], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        draw()
