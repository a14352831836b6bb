"""Equation 9 of the paper: how wrong a set of RBF distances is."""

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from .inputs import check_labels


def discriminative_loss(labels: Any, distances: Any, j: float) -> Any:
    """Return equation 9 for each pattern: y_D + log(e^−j + Σ_i e^−y_i).

    The first term pulls F6 towards the code of the right digit D. It alone would be the mean
    squared error. The second pushes the codes of the other digits away: it is large when some
    distance y_i is small. The sum runs over all ten classes. The constant j stands for a "none of
    these" class at distance j: once every wrong code is much farther than j, it no longer counts.
    So j is how far away a wrong code must be before the push stops. The paper gives no value.

    Args:
        labels: Integer tensor of shape (n,), each from 0 to 9.
        distances: Floating tensor of shape (n, 10): squared distances from the codes.
        j: The distance of the "none of these" class, above zero.

    Returns:
        Tensor of shape (n,).

    >>> far = np.full((1, 10), 200.0)
    >>> far[0, 4] = 0.0
    >>> round(float(discriminative_loss(np.array([4]), far, j=1.0)[0]), 4)
    0.3133
    """
    distances = tf.convert_to_tensor(distances)
    right = tf.gather(distances, labels, axis=1, batch_dims=1)
    rubbish = tf.fill([tf.shape(distances)[0], 1], tf.cast(-j, distances.dtype))
    return right + tf.reduce_logsumexp(tf.concat([rubbish, -distances], axis=1), axis=1)


@keras.saving.register_keras_serializable(package="cnn_docs")
class Equation9(keras.losses.Loss):
    """Equation 9 as a Keras loss; see `discriminative_loss`.

    >>> loss = Equation9(j=1.0)
    >>> loss(np.array([12]), np.zeros((1, 10), dtype="float32"))
    Traceback (most recent call last):
    ValueError: `labels` must be digits from 0 to 9, got 12 at position 0.
    """

    def __init__(self, j: float, **kwargs: Any) -> None:
        """Keep j.

        Raises:
            ValueError: If j is not above zero.
        """
        if not j > 0:
            raise ValueError(f"`j` must be a distance above 0, got {j!r}.")
        super().__init__(**kwargs)
        self.j = j

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Check the labels where their values are known, then average over the patterns."""
        # Inside a graph a gather past the end would give zeros in silence on some devices.
        if tf.is_tensor(y_true) and not hasattr(y_true, "numpy"):
            in_range = tf.reduce_all((y_true >= 0) & (y_true <= 9))
            check = tf.debugging.Assert(
                in_range, ["`labels` must be digits from 0 to 9, got", y_true]
            )
            with tf.control_dependencies([check] if check is not None else []):
                y_true = tf.identity(y_true)
        else:
            check_labels(np.asarray(y_true).reshape(-1))
        return super().__call__(y_true, y_pred, sample_weight)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return the loss of each pattern."""
        labels = tf.cast(tf.reshape(y_true, [-1]), tf.int32)
        return discriminative_loss(labels, y_pred, self.j)

    def get_config(self) -> dict[str, Any]:
        """Return what rebuilds the loss."""
        return {**super().get_config(), "j": self.j}
