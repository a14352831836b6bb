"""Which units of its input a layer reads, along one axis."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cnn_docs.arithmetic import output_size, padding_amounts


class Reading(NamedTuple):
    """How the units of a layer read its input. Units in the padding have negative numbers.

    Attributes:
        size: Units of the layer.
        of: The input's units that a unit of the layer reads.
        every: Units of the layer after which the pattern repeats.
        shift: Units of the input by which it has moved then.
    """

    size: int
    of: Callable[[int], Iterable[int]]
    every: int = 1
    shift: int = 1


def windows(size: int, taps: int, stride: int, dilation: int, padding: str) -> Reading:
    """Windows laid on an axis of `size` units as Keras lays them.

    A kernel with gaps lies like one without that spans as much. Said like that, dilation and a
    stride may come together, as they do in `DepthwiseConv2D`.
    """
    span = dilation * (taps - 1) + 1
    before, _ = padding_amounts(size, span, stride=stride, padding=padding)

    def of(unit: int) -> Iterable[int]:
        start = unit * stride - before
        return range(start, start + span, dilation)

    return Reading(output_size(size, span, stride=stride, padding=padding), of, shift=stride)


def windows_back(size: int, taps: int, stride: int, dilation: int, padding: str) -> Reading:
    """The windows that a unit lies in: how a transposed convolution with `size` units reads."""
    span = dilation * (taps - 1) + 1
    before, _ = padding_amounts(size, span, stride=stride, padding=padding)

    def of(unit: int) -> Iterable[int]:
        starts = [unit + before - dilation * tap for tap in range(taps)]
        return [start // stride for start in starts if start % stride == 0]

    return Reading(size, of, every=stride)


def framed(size: int, before: int, after: int) -> Reading:
    """Units added around an axis, or taken away if the numbers are negative."""
    return Reading(size + before + after, lambda unit: [unit - before])


def nearest(size: int, factor: int) -> Reading:
    """Each unit repeated."""
    return Reading(size * factor, lambda unit: [unit // factor], every=factor)


def bilinear(size: int, factor: int) -> Reading:
    """A blend of the two units beside the new one's middle, or the one whose middle it is."""

    def of(unit: int) -> Iterable[int]:
        before, gap = divmod(2 * unit + 1 - factor, 2 * factor)
        return [before, before + 1] if gap else [before]

    return Reading(size * factor, of, every=factor)
