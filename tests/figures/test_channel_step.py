"""One step over several channels: the sums shown are those of the window."""

from __future__ import annotations

import numpy as np
import pytest

from cnn_docs.figures.channel_step import channel_step

IMAGE = np.arange(48.0).reshape(4, 4, 3) / 10
KERNEL = np.ones((2, 2, 3)) * [1, -1, 0]


def test_the_total_below_is_what_the_sums_add_up_to() -> None:
    figure = channel_step(IMAGE, KERNEL, 0, 0)
    sums = [axes.texts[0].get_text() for axes in figure.axes[-3:]]
    assert sums == ["3", "−3.40", "0"]
    assert figure.axes[-2].get_xlabel() == "3.00 − 3.40 + 0.00 = −0.40"


def test_a_kernel_needs_a_slice_for_each_channel() -> None:
    with pytest.raises(ValueError, match="one slice for each of the 3 channels"):
        channel_step(IMAGE, KERNEL[..., :2], 0, 0)
