"""Edge maps that move, and by how much they change."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.lessons.shifting import moved_edge_maps, relative_change

IMAGES = np.pad(np.random.default_rng(0).uniform(0, 1, (3, 8, 8)), ((0, 0), (4, 4), (4, 4)))


def test_maps_move_with_the_image() -> None:
    still, moved = moved_edge_maps(IMAGES, 0), moved_edge_maps(IMAGES, 2)
    assert still.shape == (3, 16, 16, 4)
    np.testing.assert_array_equal(moved, np.roll(still, 2, axis=2))


def test_change_is_a_share_of_each_image_by_itself() -> None:
    before = np.array([1.0, 100.0]).reshape(2, 1, 1, 1)
    after = np.array([2.0, 100.0]).reshape(2, 1, 1, 1)
    assert relative_change(before, after) == pytest.approx(0.5)


def test_maps_of_other_shapes_and_broken_steps_are_refused() -> None:
    with pytest.raises(ValueError, match="`after`"):
        relative_change(np.ones((1, 2, 2, 1)), np.ones((1, 2, 2, 2)))
    with pytest.raises(ValueError, match="`step`"):
        moved_edge_maps(IMAGES, -1)
