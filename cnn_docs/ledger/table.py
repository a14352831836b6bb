"""The rows of a ledger and the tables that they make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One use of one layer of a model.

    Attributes:
        name: The layer's name, behind those of the models within the model that it belongs to.
        kind: The layer's class, for instance `"Conv2D"`.
        output_shape: Sizes of its output for one image (without the batch).
        parameters: Numbers that the layer keeps, trainable or not, and that no row above has.
        macs: Multiply-accumulates for one image in convolutions and dense layers. Additions of
            biases, comparisons in pooling, scaling and activations are not counted.
        receptive_field: Height and width, in pixels of the input, of what one unit can see; None
            once the output is no map of the image, or each unit sees the whole of it, or maps of
            different strides were joined, so that no one size fits all units.
    """

    name: str
    kind: str
    output_shape: tuple[int, ...]
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
