"""All files that the lab's pages load beside their scripts."""

from __future__ import annotations

from cnn_docs.lab.network_files import network_file, weights_file
from cnn_docs.lab.photograph import flower_file
from cnn_docs.lab.sample_files import digits_file, filters_file
from cnn_docs.lab.training_digits import training_digits_file


def lab_files() -> dict[str, bytes]:
    """Return the files by name: LeNet-5, digits and a flower to look at, C1's filters, all digits.

    >>> for name in lab_files():
    ...     print(name)
    lenet5.json
    lenet5.bin
    digits.json
    flower.json
    c1-filters.json
    training-digits.bin
    """
    return {
        "lenet5.json": network_file().encode(),
        "lenet5.bin": weights_file(),
        "digits.json": digits_file().encode(),
        "flower.json": flower_file().encode(),
        "c1-filters.json": filters_file().encode(),
        "training-digits.bin": training_digits_file(),
    }
