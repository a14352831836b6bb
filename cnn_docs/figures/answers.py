"""What a classifier answers to one picture: a bar for each class."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from cnn_docs.figures._drawing.arguments import picture
from cnn_docs.figures._drawing.style import ACCENT, GRID, MUTED, SECOND, WIDTH, house_style


@house_style
def bars(image: ArrayLike, numbers: Mapping[str, ArrayLike], *, right: int) -> Figure:
    """Draw a picture, and beside it one or two charts with a bar for each class.

    Numbers between 0 and 1 are drawn as probabilities, on an axis from 0 to 1, so that two charts
    of them can be compared. Others, such as scores, get an axis of their own.

    Args:
        image: array of shape (height, width), the picture that was classified.
        numbers: for each chart its title and its numbers, of shape (classes,).
        right: the picture's class, whose bars get another colour.

    Raises:
        ValueError: if there is no chart or there are more than two, their numbers are not finite
            or not a row, or `right` is none of the classes.

    >>> from cnn_docs.figures import answers
    >>> figure = answers.bars(np.eye(8), {"probabilities": [0.1, 0.7, 0.2]}, right=1)
    >>> [axes.get_title() for axes in figure.axes]
    ['', 'probabilities']
    """
    pixels = picture("image", image)
    if len(numbers) not in (1, 2):
        raise ValueError(f"`numbers` must hold one chart or two, got {list(numbers)}.")
    figure, (first, *others) = plt.subplots(
        1, 1 + len(numbers), figsize=(WIDTH, 2.1), width_ratios=[1] + [1.5] * len(numbers)
    )
    first.imshow(pixels, cmap="gray", interpolation="none")
    first.set(xticks=[], yticks=[])
    first.spines[:].set(visible=True, color=GRID)
    for axes, (title, values) in zip(others, numbers.items(), strict=True):
        heights = np.asarray(values, dtype=np.float64)
        if heights.ndim != 1 or not np.isfinite(heights).all():
            raise ValueError(
                f"`numbers[{title!r}]` must be a row of finite numbers, got shape {heights.shape}."
            )
        if not 0 <= right < heights.size:
            raise ValueError(f"`right` must be a class from 0 to {heights.size - 1}, got {right}.")
        classes = np.arange(heights.size)
        axes.bar(classes, heights, color=np.where(classes == right, SECOND, ACCENT).tolist())
        axes.axhline(0, color=MUTED, linewidth=0.8)
        axes.set_title(title, loc="center")
        axes.set(xticks=classes, xlabel="class")
        axes.tick_params(axis="x", length=0)
        if (heights >= 0).all() and (heights <= 1).all():
            axes.set(ylim=(0, 1), yticks=[0, 0.5, 1])
    return figure
