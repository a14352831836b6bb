"""Equal filters stay equal only where their outgoing weights are equal, and nothing is dropped."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from cnn_docs.lessons.twins import train_twins, twin_network

IMAGES = np.random.default_rng(0).uniform(0, 1, (20, 8, 8, 1)).astype("float32")
LABELS = np.arange(20) % 10


@pytest.mark.parametrize(
    ("equal_outgoing", "dropout_rate", "parted"),
    [(True, 0.0, False), (False, 0.0, True), (True, 0.5, True)],
)
def test_what_parts_equal_filters(equal_outgoing: bool, dropout_rate: float, parted: bool) -> None:
    tf.keras.utils.set_random_seed(0)
    model = twin_network(equal_outgoing=equal_outgoing, dropout_rate=dropout_rate)
    apart = train_twins(model, IMAGES, LABELS, steps=3)
    assert len(apart) == 4
    assert apart[0] == 0
    assert (apart[-1] > 0) == parted
