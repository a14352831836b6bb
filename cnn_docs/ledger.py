"""What a Keras model is made of: shapes, parameters, multiplications and receptive fields.

The ledger follows the model layer by layer and works every number out by `cnn_docs.arithmetic`,
from the layers' settings alone. Layers are told apart by the names of their classes, so that
TensorFlow is not imported here.
"""

from dataclasses import dataclass
from typing import Any

from cnn_docs._ledger_rules import RULES, Shape
from cnn_docs.arithmetic import Window, receptive_field


@dataclass(frozen=True)
class Row:
    """One layer of a model.

    Attributes:
        name: The layer's name.
        kind: The layer's class, for instance `"Conv2D"`.
        output_shape: Sizes of its output for one image (without the batch).
        parameters: Numbers that the layer keeps, trainable or not.
        macs: Multiply-accumulates for one image in convolutions and dense layers. Additions of
            biases, comparisons in pooling, scaling and activations are not counted.
        receptive_field: Height and width, in pixels of the input, of what one unit can see; None
            once the output is no longer a map of the image.
    """

    name: str
    kind: str
    output_shape: Shape
    parameters: int
    macs: int
    receptive_field: tuple[int, int] | None


_HEADER = ("layer", "kind", "output", "parameters", "MACs", "receptive field")
_NUMERIC = (False, False, False, True, True, True)


def _side(field: tuple[int, int] | None) -> str:
    if field is None:
        return "–"
    height, width = field
    return str(height) if height == width else f"{height} × {width}"


@dataclass(frozen=True)
class Ledger:
    """The rows of a model, from its input to its output. `print` shows them as a table."""

    rows: tuple[Row, ...]

    @property
    def parameters(self) -> int:
        """All the model's parameters."""
        return sum(row.parameters for row in self.rows)

    @property
    def macs(self) -> int:
        """All multiply-accumulates for one image."""
        return sum(row.macs for row in self.rows)

    def __str__(self) -> str:
        """Return the ledger as a table of aligned plain text."""
        lines = self._cells()
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        table = [
            "  ".join(
                cell.rjust(width) if numeric else cell.ljust(width)
                for cell, width, numeric in zip(line, widths, _NUMERIC, strict=True)
            ).rstrip()
            for line in lines
        ]
        rule = "-" * max(map(len, table))
        return "\n".join([table[0], rule, *table[1:-1], rule, table[-1]])

    def to_markdown(self) -> str:
        """Return the ledger as a Markdown table."""
        header, *body = ["| " + " | ".join(line) + " |" for line in self._cells()]
        alignment = "|" + "|".join("---:" if numeric else "---" for numeric in _NUMERIC) + "|"
        return "\n".join([header, alignment, *body])

    def _cells(self) -> list[tuple[str, ...]]:
        """Everything that a table shows: the header, the rows and the totals."""
        body = [
            (
                row.name,
                row.kind,
                " × ".join(map(str, row.output_shape)),
                f"{row.parameters:,}",
                f"{row.macs:,}",
                _side(row.receptive_field),
            )
            for row in self.rows
        ]
        return [_HEADER, *body, ("total", "", "", f"{self.parameters:,}", f"{self.macs:,}", "")]


def ledger(model: Any) -> Ledger:
    """Work out the ledger of a built Keras model whose layers follow one another.

    Args:
        model: A `Sequential` model, or a functional model that is a single chain of layers, with a
            fixed input size and the channels last.

    Returns:
        One row for the input and one for each layer.

    Raises:
        ValueError: If the model is not built, has branches, uses a layer twice, has sizes that are
            not fixed, or holds a layer of a kind that the ledger does not know.

    >>> import tensorflow as tf
    >>> model = tf.keras.Sequential([
    ...     tf.keras.Input((8, 8, 1)),
    ...     tf.keras.layers.Conv2D(32, 3, activation="relu", name="filters"),
    ...     tf.keras.layers.MaxPooling2D(name="pool"),
    ...     tf.keras.layers.Flatten(name="flat"),
    ...     tf.keras.layers.Dense(10, name="digit"),
    ... ])
    >>> print(ledger(model))
    layer    kind          output      parameters    MACs  receptive field
    ----------------------------------------------------------------------
    input    InputLayer    8 × 8 × 1            0       0                1
    filters  Conv2D        6 × 6 × 32         320  10,368                3
    pool     MaxPooling2D  3 × 3 × 32           0       0                4
    flat     Flatten       288                  0       0                –
    digit    Dense         10               2,890   2,880                –
    ----------------------------------------------------------------------
    total                                   3,210  13,248
    """
    layers = _chain(model)
    shape = _fixed_shape(model)
    # The windows of all layers so far, down the height and along the width. A flat input has none.
    windows: list[tuple[Window, Window]] | None = [] if len(shape) >= 2 else None
    rows = [Row("input", "InputLayer", shape, 0, 0, _field(windows))]
    for layer in layers:
        kind = type(layer).__name__
        step = RULES[kind](layer, shape)
        shape = step.shape
        windows = None if windows is None or step.windows is None else [*windows, step.windows]
        rows.append(Row(layer.name, kind, shape, step.parameters, step.macs, _field(windows)))
    return Ledger(tuple(rows))


def _chain(model: Any) -> list[Any]:
    """Check that the ledger can follow the model, and return its layers in order."""
    if type(model).__name__ not in ("Sequential", "Functional"):
        raise ValueError(
            f"`model` must be a Sequential or a functional Keras model, got "
            f"{type(model).__name__}; only those say in which order their layers run."
        )
    if not model.built:
        raise ValueError(
            f"`model` {model.name!r} is not built yet, so its shapes are unknown. Give it an "
            "Input, or call it on data first."
        )
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError(
            f"`model` {model.name!r} must have one input and one output, got {len(model.inputs)} "
            f"and {len(model.outputs)}."
        )
    # A functional model's operations also hold what is not a layer, such as a bare addition.
    operations = getattr(model, "operations", None) or model.layers
    layers = [layer for layer in operations if type(layer).__name__ != "InputLayer"]
    for layer in layers:
        kind = type(layer).__name__
        if kind not in RULES:
            raise ValueError(
                f"`model` has the layer {layer.name!r} of kind {kind}, which the ledger does not "
                f"know. It knows {', '.join(sorted(RULES))}."
            )
        if getattr(layer, "data_format", "channels_last") == "channels_first":
            raise ValueError(
                f"`model` has the layer {layer.name!r} with its channels first; the ledger reads "
                'models with data_format="channels_last".'
            )
    # No known layer joins branches, so with one output only a layer used twice breaks the chain.
    for settings in model.get_config()["layers"]:
        if len(settings.get("inbound_nodes", ())) > 1:
            raise ValueError(
                f"`model` uses the layer {settings['name']!r} more than once; the ledger follows "
                "models in which each layer is used once."
            )
    return layers


def _fixed_shape(model: Any) -> Shape:
    """Shape of one input, without the batch."""
    _, *shape = model.inputs[0].shape
    if None in shape:
        raise ValueError(
            f"`model` {model.name!r} must have a fixed input size, got {tuple(shape)}; the ledger "
            "counts the pixels of every map."
        )
    return tuple(shape)


def _field(windows: list[tuple[Window, Window]] | None) -> tuple[int, int] | None:
    """Height and width of the receptive field behind all these windows."""
    if windows is None:
        return None
    vertical = receptive_field(window for window, _ in windows)
    horizontal = receptive_field(window for _, window in windows)
    return vertical.size, horizontal.size
