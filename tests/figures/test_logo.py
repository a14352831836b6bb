"""The site's mark."""

from __future__ import annotations

import io

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import to_rgb

from cnn_docs.figures.logo import COLOURS, KERNEL, TILE, logo


def test_the_logo_falls_on_whole_pixels_in_a_browser_tab() -> None:
    buffer = io.BytesIO()
    logo().savefig(buffer, format="png", dpi=16)
    buffer.seek(0)
    seen = plt.imread(buffer)[..., :3]
    for row, weights in enumerate(KERNEL):
        for column, weight in enumerate(weights):
            y, x = 1 + 5 * row, 1 + 5 * column
            inner = seen[y + 1 : y + 3, x + 1 : x + 3].reshape(-1, 3)
            np.testing.assert_allclose(inner, [to_rgb(COLOURS[weight])] * 4, atol=1 / 255)
    gaps = np.concatenate([seen[5, 3:13], seen[10, 3:13], seen[3:13, 5], seen[3:13, 10]])
    np.testing.assert_allclose(gaps, [to_rgb(TILE)] * len(gaps), atol=1 / 255)
