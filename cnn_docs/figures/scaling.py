"""What scaling does to a cloud of points, and to the loss that is learned from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from cnn_docs.figures.style import ACCENT, GRID, INK, MUTED, SECOND, WIDTH, house_style

Floats = NDArray[np.float64]


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

    >>> from cnn_docs.figures import scaling
    >>> square = np.array([[0, 0], [0, 9], [9, 0], [9, 9]])
    >>> figure = scaling.clouds(
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
        array = _cloud(f"points[{name!r}]", cloud, kinds)
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
    first.set(xlabel=labels[0], ylabel=labels[1])
    return figure


@house_style
def descents(problems: Mapping[str, tuple[ArrayLike, ArrayLike]], *, steps: int) -> Figure:
    """Draw the squared error of two weights, and gradient descent on it, for several inputs.

    The loss is half the mean of (w · x − y)². Descent starts at w = 0 and takes steps of 1 / λ,
    where λ is the largest eigenvalue of the Hessian: the longest steps that never overshoot. Each
    drawing is centred between start and minimum, and both its axes have one scale, so that a round
    valley looks round.

    Args:
        problems: for each drawing, the inputs x of shape (number, 2) and the targets y of shape
            (number,).
        steps: how many steps to take.

    Raises:
        ValueError: if the inputs are not pairs, or there is not one target for each.

    >>> from cnn_docs.figures import scaling
    >>> x, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 1.0])
    >>> figure = scaling.descents({"round": (x, y)}, steps=3)
    >>> figure.axes[0].get_title(loc="left")
    'round'
    """
    rows = -(-len(problems) // 2)
    figure, grid = plt.subplots(rows, 2, squeeze=False, figsize=(WIDTH, 0.3 + rows * WIDTH / 2))
    for axes in grid.flat[len(problems) :]:
        axes.remove()
    for axes, (name, (inputs, targets)) in zip(grid.flat, problems.items(), strict=False):
        y = np.asarray(targets, dtype=np.float64)
        x = _cloud(f"problems[{name!r}]", inputs, y)
        best = np.linalg.lstsq(x, y, rcond=None)[0].astype(np.float64)
        hessian = x.T @ x / len(x)
        path = descent(hessian, best, steps)
        half = 0.75 * float(np.abs(best).max())
        ticks = [(best[axis] / 2 - half, best[axis] / 2 + half) for axis in (0, 1)]
        sides = [np.linspace(*limits, 161) for limits in ticks]
        first, second = np.meshgrid(*sides)
        offset = np.stack([first, second], axis=-1) - best
        loss = 0.5 * np.einsum("...i,ij,...j", offset, hessian, offset)
        # Each line stands for a loss that is a quarter of the next one's.
        start = 0.5 * best @ hessian @ best
        axes.contour(
            first, second, loss, start * 4.0 ** np.arange(-4, 3), colors=MUTED, linewidths=0.8
        )
        axes.plot(*path.T, "-o", color=ACCENT, markersize=3.5, linewidth=1.2)
        axes.plot(*best, "*", color=SECOND, markersize=13)
        axes.plot(0, 0, "o", color=INK, markersize=6)
        axes.set(xlim=ticks[0], ylim=ticks[1], aspect="equal", box_aspect=1)
        axes.xaxis.set_major_locator(plt.MaxNLocator(3))
        axes.yaxis.set_major_locator(plt.MaxNLocator(3))
        axes.spines[:].set(visible=True, color=GRID)
        axes.set_title(name)
    return figure


def descent(hessian: Floats, minimum: Floats, steps: int) -> Floats:
    """Walk down a quadratic valley from w = 0 by gradient descent with steps of 1 / λ.

    Args:
        hessian: array of shape (weights, weights), symmetric and positive.
        minimum: weights at the bottom of the valley, of shape (weights,).
        steps: how many steps to take.

    Returns:
        The weights at the start and after each step, of shape (steps + 1, weights).

    >>> descent(np.eye(2), np.array([3.0, 4.0]), 1)
    array([[0., 0.],
           [3., 4.]])
    """
    longest = 1 / np.linalg.eigvalsh(hessian).max()
    path = [np.zeros(len(minimum))]
    for _ in range(steps):
        path.append(path[-1] - longest * hessian @ (path[-1] - minimum))
    return np.array(path)


def _cloud(name: str, points: ArrayLike, others: NDArray) -> Floats:
    array = np.asarray(points, dtype=np.float64)
    if others.ndim != 1 or array.shape != (len(others), 2):
        raise ValueError(
            f"`{name}` must have shape (number, 2) with one entry for each of "
            f"{others.shape} targets, got shape {array.shape}."
        )
    return array
