"""Gradient descent on the squared error of two weights, drawn into the valley of its loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from cnn_docs.figures._drawing.arguments import pairs
from cnn_docs.figures._drawing.style import ACCENT, GRID, INK, MUTED, SECOND, WIDTH, house_style

Floats = NDArray[np.float64]


@house_style
def descents(
    problems: Mapping[str, tuple[ArrayLike, ArrayLike]],
    *,
    steps: int,
    labels: Sequence[str] = ("weight 1", "weight 2"),
) -> Figure:
    """Draw the squared error of two weights, and gradient descent on it, for several inputs.

    The loss is half the mean of (w · x − y)². Descent starts at w = 0 and takes steps of 1 / λ,
    where λ is the largest eigenvalue of the Hessian: the longest steps that never overshoot. Each
    drawing is centred between start and minimum, and both its axes have one scale, so that a round
    valley looks round.

    Args:
        problems: for each drawing, the inputs x of shape (number, 2) and the targets y of shape
            (number,).
        steps: how many steps to take.
        labels: what the two weights are.

    Raises:
        ValueError: if the inputs are not pairs, or there is not one target for each.

    >>> from cnn_docs.figures import gradient_descent
    >>> x, y = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 1.0])
    >>> figure = gradient_descent.descents({"round": (x, y)}, steps=3)
    >>> figure.axes[0].get_title(loc="left")
    'round'
    """
    columns = min(len(problems), 3)
    rows = -(-len(problems) // columns)
    height = 0.5 + rows * WIDTH / columns
    figure, grid = plt.subplots(rows, columns, squeeze=False, figsize=(WIDTH, height))
    for axes in grid.flat[len(problems) :]:
        axes.remove()
    for axes, (name, (inputs, targets)) in zip(grid.flat, problems.items(), strict=False):
        y = np.asarray(targets, dtype=np.float64)
        x = pairs(f"problems[{name!r}]", inputs, y)
        best = np.linalg.lstsq(x, y, rcond=None)[0].astype(np.float64)
        _draw_descent(axes, x.T @ x / len(x), best, steps)
        axes.set_title(name)
    for axes in grid[:, 0]:
        axes.set_ylabel(labels[1])
    for axes in grid[-1]:
        axes.set_xlabel(labels[0])
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


def _draw_descent(axes: Axes, hessian: Floats, best: Floats, steps: int) -> None:
    """The valley as lines of equal loss, the path through it, the minimum and the start."""
    half = 0.75 * float(np.abs(best).max())
    limits = [(middle - half, middle + half) for middle in best / 2]
    first, second = np.meshgrid(*(np.linspace(*sides, 161) for sides in limits))
    offset = np.stack([first, second], axis=-1) - best
    loss = 0.5 * np.einsum("...i,ij,...j", offset, hessian, offset)
    # Each line stands for a loss that is a quarter of the next one's.
    start = 0.5 * best @ hessian @ best
    axes.contour(first, second, loss, start * 4.0 ** np.arange(-4, 3), colors=MUTED, linewidths=0.8)
    axes.plot(*descent(hessian, best, steps).T, "-o", color=ACCENT, markersize=3.5, linewidth=1.2)
    axes.plot(*best, "*", color=SECOND, markersize=13)
    axes.plot(0, 0, "o", color=INK, markersize=6)
    axes.set(xlim=limits[0], ylim=limits[1], aspect="equal", box_aspect=1)
    axes.xaxis.set_major_locator(plt.MaxNLocator(2))
    axes.yaxis.set_major_locator(plt.MaxNLocator(3))
    axes.spines[:].set(visible=True, color=GRID)
