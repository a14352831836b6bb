"""SOAP against what defines it: Adam where there is no basis, and no care for the axes."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy.stats import ortho_group

from cnn_docs.training.soap import Soap, matrix_shape


def test_vectors_are_left_to_adamw() -> None:
    ours, reference = keras.Variable([1.0, -2.0, 3.0]), keras.Variable([1.0, -2.0, 3.0])
    soap = Soap(0.1, weight_decay=0.1, beta_1=0.95, beta_2=0.99)
    adamw = keras.optimizers.AdamW(0.1, weight_decay=0.1, beta_1=0.95, beta_2=0.99)
    for step in range(20):
        soap.apply([tf.sin(ours.value + step)], [ours])
        adamw.apply([tf.sin(reference.value + step)], [reference])
    np.testing.assert_allclose(ours.numpy(), reference.numpy(), rtol=1e-4)


def test_turning_the_valley_changes_nothing() -> None:
    random = np.random.default_rng(0)
    start, steepness = random.standard_normal((3, 3)), random.uniform(1, 100, (3, 3))
    find_the_bases_first = keras.optimizers.schedules.PiecewiseConstantDecay([50], [0.0, 0.05])
    noise = random.standard_normal((150, 3, 3))

    def losses(rows: np.ndarray, columns: np.ndarray) -> list[float]:
        """Descend Σ steepness · (rowsᵀ W columns)², whose valley lies along the given bases."""
        weights = keras.Variable((rows @ start @ columns.T).astype(np.float32))
        soap = Soap(find_the_bases_first, beta_2=0.8, refresh_every=5)
        found = []
        for jolt in noise:
            straight = rows.T @ weights.numpy() @ columns
            found.append(float((steepness * straight**2).sum()))
            gradient = rows @ (2 * steepness * straight + jolt) @ columns.T
            soap.apply([tf.constant(gradient, tf.float32)], [weights])
        return found

    along_the_axes = losses(np.eye(3), np.eye(3))
    askew = losses(ortho_group.rvs(3, random_state=1), ortho_group.rvs(3, random_state=2))
    np.testing.assert_allclose(askew, along_the_axes, rtol=0.02)
    assert along_the_axes[-1] < along_the_axes[0] / 2


def test_errors_name_the_argument() -> None:
    with pytest.raises(ValueError, match="`shape` must have two axes or more, got \\(84,\\)"):
        matrix_shape((84,))
    with pytest.raises(ValueError, match="`refresh_every`"):
        Soap(0.1, refresh_every=0)
