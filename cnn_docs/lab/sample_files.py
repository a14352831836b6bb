"""The small pictures and kernels that the lab offers beside what a reader draws."""

from __future__ import annotations

import json

import numpy as np

from cnn_docs import data
from cnn_docs.lab.network_files import trained_weights

#: How many of each digit are offered: the first ones in scikit-learn's order, none picked by hand.
OF_EACH = 2


def sample_positions() -> list[int]:
    """Return where the offered digits stand among the 1,797, in the order of what they show.

    >>> sample_positions()[:4]
    [0, 10, 1, 11]
    """
    _, labels = data.digits()
    return [int(n) for digit in range(10) for n in np.flatnonzero(labels == digit)[:OF_EACH]]


def digits_file() -> str:
    """Return the offered digits as JSON.

    Returns:
        `{"digits": [{"position": …, "label": …, "values": [64 grey values from 0 to 16]}, …]}`,
        each picture row by row, its position counted as in `data.digits`.

    >>> first = json.loads(digits_file())["digits"][0]
    >>> first["position"], first["label"], first["values"][:4]
    (0, 0, [0, 0, 5, 13])
    """
    images, labels = data.digits()
    digits = [
        {
            "position": position,
            "label": int(labels[position]),
            "values": images[position].astype(int).ravel().tolist(),
        }
        for position in sample_positions()
    ]
    return json.dumps({"digits": digits}, separators=(",", ":"))


def filters_file() -> str:
    """Return LeNet-5's six C1 filters as JSON.

    Returns:
        `{"kernels": [six times 25 weights, row by row]}`.

    >>> [len(kernel) for kernel in json.loads(filters_file())["kernels"]]
    [25, 25, 25, 25, 25, 25]
    """
    kernels = trained_weights()["C1", "kernels"].reshape(6, 25)
    # float16 numbers are exact in float64, so the page computes with the shipped ones.
    return json.dumps({"kernels": kernels.astype(float).tolist()}, separators=(",", ":"))
