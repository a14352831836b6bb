"""What each kind of Keras layer multiplies, and what its units see.

Layers are told apart by class: a class of one's own has no rule here, whatever its name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from keras import layers

from cnn_docs.arithmetic import conv2d_macs, dense_macs, depthwise_conv2d_macs
from cnn_docs.ledger._fields import Field, union
from cnn_docs.ledger._readings import Reading, bilinear, framed, nearest, windows, windows_back

Shape = tuple[int, ...]
Fields = tuple[Field, Field] | None


@dataclass(frozen=True)
class Map:
    """What flows from layer to layer.

    Attributes:
        shape: Sizes for one image (without the batch).
        fields: What the units see along the picture's height and width; None where a unit sees the
            whole picture, and where no one size fits all units.
    """

    shape: Shape
    fields: Fields


# Multiply-accumulates, from the shapes that a layer takes and gives.


def _conv2d_macs(layer: Any, taken: Shape, given: Shape) -> int:
    places = given[0], given[1]
    return conv2d_macs(places, layer.kernel_size, taken[-1], layer.filters, groups=layer.groups)


def _conv2d_transpose_macs(layer: Any, taken: Shape, given: Shape) -> int:
    """Each weight is used once for each place of the input."""
    places = taken[0], taken[1]
    return conv2d_macs(places, layer.kernel_size, taken[-1], layer.filters)


def _depthwise_macs(layer: Any, taken: Shape, given: Shape) -> int:
    places, multiplier = (given[0], given[1]), layer.depth_multiplier
    return depthwise_conv2d_macs(places, layer.kernel_size, taken[-1], depth_multiplier=multiplier)


def _separable_macs(layer: Any, taken: Shape, given: Shape) -> int:
    """A depthwise convolution, then a 1 × 1 convolution."""
    places, between = (given[0], given[1]), taken[-1] * layer.depth_multiplier
    return _depthwise_macs(layer, taken, given) + conv2d_macs(places, 1, between, layer.filters)


def _dense_macs(layer: Any, taken: Shape, given: Shape) -> int:
    """One weight matrix for the last axis, applied at every place of the other axes."""
    return prod(taken[:-1]) * dense_macs(taken[-1], layer.units)


MACS: dict[type, Callable[[Any, Shape, Shape], int]] = {
    layers.Conv2D: _conv2d_macs,
    layers.Conv2DTranspose: _conv2d_transpose_macs,
    layers.Dense: _dense_macs,
    layers.DepthwiseConv2D: _depthwise_macs,
    layers.SeparableConv2D: _separable_macs,
}


# How a layer reads the height and the width of a map.


def _convolution(layer: Any, taken: Shape, given: Shape) -> list[Reading]:
    return _windows(layer, taken, layer.kernel_size, layer.dilation_rate)


def _pooling(layer: Any, taken: Shape, given: Shape) -> list[Reading]:
    return _windows(layer, taken, layer.pool_size, (1, 1))


def _windows(layer: Any, shape: Shape, taps: Shape, dilation: Shape) -> list[Reading]:
    both_axes = zip(shape[:2], taps, layer.strides, dilation, strict=True)
    return [windows(*axis, layer.padding) for axis in both_axes]


def _transposed_convolution(layer: Any, taken: Shape, given: Shape) -> list[Reading]:
    """A convolution from its output to its input, which must have one window for each unit here."""
    there = _convolution(layer, given, taken)
    _compare(layer, [axis.size for axis in there], taken[:2])
    both_axes = zip(given[:2], layer.kernel_size, layer.strides, layer.dilation_rate, strict=True)
    return [windows_back(*axis, layer.padding) for axis in both_axes]


def _zero_padding(layer: Any, taken: Shape, given: Shape) -> list[Reading]:
    return [framed(size, *axis) for size, axis in zip(taken[:2], layer.padding, strict=True)]


def _cropping(layer: Any, taken: Shape, given: Shape) -> list[Reading]:
    both_axes = zip(taken[:2], layer.cropping, strict=True)
    return [framed(size, -before, -after) for size, (before, after) in both_axes]


def _upsampling(layer: Any, taken: Shape, given: Shape) -> list[Reading]:
    ways = {"nearest": nearest, "bilinear": bilinear}
    if layer.interpolation not in ways:
        raise ValueError(
            f"`model` has the layer {layer.name!r} with interpolation={layer.interpolation!r}; the "
            f"ledger knows {' and '.join(map(repr, ways))}."
        )
    both_axes = zip(taken[:2], layer.size, strict=True)
    return [ways[layer.interpolation](*axis) for axis in both_axes]


READINGS: dict[type, Callable[[Any, Shape, Shape], list[Reading]]] = {
    layers.AveragePooling2D: _pooling,
    layers.Conv2D: _convolution,
    layers.Conv2DTranspose: _transposed_convolution,
    layers.Cropping2D: _cropping,
    layers.DepthwiseConv2D: _convolution,
    layers.MaxPooling2D: _pooling,
    layers.SeparableConv2D: _convolution,
    layers.UpSampling2D: _upsampling,
    layers.ZeroPadding2D: _zero_padding,
}


# What the units of the other layers see.


def _same_place(layer: Any, taken: Map, given: Shape) -> Fields:
    _compare(layer, taken.shape, given)
    return taken.fields


def _whole_picture(layer: Any, taken: Map, given: Shape) -> Fields:
    return None


def _over_axes(axes: int | Sequence[int], taken: Map) -> Fields:
    """The fields behind a layer that mixes all units along `axes`, where 0 is the batch."""
    rank = len(taken.shape) + 1
    mixed = {axis % rank for axis in ([axes] if isinstance(axes, int) else axes)}
    return None if mixed & {1, 2} else taken.fields


def _over_its_axis(layer: Any, taken: Map, given: Shape) -> Fields:
    _compare(layer, taken.shape, given)
    return _over_axes(layer.axis, taken)


def _activation(layer: Any, taken: Map, given: Shape) -> Fields:
    """These of Keras' activations are over the last axis, all others number by number."""
    _compare(layer, taken.shape, given)
    over_last = layer.activation.__name__ in ("softmax", "log_softmax", "sparsemax")
    return _over_axes(-1, taken) if over_last else taken.fields


def _dense(layer: Any, taken: Map, given: Shape) -> Fields:
    return _over_axes(-1, taken)


def _reshape(layer: Any, taken: Map, given: Shape) -> Fields:
    return taken.fields if given[:2] == taken.shape[:2] else None


def _permute(layer: Any, taken: Map, given: Shape) -> Fields:
    if layer.dims[:2] == (2, 1) and taken.fields is not None:
        height, width = taken.fields
        return width, height
    return taken.fields if layer.dims[:2] == (1, 2) else None


FIELDS: dict[type, Callable[[Any, Map, Shape], Fields]] = {
    layers.Activation: _activation,
    layers.ActivityRegularization: _same_place,
    layers.AlphaDropout: _same_place,
    layers.BatchNormalization: _same_place,
    layers.Dense: _dense,
    layers.Dropout: _same_place,
    layers.ELU: _same_place,
    layers.Flatten: _whole_picture,
    layers.GaussianDropout: _same_place,
    layers.GaussianNoise: _same_place,
    layers.GlobalAveragePooling2D: _whole_picture,
    layers.GlobalMaxPooling2D: _whole_picture,
    layers.GroupNormalization: _whole_picture,  # a group's mean is over all places
    layers.Identity: _same_place,
    layers.LayerNormalization: _over_its_axis,
    layers.LeakyReLU: _same_place,
    layers.Normalization: _same_place,
    layers.PReLU: _same_place,
    layers.Permute: _permute,
    layers.ReLU: _same_place,
    layers.Rescaling: _same_place,
    layers.Reshape: _reshape,
    layers.Softmax: _over_its_axis,
    layers.SpatialDropout2D: _same_place,
}


# What the units of a layer see that takes several maps.


def _merge(layer: Any, taken: Sequence[Map]) -> Fields:
    """What the units in one place see together; the whole picture where a map is broadcast."""
    known = [map_.fields for map_ in taken if map_.fields is not None]
    broadcast = len({(len(map_.shape), map_.shape[:2]) for map_ in taken}) > 1
    if broadcast or len(known) < len(taken):
        return None
    height, width = (union(axis) for axis in zip(*known, strict=True))
    return None if height is None or width is None else (height, width)


def _concatenate(layer: Any, taken: Sequence[Map]) -> Fields:
    return _merge(layer, taken) if _over_axes(layer.axis, taken[0]) else None


MERGES: dict[type, Callable[[Any, Sequence[Map]], Fields]] = {
    layers.Add: _merge,
    layers.Average: _merge,
    layers.Concatenate: _concatenate,
    layers.Maximum: _merge,
    layers.Minimum: _merge,
    layers.Multiply: _merge,
    layers.Subtract: _merge,
}

KNOWN = READINGS.keys() | FIELDS.keys() | MERGES.keys()


def output_shape(layer: Any, taken: Sequence[Map]) -> Shape:
    """What Keras says that the layer gives for one image."""
    shapes = [(None, *map_.shape) for map_ in taken]
    _, *shape = layer.compute_output_shape(shapes if type(layer) in MERGES else shapes[0])
    return tuple(shape)


def macs(layer: Any, taken: Sequence[Map], given: Shape) -> int:
    """Multiply-accumulates of a layer that gives the shape `given`, for one image."""
    rule = MACS.get(type(layer))
    return rule(layer, taken[0].shape, given) if rule else 0


def fields(layer: Any, taken: Sequence[Map], given: Shape) -> Fields:
    """What the units of a layer see that gives the shape `given`."""
    if type(layer) in MERGES:
        return MERGES[type(layer)](layer, taken)
    if type(layer) in FIELDS:
        return FIELDS[type(layer)](layer, taken[0], given)
    readings = READINGS[type(layer)](layer, taken[0].shape, given)
    _compare(layer, [axis.size for axis in readings], given[:2])
    if taken[0].fields is None:
        return None
    height, width = map(Field.through, taken[0].fields, readings)
    return height, width


def _compare(layer: Any, settings: Sequence[int], keras: Sequence[int]) -> None:
    """Hold the sizes that follow from a layer's settings against those that Keras states."""
    if tuple(settings) != tuple(keras):
        raise ValueError(
            f"`model` has the layer {layer.name!r} of kind {type(layer).__name__}, whose settings "
            f"make {tuple(settings)} where Keras says {tuple(keras)}. Build it anew and leave its "
            "attributes and methods as they are."
        )
