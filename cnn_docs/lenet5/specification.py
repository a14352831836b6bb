"""LeNet-5 as the paper tabulates it: connections, counts and receptive fields.

Source: LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document
Recognition", Proceedings of the IEEE 86(11), 1998, section II and III.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

IMAGE_SIZE = 32
BACKGROUND, INK = -0.1, 1.175

#: TABLE I: the S2 maps that feed each of the sixteen C3 maps.
C3_TABLE: tuple[tuple[int, ...], ...] = (
    (0, 1, 2),
    (1, 2, 3),
    (2, 3, 4),
    (3, 4, 5),
    (0, 4, 5),
    (0, 1, 5),
    (0, 1, 2, 3),
    (1, 2, 3, 4),
    (2, 3, 4, 5),
    (0, 3, 4, 5),
    (0, 1, 4, 5),
    (0, 1, 2, 5),
    (0, 1, 3, 4),
    (1, 2, 4, 5),
    (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)


class LayerRow(NamedTuple):
    """One row of the architecture: what the paper states about a layer."""

    name: str
    maps: int
    size: int
    """Height and width of each map."""
    trainable: int
    connections: int
    receptive_field: int
    """Height and width, in input pixels, of what one unit sees."""
    jump: int
    """Input pixels between the centres of neighbouring units."""
    first_centre: float
    """Row (and column) of the centre of the first unit's receptive field, in input pixels."""


#: The layers in order. The output's ten units read F6; its 840 code values are not trained.
LAYERS: tuple[LayerRow, ...] = (
    LayerRow("C1", 6, 28, 156, 122_304, 5, 1, 2.0),
    LayerRow("S2", 6, 14, 12, 5_880, 6, 2, 2.5),
    LayerRow("C3", 16, 10, 1_516, 151_600, 14, 2, 6.5),
    LayerRow("S4", 16, 5, 32, 2_000, 16, 4, 7.5),
    LayerRow("C5", 120, 1, 48_120, 48_120, 32, 4, 15.5),
    LayerRow("F6", 84, 1, 10_164, 10_164, 32, 4, 15.5),
    LayerRow("RBF", 10, 1, 0, 840, 32, 4, 15.5),
)


def c3_links() -> NDArray[np.bool_]:
    """Return TABLE I as a matrix.

    Returns:
        bool array of shape (6, 16): True where the S2 map (row) feeds the C3 map (column).

    >>> links = c3_links()
    >>> int(links.sum()), links.sum(axis=1).tolist()
    (60, [10, 10, 10, 10, 10, 10])
    """
    links = np.zeros((6, 16), dtype=bool)
    for target, sources in enumerate(C3_TABLE):
        links[list(sources), target] = True
    return links


def receptive_field(layer: str, row: int, column: int) -> tuple[int, int, int, int]:
    """Return the window of the 32×32 input that one unit of a layer sees.

    Args:
        layer: "C1", "S2", "C3", "S4", "C5", "F6" or "RBF".
        row: The unit's row in its map, counted from 0.
        column: The unit's column.

    Returns:
        (top, left, bottom, right) in pixels; bottom and right are one past the last pixel seen.

    Raises:
        ValueError: If there is no such layer or no such unit in it.

    >>> receptive_field("C3", 0, 9)
    (0, 18, 14, 32)
    """
    rows = {spec.name: spec for spec in LAYERS}
    if layer not in rows:
        raise ValueError(f"`layer` must be one of {', '.join(rows)}, got {layer!r}.")
    spec = rows[layer]
    for name, value in (("row", row), ("column", column)):
        if not 0 <= value < spec.size:
            raise ValueError(
                f"`{name}` must be between 0 and {spec.size - 1} in {layer}, got {value!r}."
            )
    top, left = row * spec.jump, column * spec.jump
    return top, left, top + spec.receptive_field, left + spec.receptive_field
