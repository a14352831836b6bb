"""The drawn faces: what is rearranged, and what stays exactly as it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from cnn_docs.faces import (
    PART,
    PLACES,
    REARRANGEMENTS,
    SHIFT,
    SIZE,
    faces,
    non_faces,
    rearranged_faces,
)


def windows(image: np.ndarray, stride: int) -> np.ndarray:
    """All windows of 5×5 of one picture, sorted, so that only their places are forgotten."""
    seen = sliding_window_view(image[..., 0], (5, 5))[::stride, ::stride].reshape(-1, 25)
    return seen[np.lexsort(seen.T)]


@pytest.mark.parametrize("stride", [1, 2])
def test_a_rearranged_face_has_the_same_windows_as_its_face(stride: int) -> None:
    for face, rearranged in zip(faces(50, seed=3), rearranged_faces(50, seed=3), strict=True):
        assert not np.array_equal(face, rearranged)
        np.testing.assert_array_equal(windows(face, stride), windows(rearranged, stride))


def test_a_picture_without_a_face_shares_no_window_around_a_part_with_its_face() -> None:
    for face, other in zip(faces(50, seed=3), non_faces(50, seed=4), strict=True):
        assert not np.array_equal(windows(face, 1), windows(other, 1))


def test_every_rearrangement_moves_an_eye_and_keeps_the_parts() -> None:
    assert len(set(REARRANGEMENTS)) == len(REARRANGEMENTS) == 10
    for arrangement in REARRANGEMENTS:
        assert sorted(arrangement) == ["eye", "eye", "mouth", "nose"]
        assert arrangement[:2] != ("eye", "eye")


def test_places_keep_their_distance_at_every_shift() -> None:
    height, width = PART
    for index, (row, column) in enumerate(PLACES):
        assert min(row - height // 2, column - width // 2) - SHIFT >= 4
        assert max(row + height // 2, column + width // 2) + SHIFT <= SIZE - 5
        for other_row, other_column in PLACES[index + 1 :]:
            assert max(abs(row - other_row) - height, abs(column - other_column) - width) >= 4
            assert (row - other_row) % 2 == (column - other_column) % 2 == 0


@pytest.mark.parametrize("draw", [faces, rearranged_faces, non_faces])
def test_the_same_seed_gives_the_same_pictures_and_another_seed_others(
    draw: Callable[..., np.ndarray],
) -> None:
    images = draw(4, seed=0)
    assert images.dtype == np.float32
    assert images.min() >= 0 and images.max() <= 1
    np.testing.assert_array_equal(images, draw(4, seed=0))
    assert not np.array_equal(images, draw(4, seed=1))


def test_bad_arguments_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="`count`"):
        faces(0, seed=0)
    with pytest.raises(ValueError, match="`seed`"):
        non_faces(1, seed=-1)
    with pytest.raises(ValueError, match="`arrangements`"):
        rearranged_faces(1, seed=0, arrangements=[("eye", "eye", "nose", "mouth")])
