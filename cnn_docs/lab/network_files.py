"""LeNet-5 for the browser: the numbers of the paper as JSON, and the trained weights, packed."""

from __future__ import annotations

import json
import zlib
from typing import Any

import numpy as np

from cnn_docs.lenet5.codes import COLUMNS, ROWS, codes
from cnn_docs.lenet5.specification import BACKGROUND, C3_TABLE, IMAGE_SIZE, INK, LAYERS
from cnn_docs.lenet5.weights_file import read_arrays


def trained_weights() -> dict[tuple[str, str], np.ndarray]:
    """Read the shipped weights, rounded to float16 as they are stored.

    Returns:
        From layer and kind to array. "kernels" have the axes unit, map, row, column, so that all
        weights of a unit stand together; those of C3, which reads some maps only, have one axis for
        the links of TABLE I instead of two, those of F6 one for the units of C5. "bias" and
        "coefficient" have one number for each map.

    >>> weights = trained_weights()
    >>> weights["C5", "kernels"].shape, weights["C3", "kernels"].shape, weights["S2", "bias"].shape
    ((120, 16, 5, 5), (60, 5, 5), (6,))
    """
    weights = {}
    for name, values in read_arrays().items():
        layer, kind = name.split("/")
        if kind == "kernel":  # Keras has the maps, and then the units, last
            weights[layer, "kernels"] = np.moveaxis(values, (-1, -2), (0, 1))
        else:
            weights[layer, kind] = values
    return weights


def weights_file() -> bytes:
    """Return all weights as float16, one array after the other, packed by zlib.

    Of each number the lower byte, then of each the upper byte: apart they pack better, for upper
    bytes are much alike. That saves a fifth, which a phone would wait for.

    >>> len(zlib.decompress(weights_file())) == 2 * 60_000
    True
    >>> len(weights_file()) < 100_000
    True
    """
    numbers = b"".join(values.astype("<f2").tobytes() for values in trained_weights().values())
    return zlib.compress(numbers[0::2] + numbers[1::2], 9)


def network_file() -> str:
    """Return what the lab knows of LeNet-5 as JSON.

    Returns:
        `imageSize`, `background` and `ink`; `layers`, `c3Table` and `codes`, as
        `cnn_docs.lenet5` has them; and for each layer and kind of `weights` the `shape` of the
        array, and at which number of `weights_file` it starts.

    >>> network = json.loads(network_file())
    >>> network["layers"]["C3"], network["c3Table"][15]
    ({'maps': 16, 'size': 10, 'receptiveField': 14, 'jump': 2}, [0, 1, 2, 3, 4, 5])
    >>> network["weights"]["C1"]
    {'kernels': {'start': 0, 'shape': [6, 1, 5, 5]}, 'bias': {'start': 150, 'shape': [6]}}
    """
    places: dict[str, Any] = {}
    start = 0
    for (layer, kind), values in trained_weights().items():
        places.setdefault(layer, {})[kind] = {"start": start, "shape": values.shape}
        start += values.size
    layers = {
        row.name: {
            "maps": row.maps,
            "size": row.size,
            "receptiveField": row.receptive_field,
            "jump": row.jump,
        }
        for row in LAYERS
    }
    network = {
        "imageSize": IMAGE_SIZE,
        "background": BACKGROUND,
        "ink": INK,
        "layers": layers,
        "c3Table": C3_TABLE,
        "codes": {"rows": ROWS, "columns": COLUMNS, "values": codes().astype(int).tolist()},
        "weights": places,
    }
    return json.dumps(network, separators=(",", ":"))
