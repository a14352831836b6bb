"""Tables of signed numbers as coloured squares, with labelled axes and the scale beside them."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from cnn_docs.figures._drawing.arguments import picture
from cnn_docs.figures._drawing.panels import shared_scale
from cnn_docs.figures._drawing.style import DIVERGING, WIDTH, house_style


@house_style
def matrices(values: Mapping[str, ArrayLike], *, xlabel: str, ylabel: str, meaning: str) -> Figure:
    """Draw matrices side by side on one scale: zero white, negative red, positive blue.

    Args:
        values: for each title, an array of shape (rows, columns); one to three of them.
        xlabel: what the columns are.
        ylabel: what the rows are.
        meaning: what the numbers are, with their unit; it stands at the scale.

    Raises:
        ValueError: if there is no matrix or there are more than three, or one has another shape.

    >>> from cnn_docs.figures import matrices
    >>> figure = matrices.matrices(
    ...     {"A": np.eye(3), "B": -np.eye(3)}, xlabel="to", ylabel="from", meaning="flow")
    >>> [axes.get_title(loc="center") for axes in figure.axes]
    ['A', 'B', '']
    """
    if not 1 <= len(values) <= 3:
        raise ValueError(f"`values` must hold one to three matrices, got {len(values)}.")
    arrays = [picture(f"values[{name!r}]", array) for name, array in values.items()]
    scale = shared_scale(arrays, "diverging")
    colours = mpl.colormaps[DIVERGING]
    figure, [axes] = plt.subplots(
        1,
        len(arrays) + 1,
        figsize=(WIDTH, 0.8 + (WIDTH - 2) / len(arrays)),
        width_ratios=[*[1.0] * len(arrays), 0.06],
        squeeze=False,
    )
    for place, title, array in zip(axes, values, arrays, strict=False):
        place.imshow(array, cmap=colours, norm=scale, interpolation="none")
        place.set_title(title, loc="center")
        place.set_xlabel(xlabel)
        place.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        place.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        place.spines[:].set_visible(True)
    axes[0].set_ylabel(ylabel)
    shades = np.linspace(scale.vmin or 0.0, scale.vmax or 0.0, 64)[:, np.newaxis]
    extent = (0.0, 1.0, float(shades[0, 0]), float(shades[-1, 0]))
    bar = axes[-1]
    bar.imshow(
        shades, cmap=colours, norm=scale, origin="lower", extent=extent, aspect="auto",
        interpolation="none",
    )  # fmt: skip
    bar.set(xticks=[], ylabel=meaning)
    bar.yaxis.tick_right()
    bar.yaxis.set_label_position("right")
    bar.spines[:].set_visible(True)
    return figure
