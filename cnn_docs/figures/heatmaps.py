"""Tables of numbers as coloured cells, with both axes and the scale named."""

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
from cnn_docs.figures._drawing.style import ACCENT, DIVERGING, MUTED, WIDTH, house_style, text_on


@house_style
def heatmap(table: ArrayLike, *, rows: str, columns: str, cells: str) -> Figure:
    """Draw a table as grey cells, from its smallest number in black to its largest in white.

    Args:
        table: array of shape (rows, columns), both counted from 0.
        rows: what the rows are.
        columns: what the columns are.
        cells: what the numbers are, with their unit; it stands at the bar with the greys.

    Raises:
        ValueError: if `table` does not have two axes, or holds numbers that are not finite.

    >>> from cnn_docs.figures import heatmaps
    >>> figure = heatmaps.heatmap(
    ...     np.eye(3), rows="digit", columns="filter", cells="mean activation")
    >>> figure.axes[0].get_ylabel(), figure.axes[1].get_ylabel()
    ('digit', 'mean activation')
    """
    numbers = picture("table", table)
    height, width = numbers.shape
    figure, axes = plt.subplots(figsize=(WIDTH, 0.9 + 4.6 * height / width))
    drawn = axes.imshow(numbers, cmap="gray", interpolation="none")
    axes.set(xlabel=columns, ylabel=rows)
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    bar = figure.colorbar(drawn, ax=axes, label=cells, shrink=0.9, aspect=12)
    if bar.solids is not None:
        bar.solids.set_rasterized(True)  # else every grey is a rectangle of its own
    bar.outline.set_edgecolor(MUTED)
    bar.locator = MaxNLocator(4)
    return figure


@house_style
def confusion(counts: ArrayLike) -> Figure:
    """Draw a confusion matrix: how often each class was taken for which.

    The right answers stand on the diagonal, framed. The darker one of the other cells, the more
    often that mistake was made; cells without a case stay empty.

    Args:
        counts: whole numbers of shape (classes, classes). Rows are the right classes, columns the
            answers, as `sklearn.metrics.confusion_matrix` counts them.

    Raises:
        ValueError: if `counts` is not a square table of whole numbers that are 0 or more.

    >>> from cnn_docs.figures import heatmaps
    >>> figure = heatmaps.confusion([[9, 1], [0, 10]])
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['9', '1', '10']
    """
    numbers = picture("counts", counts)
    if numbers.shape[0] != numbers.shape[1] or (numbers < 0).any() or (numbers % 1).any():
        raise ValueError(
            "`counts` must be a square table of whole numbers that are 0 or more, got "
            f"{numbers.tolist()}."
        )
    mistakes = numbers.copy()
    np.fill_diagonal(mistakes, 0)
    # Half of the greys, so that no mistake is as black as a full stop.
    scale = mpl.colors.Normalize(0, max(2 * mistakes.max(), 1))
    colours = mpl.colormaps["binary"]
    figure, axes = plt.subplots(figsize=(WIDTH, WIDTH * 0.62))
    axes.imshow(mistakes, cmap=colours, norm=scale, interpolation="none")
    for (row, column), count in np.ndenumerate(numbers):
        if count:
            colour = text_on(colours(scale(mistakes[row, column])))
            shown = f"{count:.0f}"
            axes.text(column, row, shown, color=colour, ha="center", va="center_baseline")
        if row == column:
            corner = (column - 0.5, row - 0.5)
            axes.add_patch(
                mpl.patches.Rectangle(corner, 1, 1, fill=False, edgecolor=ACCENT, lw=1.5)
            )
    classes = range(len(numbers))
    axes.set(xlabel="the network's answer", ylabel="right answer", xticks=classes, yticks=classes)
    axes.tick_params(length=0)
    return figure


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

    >>> from cnn_docs.figures import heatmaps
    >>> figure = heatmaps.matrices(
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
