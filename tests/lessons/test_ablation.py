"""What a network loses without one filter, or without two."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from cnn_docs.lessons.ablation import Parts, lost_margins, right_without, scores_by_filter
from cnn_docs.models import digit_network

IMAGES = np.random.default_rng(0).uniform(0, 1, (5, 8, 8, 1)).astype("float32")
LABELS = np.array([3, 1, 4, 1, 5])


def test_the_parts_add_up_to_the_network() -> None:
    tf.keras.utils.set_random_seed(0)
    model = digit_network(filters=4)
    whole = tf.nn.softmax(scores_by_filter(model, IMAGES).scores())
    np.testing.assert_allclose(whole, model(IMAGES), atol=1e-5)


def test_a_filter_that_only_corrects_another_is_needed_with_it() -> None:
    # The second takes back what the first gives to a wrong class; the third helps by itself.
    added = np.array([[[3.0, 3.0, 0.0], [0.0, -3.0, 0.0], [2.0, 0.0, 1.0]]])
    lost = lost_margins(Parts(added, np.zeros(3)), np.array([0]))
    np.testing.assert_array_equal(lost.one, [3, 2, 1])
    np.testing.assert_array_equal(lost.together, [[0, -2, 0], [-2, 0, 1], [0, 1, 0]])
    assert lost.need == pytest.approx(100 * 2 / 12)
    assert lost.stand_in == pytest.approx(100 * 1 / 12)


def test_two_filters_against_one_rival_stand_in_for_each_other() -> None:
    # Either is enough to keep the first wrong class below the second.
    added = np.array([[[0.0, -5.0, 0.0], [0.0, -5.0, 0.0]]])
    lost = lost_margins(Parts(added, np.array([2.0, 2.0, 0.0])), np.array([0]))
    np.testing.assert_array_equal(lost.one, [0, 0])
    assert lost.together[0, 1] == 2


def test_shares_do_not_depend_on_the_scale_of_the_scores() -> None:
    tf.keras.utils.set_random_seed(0)
    parts = scores_by_filter(digit_network(filters=6), IMAGES)
    lost = lost_margins(parts, LABELS)
    halved = lost_margins(Parts(parts.added / 2, parts.bias / 2), LABELS)
    assert lost.need > 0
    assert lost.stand_in > 0
    assert halved.need == pytest.approx(lost.need)
    assert halved.stand_in == pytest.approx(lost.stand_in)


def test_taking_filters_away_begins_with_the_whole_network() -> None:
    added = np.array([[[1.0, 0.0], [0.0, 3.0]], [[1.0, 0.0], [0.0, 0.5]]])
    right = right_without(Parts(added, np.zeros(2)), np.array([0, 0]), orders=50)
    assert right[0] == 50
    assert 0 < right[1] < 100
