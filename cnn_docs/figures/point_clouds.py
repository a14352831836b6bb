"""One cloud of points under several scalings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from cnn_docs.figures._drawing.arguments import pairs
from cnn_docs.figures._drawing.style import ACCENT, MUTED, SECOND, WIDTH, house_style


@house_style
def clouds(
    points: Mapping[str, ArrayLike],
    classes: ArrayLike,
    *,
    labels: Sequence[str],
    reach: float = 3.5,
) -> Figure:
    """Draw one cloud of points under several scalings, with the same two axes in each.

    Both axes of a drawing have one scale, so that its shape is what a network sees. The first
    drawing has limits of its own and contains the origin; all others share theirs.

    Args:
        points: for each scaling, points of shape (number, 2). The first are those not scaled.
        classes: 0 or 1 for each point, drawn as a circle or a triangle.
        labels: what the two numbers of a point are.
        reach: how far the axes of the scaled clouds reach to each side of the origin.

    Raises:
        ValueError: if a cloud does not have two numbers for each of the classes.

    >>> from cnn_docs.figures import point_clouds
    >>> square = np.array([[0, 0], [0, 9], [9, 0], [9, 9]])
    >>> figure = point_clouds.clouds(
    ...     {"raw": square, "divided by 9": square / 9}, [0, 0, 1, 1], labels=["a", "b"])
    >>> [axes.get_title(loc="left") for axes in figure.axes]
    ['raw', 'divided by 9']
    """
    kinds = np.asarray(classes)
    columns = min(len(points), 3)
    rows = -(-len(points) // columns)
    figure, grid = plt.subplots(
        rows, columns, squeeze=False, figsize=(WIDTH, 0.35 + rows * WIDTH / columns)
    )
    for axes in grid.flat[len(points) :]:
        axes.remove()
    for axes, (name, cloud) in zip(grid.flat, points.items(), strict=False):
        array = pairs(f"points[{name!r}]", cloud, kinds)
        axes.axhline(0, color=MUTED, linewidth=0.8)
        axes.axvline(0, color=MUTED, linewidth=0.8)
        for kind, colour, marker in ((0, ACCENT, "o"), (1, SECOND, "^")):
            axes.plot(*array[kinds == kind].T, marker, color=colour, markersize=3, alpha=0.7)
        axes.set_title(name)
        axes.set(aspect="equal", box_aspect=1)
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach))
        axes.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    first = grid.flat[0]
    raw = np.asarray(next(iter(points.values())), dtype=np.float64)
    far = 1.1 * float(np.abs(raw).max())
    first.set(xlim=(-far / 6, far), ylim=(-far / 6, far))
    first.xaxis.set_major_locator(plt.MaxNLocator(3))
    first.yaxis.set_major_locator(plt.MaxNLocator(3))
    for axes in grid[:, 0]:
        axes.set_ylabel(labels[1])
    for index, axes in enumerate(grid.flat[: len(points)]):
        if index + columns >= len(points):  # nothing is drawn below it
            axes.set_xlabel(labels[0])
    return figure
