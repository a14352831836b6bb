"""Charts of measured numbers: a histogram, curves or bars, with their limits or intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from numpy.typing import ArrayLike, NDArray

from cnn_docs._integer_checks import positive_integer
from cnn_docs.figures._drawing.style import ACCENT, INK, MUTED, SECOND, WIDTH, house_style
from cnn_docs.figures._drawing.text import number

LINE_STYLES = ("-", "--", "-.", ":")
MARKERS = ("o", "s", "^", "D")
"""Curves differ in line and marker as well as in colour, for print and for colour blindness."""

Interval = tuple[ArrayLike, ArrayLike]


@house_style
def histogram(
    values: ArrayLike,
    *,
    limits: tuple[float, float] | None = None,
    bins: int = 20,
    xlabel: str = "value",
) -> Figure:
    """Draw how often values fall into equal bins, with two limits marked.

    Args:
        values: numbers of any shape.
        limits: a lower and an upper bound to draw in, such as those of a uniform distribution. The
            bins reach from one to the other, and further if values lie outside.
        bins: how many bins.
        xlabel: what the values are.

    Raises:
        ValueError: if there are no values, some are not finite, or the limits are not in order.

    >>> from cnn_docs.figures import charts
    >>> figure = charts.histogram([-0.1, 0.0, 0.1], limits=(-0.2, 0.2), bins=4)
    >>> [int(bar.get_height()) for bar in figure.axes[0].patches]
    [0, 1, 2, 0]
    """
    flat = _finite("values", values).ravel()
    positive_integer(bins, "bins")
    low, high = float(flat.min()), float(flat.max())
    if limits is not None:
        if not limits[0] < limits[1]:
            raise ValueError(f"`limits` must be (lower, upper), got {limits!r}.")
        low, high = min(low, limits[0]), max(high, limits[1])
    figure, axes = plt.subplots(figsize=(WIDTH, 2.6))
    axes.hist(flat, bins=np.linspace(low, high, bins + 1).tolist(), color=ACCENT, rwidth=0.92)
    axes.set(xlabel=xlabel, ylabel="count")
    if limits is not None:
        for limit in limits:
            axes.axvline(limit, color=SECOND, linestyle="--")
            axes.annotate(
                number(limit, 3),
                (limit, 1.02),
                xycoords=("data", "axes fraction"),
                color=SECOND,
                ha="center",
            )
    return figure


@house_style
def curves(
    x: ArrayLike,
    lines: Mapping[str, ArrayLike],
    *,
    intervals: Mapping[str, Interval] | None = None,
    xlabel: str,
    ylabel: str,
    xscale: Literal["linear", "log"] = "linear",
) -> Figure:
    """Draw curves over one axis, each with its interval as a band.

    Args:
        x: numbers of shape (points,), the same for all curves.
        lines: for each name, numbers of shape (points,). At most 20 points get markers.
        intervals: for a name in `lines`, the lower and the upper end, each of shape (points,).
        xlabel: what x is, with its unit.
        ylabel: what is drawn, with its unit.
        xscale: `"log"` for sizes that were doubled and doubled again.

    Raises:
        ValueError: if there is no curve, a shape differs from that of `x`, or an interval belongs
            to no curve.

    >>> from cnn_docs.figures import charts
    >>> figure = charts.curves(
    ...     [1, 2, 3], {"ReLU": [0, 1, 2]}, xlabel="input", ylabel="output")
    >>> figure.axes[0].get_xlabel()
    'input'
    """
    points = _finite("x", x)
    bands = intervals or {}
    if not lines:
        raise ValueError("`lines` must hold at least one curve, got none.")
    _belong(bands, lines)
    figure, axes = plt.subplots()
    axes.grid(True)
    for index, (name, values) in enumerate(lines.items()):
        colour = f"C{index}"
        heights = _like(f"lines[{name!r}]", values, points)
        axes.plot(
            points,
            heights,
            color=colour,
            linestyle=LINE_STYLES[index % len(LINE_STYLES)],
            marker=MARKERS[index % len(MARKERS)] if points.size <= 20 else "",
            markersize=5,
            label=name,
        )
        if name in bands:
            low, high = (_like(f"intervals[{name!r}]", end, points) for end in bands[name])
            axes.fill_between(points, low, high, color=colour, alpha=0.2, linewidth=0)
    axes.set(xlabel=xlabel, ylabel=ylabel, xscale=xscale)
    if xscale == "log":
        # The sizes that were measured, in place of powers of ten between which they hide.
        axes.set_xticks(points, [f"{point:,g}" for point in points])
        axes.minorticks_off()
    elif (points == points.round()).all():
        axes.xaxis.set_major_locator(plt.MaxNLocator(integer=True))  # no half steps
    if len(lines) > 1:
        figure.legend(loc="outside upper left", ncols=3)
    return figure


@house_style
def learning_curves(
    train_loss: ArrayLike, test_loss: ArrayLike, train_error: ArrayLike, test_error: ArrayLike
) -> Figure:
    """Draw loss and error per epoch side by side, for the training and the test set.

    A dotted line marks the epoch with the lowest loss on the test set: a network whose curve rises
    again to the right of it overfits.

    Args:
        train_loss: one number before training and one after each epoch, of shape (epochs + 1,).
        test_loss: the same for the test set.
        train_error: wrong answers in 100, of the same shape.
        test_error: the same for the test set.

    Raises:
        ValueError: if the four do not have one shape, or hold numbers that are not finite.

    >>> from cnn_docs.figures import charts
    >>> figure = charts.learning_curves([2, 1, 0], [2, 1, 1.5], [90, 10, 0], [90, 20, 15])
    >>> [axes.get_ylabel() for axes in figure.axes]
    ['loss', 'error, %']
    """
    measured = {"loss": (train_loss, test_loss), "error, %": (train_error, test_error)}
    epochs = np.arange(_finite("train_loss", train_loss).size, dtype=np.float64)
    best = epochs[_like("test_loss", test_loss, epochs).argmin()]
    figure, row = plt.subplots(1, 2, figsize=(WIDTH, 2.6))
    for axes, (ylabel, (train, test)) in zip(row, measured.items(), strict=True):
        name = "loss" if ylabel == "loss" else "error"
        axes.grid(True)
        axes.axvline(best, color=MUTED, linestyle=":")
        axes.plot(epochs, _like(f"train_{name}", train, epochs), color=ACCENT, label="training set")
        axes.plot(epochs, _like(f"test_{name}", test, epochs), "--", color=SECOND, label="test set")
        axes.set(xlabel="epoch", ylabel=ylabel, ylim=(0, None))
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    figure.legend(*row[0].get_legend_handles_labels(), loc="outside upper left", ncols=2)
    return figure


@house_style
def sizes_by_layer(activations: Mapping[str, ArrayLike], errors: Mapping[str, ArrayLike]) -> Figure:
    """Draw how large activations and errors are in each layer, side by side, on one scale of tens.

    Args:
        activations: for each name, one positive number for the input of the first layer and one
            for the output of each layer, of shape (layers + 1,).
        errors: for the same names, what comes back to the same places.

    Raises:
        ValueError: if there is no curve, the shapes or the names differ, or a number is not
            positive.

    >>> from cnn_docs.figures import charts
    >>> figure = charts.sizes_by_layer({"small": [1, 0.1, 0.01]}, {"small": [0.01, 0.1, 1]})
    >>> [axes.get_title(loc="left") for axes in figure.axes]
    ['activations, forward →', 'errors, ← backward']
    """
    if not activations or list(activations) != list(errors):
        raise ValueError(
            "`activations` and `errors` must have the same names, at least one, got "
            f"{list(activations)} and {list(errors)}."
        )
    layers = np.arange(np.size(next(iter(activations.values()))), dtype=np.float64)
    figure, row = plt.subplots(1, 2, figsize=(WIDTH, 3.2), sharey=True)
    drawn = {"activations, forward →": activations, "errors, ← backward": errors}
    for axes, (title, lines) in zip(row, drawn.items(), strict=True):
        axes.grid(True)
        for index, (name, values) in enumerate(lines.items()):
            sizes = _like(f"{title.partition(',')[0]}[{name!r}]", values, layers)
            if not (sizes > 0).all():
                raise ValueError(f"the sizes of {name!r} must be positive, got {sizes}.")
            axes.plot(
                layers,
                sizes,
                color=f"C{index}",
                linestyle=LINE_STYLES[index % len(LINE_STYLES)],
                marker=MARKERS[index % len(MARKERS)],
                markersize=4,
                label=name,
            )
        axes.set(title=title, xlabel="layer", yscale="log")
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.minorticks_off()
    row[0].set_ylabel("root mean square")
    figure.legend(*row[0].get_legend_handles_labels(), loc="outside upper left", ncols=4)
    return figure


@house_style
def bars(
    values: Mapping[str, float],
    *,
    intervals: Mapping[str, tuple[float, float]] | None = None,
    decimals: int = 0,
    xlabel: str,
) -> Figure:
    """Draw one bar for each name, with its number at its end and its interval on it.

    Args:
        values: for each name, a finite number. The first name stands on top.
        intervals: for a name in `values`, the lower and the upper end.
        decimals: how many decimals of the numbers to write.
        xlabel: what the numbers are, with their unit.

    Raises:
        ValueError: if there is no bar, a number is not finite, or an interval belongs to no bar.

    >>> from cnn_docs.figures import charts
    >>> figure = charts.bars({"Conv2D": 320, "Dense": 74880}, xlabel="parameters")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['320', '74,880']
    """
    if not values:
        raise ValueError("`values` must hold at least one number, got none.")
    spans = intervals or {}
    _belong(spans, values)
    names = list(values)
    lengths = _finite("values", list(values.values()))
    figure, axes = plt.subplots(figsize=(WIDTH, 0.8 + 0.38 * len(names)))
    # Paler under intervals, so that these can be seen.
    axes.barh(names, lengths, color=ACCENT, height=0.7, alpha=0.5 if spans else 1)
    axes.invert_yaxis()
    axes.margins(x=0.18)
    axes.spines.left.set_visible(False)
    axes.axvline(0, color=MUTED, linewidth=0.8)
    axes.set_xlabel(xlabel)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axes.tick_params(axis="y", length=0)
    for row, (name, length) in enumerate(values.items()):
        low, high = spans.get(name, (length, length))
        if name in spans:
            _finite(f"intervals[{name!r}]", spans[name])
            axes.plot([low, high], [row, row], color=INK, linewidth=1.4, marker="|", markersize=7)
        end, side = (max(high, length), 1) if length >= 0 else (min(low, length), -1)
        axes.annotate(
            f"{length:,.{decimals}f}".replace("-", "−"),
            (end, row),
            xytext=(5 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
        )
    return figure


def _finite(name: str, values: ArrayLike) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if array.size == 0 or not np.isfinite(array).all():
        raise ValueError(f"`{name}` must hold finite numbers, got {values!r}.")
    return array


def _like(name: str, values: ArrayLike, points: NDArray[np.float64]) -> NDArray[np.float64]:
    array = _finite(name, values)
    if points.ndim != 1 or array.shape != points.shape:
        raise ValueError(
            f"`{name}` must have one number for each of the points in `x`, got shape "
            f"{array.shape} for shape {points.shape}."
        )
    return array


def _belong(intervals: Mapping[str, object], values: Mapping[str, object]) -> None:
    strangers = [name for name in intervals if name not in values]
    if strangers:
        raise ValueError(f"`intervals` must name what is drawn ({list(values)}), got {strangers}.")
