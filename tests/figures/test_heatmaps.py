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
