"""Rows of pictures: one row for each kind of them, or for each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from cnn_docs.figures._drawing.arguments import pictures
from cnn_docs.figures._drawing.grids import draw_panels
from cnn_docs.figures._drawing.layout import MOST_COLUMNS
from cnn_docs.figures._drawing.panels import Panel, shared_scale
from cnn_docs.figures._drawing.style import house_style


@house_style
def gallery(
    rows: Mapping[str, ArrayLike], *, captions: Mapping[str, Sequence[str]] | None = None
) -> Figure:
    """Draw kinds of pictures below each other, with one grey scale for all.

    Args:
        rows: for each kind, pictures of shape (number, height, width), at most eight.
        captions: for a kind in `rows`, one text for each picture, written above it.

    Raises:
        ValueError: if there is no row, a row has too many pictures or the wrong shape, or the
            captions do not belong to the pictures.

    >>> from cnn_docs.figures.gallery import gallery
    >>> figure = gallery({"dark": np.zeros((3, 8, 8)), "light": np.ones((3, 8, 8))})
    >>> len(figure.axes)
    6
    """
    if not rows:
        raise ValueError("`rows` must hold at least one kind of pictures, got none.")
    texts = captions or {}
    kinds = {
        name: pictures(f"rows[{name!r}]", [*np.asarray(array)]) for name, array in rows.items()
    }
    for name, kind in kinds.items():
        if len(kind) > MOST_COLUMNS:
            raise ValueError(
                f"`rows[{name!r}]` must hold at most {MOST_COLUMNS} pictures, got {len(kind)}."
            )
        if name in texts and len(texts[name]) != len(kind):
            raise ValueError(
                f"`captions[{name!r}]` must give one text for each of {len(kind)} pictures, "
                f"got {len(texts[name])}."
            )
    if not set(texts) <= set(kinds):
        raise ValueError(f"`captions` must name kinds in {list(kinds)}, got {list(texts)}.")
    scale = shared_scale([picture for kind in kinds.values() for picture in kind], "gray")
    panels = [
        [
            Panel(picture, "gray", scale, text)
            for picture, text in zip(kind, texts.get(name, [""] * len(kind)), strict=True)
        ]
        for name, kind in kinds.items()
    ]
    return draw_panels(panels, row_labels=list(kinds))[0]


@house_style
def kernels_over_time(stages: Mapping[str, ArrayLike]) -> Figure:
    """Draw the kernels of one layer at several times, one row for each, on one scale.

    Args:
        stages: for each time, by a word for it, kernels of shape (height, width, kernels), at most
            eight.

    Raises:
        ValueError: if there is no stage, or one has too many kernels or another number than the
            first.

    >>> from cnn_docs.figures import gallery
    >>> stages = {"start": np.ones((3, 3, 4)), "end": np.zeros((3, 3, 4))}
    >>> figure = gallery.kernels_over_time(stages)
    >>> len(figure.axes)
    8
    """
    if not stages:
        raise ValueError("`stages` must hold at least one time, got none.")
    rows = {name: pictures(f"stages[{name!r}]", array) for name, array in stages.items()}
    count = len(next(iter(rows.values())))
    for name, row in rows.items():
        if len(row) > MOST_COLUMNS or len(row) != count:
            raise ValueError(
                f"`stages[{name!r}]` must hold as many kernels as the first stage, {count}, and at "
                f"most {MOST_COLUMNS}, got {len(row)}."
            )
    scale = shared_scale([kernel for row in rows.values() for kernel in row], "diverging")
    panels = [[Panel(kernel, "diverging", scale) for kernel in row] for row in rows.values()]
    return draw_panels(panels, row_labels=list(rows))[0]
