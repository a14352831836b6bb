"""Where the pooling stands decides what is left for Flatten."""

from __future__ import annotations

import pytest

from cnn_docs.lessons.pooled import PLACES, pooled_network


def test_the_pooling_stands_where_it_was_asked_for() -> None:
    kinds = [
        "".join(type(layer).__name__[0] for layer in pooled_network(place).layers)
        for place in PLACES
    ]
    assert kinds == ["CCFD", "CCMFD", "CMCFD"]


def test_another_place_is_refused() -> None:
    with pytest.raises(ValueError, match=r"`place` must be one of nowhere, .* got 'first'"):
        pooled_network("first")
