"""Matrices side by side on one labelled scale."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.figures import matrices


def test_all_matrices_and_the_scale_share_their_colours() -> None:
    figure = matrices.matrices(
        {"A": [[1.0, -4.0]], "B": [[0.5, 0.0]]}, xlabel="x", ylabel="y", meaning="what it is"
    )
    images = [axes.images[0] for axes in figure.axes]
    assert [(image.norm.vmin, image.norm.vmax) for image in images] == [(-4, 4)] * 3
    assert figure.axes[-1].get_ylabel() == "what it is"
    assert figure.axes[-1].get_ylim() == (-4, 4)


def test_no_matrix_and_too_many_are_refused() -> None:
    for count in (0, 4):
        with pytest.raises(ValueError, match="`values`"):
            matrices.matrices(
                {str(one): np.eye(2) for one in range(count)}, xlabel="", ylabel="", meaning=""
            )
