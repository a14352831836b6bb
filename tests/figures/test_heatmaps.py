"""Tables as cells: what is written in them, and what is not."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.figures import heatmaps


def test_cells_without_a_case_stay_empty_and_only_mistakes_are_shaded() -> None:
    [axes] = heatmaps.confusion([[9, 0], [2, 7]]).axes
    written = {tuple(map(int, text.get_position())): text.get_text() for text in axes.texts}
    assert written == {(0, 0): "9", (0, 1): "2", (1, 1): "7"}
    [grid] = axes.get_images()
    np.testing.assert_array_equal(grid.get_array(), [[0, 0], [2, 0]])


def test_a_network_without_mistakes_can_be_drawn() -> None:
    assert len(heatmaps.confusion(np.diag([3, 4])).axes[0].texts) == 2


@pytest.mark.parametrize("counts", [[[1, 2]], [[0.5, 0], [0, 1]], [[-1, 0], [0, 1]]])
def test_a_confusion_matrix_is_a_square_of_counts(counts: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        heatmaps.confusion(counts)


def test_all_matrices_and_the_scale_share_their_colours() -> None:
    figure = heatmaps.matrices(
        {"A": [[1.0, -4.0]], "B": [[0.5, 0.0]]}, xlabel="x", ylabel="y", meaning="what it is"
    )
    images = [axes.images[0] for axes in figure.axes]
    assert [(image.norm.vmin, image.norm.vmax) for image in images] == [(-4, 4)] * 3
    assert figure.axes[-1].get_ylabel() == "what it is"
    assert figure.axes[-1].get_ylim() == (-4, 4)


def test_no_matrix_and_too_many_are_refused() -> None:
    for count in (0, 4):
        with pytest.raises(ValueError, match="`values`"):
            heatmaps.matrices(
                {str(one): np.eye(2) for one in range(count)}, xlabel="", ylabel="", meaning=""
            )
