"""The paired effects stand where they lie, in the order and with the marks of their places."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.figures.paired_effects import paired_effects

EFFECTS = {
    "dense": {"old": (1.0, -2.0, 4.0), "new": (20.0, 16.0, 24.0)},
    "ReLU": {"old": (-30.0, -40.0, -20.0), "new": (0.0, -1.0, 1.0)},
}


def test_each_effect_stands_at_its_mean_with_its_interval_and_the_mark_of_its_place() -> None:
    (axes,) = paired_effects(EFFECTS, smallest=15, xlabel="").axes
    lines = [(line.get_marker(), np.asarray(line.get_xdata()).tolist()) for line in axes.lines]
    means = [(marker, at[0]) for marker, at in lines if len(at) == 1]
    assert means == [("o", 1.0), ("s", 20.0), ("o", -30.0), ("s", 0.0)]
    assert [at for _, at in lines if len(at) == 2 and any(at)] == [
        [-2.0, 4.0],
        [16.0, 24.0],
        [-40.0, -20.0],
        [-1.0, 1.0],
    ]
    assert axes.get_legend_handles_labels()[1] == ["old", "new"]


def test_no_change_and_other_places_are_refused() -> None:
    with pytest.raises(ValueError, match="`effects` must hold at least one change, got none"):
        paired_effects({}, smallest=1, xlabel="")
    torn = {**EFFECTS, "max": {"new": (0.0, 0.0, 0.0), "old": (0.0, 0.0, 0.0)}}
    with pytest.raises(ValueError, match="must have the same two places throughout, got"):
        paired_effects(torn, smallest=1, xlabel="")
