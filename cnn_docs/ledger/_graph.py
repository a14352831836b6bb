"""The way through a model's graph, layer by layer."""

from collections.abc import Callable
from math import prod
from typing import Any

import keras

from cnn_docs.ledger._fields import Field
from cnn_docs.ledger._model_checks import check_layer, check_model, check_total, has_graph
from cnn_docs.ledger._rules import Fields, Map, fields, macs, output_shape
from cnn_docs.ledger.table import Row


def rows(model: Any) -> list[Row]:
    """Send a picture through a model: a row for the input, and one for each use of a layer."""
    check_model(model)
    shape = tuple(model.inputs[0].shape[1:])
    picture = Map(shape, (Field(), Field()) if len(shape) >= 2 else None)
    found = [Row("input", "InputLayer", shape, 0, 0, _sizes(picture.fields))]
    counted: set[int] = set()  # the weights that stand in a row already

    def use(layer: Any, name: str, taken: list[Map]) -> Map:
        check_layer(layer, taken)
        shape = output_shape(layer, taken)
        given = Map(shape, fields(layer, taken, shape))
        new = [weight for weight in layer.weights if id(weight) not in counted]
        counted.update(map(id, new))
        found.append(
            Row(
                name,
                type(layer).__name__,
                shape,
                parameters=sum(prod(weight.shape) for weight in new),
                macs=macs(layer, taken, shape),
                receptive_field=_sizes(given.fields),
            )
        )
        return given

    _follow(model, [picture], use)
    check_total(model, sum(row.parameters for row in found))
    return found


def _follow(
    model: Any, inputs: list[Map], use: Callable[[Any, str, list[Map]], Map], prefix: str = ""
) -> list[Map]:
    """Send maps through a model and the models in it, and return what comes out.

    Args:
        model: The model.
        inputs: What goes in.
        use: What a layer makes, from the layer, its name and what goes into it.
        prefix: Names of the models that this one is a part of.
    """
    graph = keras.Function(model.inputs, model.outputs)
    order = {operation: place for place, operation in enumerate(graph.operations)}
    maps = {id(tensor): map_ for tensor, map_ in zip(graph.inputs, inputs, strict=True)}
    # Keras has no public list of the calls; layers alone would hide that one is called twice.
    for depth in sorted(graph._nodes_by_depth, reverse=True):
        for call in sorted(graph._nodes_by_depth[depth], key=lambda call: order[call.operation]):
            if call.is_input:
                continue
            layer, name = call.operation, f"{prefix}{call.operation.name}"
            taken = [maps[id(tensor)] for tensor in call.input_tensors]
            if has_graph(layer):
                given = _follow(layer, taken, use, f"{name}/")
            else:
                given = [use(layer, name, taken)]
            maps.update(zip(map(id, call.output_tensors), given, strict=True))
    return [maps[id(tensor)] for tensor in graph.outputs]


def _sizes(fields: Fields) -> tuple[int, int] | None:
    return None if fields is None else (fields[0].size, fields[1].size)
