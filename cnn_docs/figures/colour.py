"""A colour picture and the channels that it is made of."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from cnn_docs.figures.style import GRID, WIDTH, house_style


@house_style
def channels(image: ArrayLike, *, names: tuple[str, str, str] = ("red", "green", "blue")) -> Figure:
    """Draw a colour picture, and each of its three channels as a grey picture.

    All three greys run from 0 in black to 1 in white, so that their shades can be compared.

    Args:
        image: array of shape (height, width, 3) with values from 0 to 1.
        names: what the channels are called.

    Raises:
        ValueError: if the array has another shape, or values that are not between 0 and 1.

    >>> from cnn_docs.figures import colour
    >>> figure = colour.channels(np.zeros((4, 4, 3)))
    >>> [axes.get_title() for axes in figure.axes]
    ['picture', 'red', 'green', 'blue']
    """
    array = np.asarray(image, dtype=np.float64)
    if array.ndim != 3 or array.shape[-1] != 3:
        raise ValueError(f"`image` must have shape (height, width, 3), got {array.shape}.")
    if not ((array >= 0) & (array <= 1)).all():
        raise ValueError(
            f"`image` must lie between 0 and 1, got {array.min():g} to {array.max():g}; "
            "divide a uint8 picture by 255."
        )
    height, width, _ = array.shape
    figure, row = plt.subplots(1, 4, figsize=(WIDTH, 0.35 + WIDTH / 4 * height / width))
    pictures = [array, *np.moveaxis(array, -1, 0)]
    for axes, picture, name in zip(row, pictures, ("picture", *names), strict=True):
        axes.imshow(picture, cmap="gray", vmin=0, vmax=1, interpolation="none")
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=GRID)
        axes.set_title(name, loc="center", pad=5)
    return figure
