"""The 1,797 small digits, packed, for the network that learns in the browser."""

from __future__ import annotations

import numpy as np

from cnn_docs import data

#: Share of the digits that are kept from learning, and the seed that chooses them.
TEST_FRACTION, SEED = 0.2, 0


def training_digits_file() -> bytes:
    """Return all digits in the order in which they are learned: first 1,437, then 360 for testing.

    Half of all pixels are empty, and the others hold 1 to 16. So a bit says of each pixel whether
    it holds anything, and four bits say how much.

    Returns:
        1,797 labels of a byte each; then 8 bytes for each picture, one for each row, the leftmost
        pixel being the lowest bit; then the values of the pixels that are not empty, less 1, two in
        each byte, the first in the lower half.

    >>> packed = training_digits_file()
    >>> len(packed) < 60_000
    True
    >>> list(packed[:5])
    [3, 9, 1, 3, 1]
    """
    images, labels = data.digits()
    parts = data.split(images, labels, test_fraction=TEST_FRACTION, seed=SEED)
    pixels = np.concatenate([parts.x_train, parts.x_test]).astype(np.uint8)
    answers = np.concatenate([parts.y_train, parts.y_test]).astype(np.uint8)
    inked = np.packbits(pixels > 0, axis=2, bitorder="little")
    values = pixels[pixels > 0] - 1
    values = np.append(values, np.zeros(len(values) % 2, np.uint8))
    halves = values[::2] | values[1::2] << 4
    return answers.tobytes() + inked.tobytes() + halves.tobytes()
