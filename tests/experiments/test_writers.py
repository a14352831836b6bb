"""A writer whose digits are tested is not learned from."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs import data
from cnn_docs.experiments import writers


@pytest.mark.parametrize("seed", range(10))
def test_no_image_near_a_tested_one_is_learned_from(seed: int) -> None:
    images, _ = data.digits()
    place = {(image / 16).astype(np.float32).tobytes(): at for at, image in enumerate(images)}
    learn, _, test = (
        np.array([place[image.tobytes()] for image in part.images]) for part in writers.digits(seed)
    )
    assert len(test) >= 143
    assert np.abs(learn[:, np.newaxis] - test).min() > 143
    assert len(learn) >= 1_000
