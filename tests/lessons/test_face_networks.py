"""The networks of the scattered face: what they cannot see, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.faces import faces, rearranged_faces
from cnn_docs.lessons import face_networks


def test_a_pooled_network_gives_a_rearranged_face_the_answer_of_its_original() -> None:
    four = face_networks.pooled_and_flattened()
    original = face_networks.answers(four, faces(5, seed=0))
    copy = face_networks.answers(four, rearranged_faces(5, seed=0))
    np.testing.assert_allclose(original["pooled"], copy["pooled"], atol=1e-5)
    assert np.abs(original["flattened"] - copy["flattened"]).min(axis=0).min() > 1e-4


def test_pictures_without_faces_are_refused() -> None:
    with pytest.raises(ValueError, match='must have a kind named "face"'):
        face_networks.train(face_networks.three_convolutions(), {}, epochs=1)
