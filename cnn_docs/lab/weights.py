"""LeNet-5's trained weights as one small file that a browser can check and read."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np

from cnn_docs.lenet5.codes import codes

WEIGHTS_PATH = Path(__file__).parents[1] / "weights" / "lenet5.npz"

#: The order in which the file holds the weights, each with its axes as Keras has them.
SHAPES = {
    "C1/kernel": (5, 5, 1, 6),
    "C1/bias": (6,),
    "S2/coefficient": (6,),
    "S2/bias": (6,),
    "C3/kernels": (60, 5, 5),
    "C3/bias": (16,),
    "S4/coefficient": (16,),
    "S4/bias": (16,),
    "C5/kernel": (5, 5, 16, 120),
    "C5/bias": (120,),
    "F6/kernel": (120, 84),
    "F6/bias": (84,),
}

MAGIC = b"LENET-5\n"


def read_weights(path: Path = WEIGHTS_PATH) -> dict[str, np.ndarray]:
    """Read the shipped weights as they are stored, rounded to float16.

    Args:
        path: An `.npz` file with one array for each name of `SHAPES`.

    Returns:
        From name to float16 array.

    Raises:
        ValueError: If an array is missing, or is not float16 of its shape.

    >>> read_weights()["C1/kernel"].shape
    (5, 5, 1, 6)
    """
    with np.load(path, allow_pickle=False) as stored:
        for name, shape in SHAPES.items():
            found = f"{stored[name].dtype} of {stored[name].shape}" if name in stored else "nothing"
            if found != f"float16 of {shape}":
                raise ValueError(
                    f"`path` must name a file in which {name} is float16 of {shape}, got {found} "
                    f"in {path}."
                )
        return {name: stored[name] for name in SHAPES}


def weights_file(path: Path = WEIGHTS_PATH) -> bytes:
    """Return what the lab's page loads: a header, the weights, and the codes of the ten digits.

    The file is little-endian: 8 bytes that say what it is, the number of bytes that follow the
    header and their CRC-32 (uint32 each), the 60,000 weights (float16) in the order of `SHAPES`,
    and the 840 values ±1 of the codes (int8). The length and the checksum tell a reader's browser
    that the file is whole.

    Args:
        path: The `.npz` file with the weights.

    Returns:
        The bytes of the file.

    Raises:
        ValueError: As for `read_weights`.

    >>> len(weights_file()) == 8 + 4 + 4 + 2 * 60_000 + 840
    True
    """
    weights = b"".join(values.astype("<f2").tobytes() for values in read_weights(path).values())
    body = weights + codes().astype(np.int8).tobytes()
    return MAGIC + struct.pack("<II", len(body), zlib.crc32(body)) + body
