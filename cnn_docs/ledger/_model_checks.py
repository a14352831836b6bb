"""Models and layers that the ledger cannot follow are refused by name."""

from collections.abc import Sequence
from typing import Any

import keras

from cnn_docs.ledger._rules import KNOWN, MERGES, Map

_UP_TO_IT = "Give it the part in front, keras.Model(model.inputs, layer.input)."
_AS_A_LAYER = "Write a + b as Add()([a, b]), and other operations in the same way."


def has_graph(model: Any) -> bool:
    """Whether this is a model of Keras' own kinds: what a subclass does stands in its code."""
    is_own = type(model).__module__.partition(".")[0] == "keras"
    return is_own and isinstance(model, keras.Model)


def check_model(model: Any) -> None:
    """Refuse what can be refused before a look at the layers."""
    if not has_graph(model):
        raise ValueError(
            f"`model` must be a Sequential or a functional Keras model, got {_class_of(model)}; "
            "only those say in which order their layers run."
        )
    if not model.layers:
        raise ValueError(
            f"`model` {model.name!r} has no layers but an Input at most; add one, for instance a "
            "Conv2D."
        )
    if not model.built:
        raise ValueError(
            f"`model` {model.name!r} is not built yet, so its shapes are unknown. Give it an "
            "Input, or call it on data first."
        )
    if len(model.inputs) != 1:
        raise ValueError(
            f"`model` {model.name!r} must have one input, got {len(model.inputs)}; a receptive "
            "field is a part of one picture."
        )
    _, *shape = model.inputs[0].shape
    if None in shape:
        raise ValueError(
            f"`model` {model.name!r} must have a fixed input size, got {tuple(shape)}; the ledger "
            "counts the pixels of every map."
        )


def check_layer(layer: Any, taken: Sequence[Map]) -> None:
    """Refuse a layer whose settings do not say what it does."""
    if type(layer) not in KNOWN:
        is_layer = isinstance(layer, keras.Layer)
        raise ValueError(
            f"`model` has the layer {layer.name!r} of kind {_class_of(layer)}, which the ledger "
            f"does not know. {_UP_TO_IT if is_layer else _AS_A_LAYER} It knows these layers of "
            "Keras, but no subclass of one, since what that does stands in its code: "
            f"{', '.join(sorted(kind.__name__ for kind in KNOWN))}."
        )
    if len(taken) > 1 and type(layer) not in MERGES:
        raise ValueError(
            f"`model` calls the layer {layer.name!r} on {len(taken)} tensors; the ledger knows "
            f"what {type(layer).__name__} does with one."
        )
    if getattr(layer, "data_format", None) == "channels_first":
        raise ValueError(
            f"`model` has the layer {layer.name!r} with its channels first; the ledger reads "
            'models with data_format="channels_last".'
        )
    activation = getattr(layer, "activation", None)
    if activation is not None and not _keeps_shape(activation):
        raise ValueError(
            f"`model` has the layer {layer.name!r} with the activation {activation!r}, which the "
            'ledger does not know. Name one of Keras, such as "relu", or put a layer behind.'
        )


def check_total(model: Any, counted: int) -> None:
    """Refuse a model that keeps parameters which no layer on its way uses."""
    if counted != model.count_params():
        raise ValueError(
            f"`model` {model.name!r} keeps {model.count_params():,} parameters, but the layers "
            f"between its input and its output {counted:,}. Take away what they do not use."
        )


def _keeps_shape(activation: Any) -> bool:
    """Whether this is one of Keras' functions from number to number, or a softmax.

    `glu` halves the channels, which Keras' own layers leave out of their shapes.
    """
    own = {**vars(keras.activations), "relu6": keras.activations.get("relu6"), "glu": None}
    return any(activation is known for known in own.values())


def _class_of(thing: Any) -> str:
    kind = type(thing)
    is_layer = getattr(keras.layers, kind.__name__, None) is kind
    return kind.__name__ if is_layer else f"{kind.__module__}.{kind.__qualname__}"
