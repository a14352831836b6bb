"""All files that the lab's pages load beside their scripts."""

from __future__ import annotations

from cnn_docs.lab.network_files import network_file, weights_file
from cnn_docs.lab.photograph import flower_file
from cnn_docs.lab.sample_files import digits_file, filters_file


def lab_files() -> dict[str, bytes]:
    """Return the files by name: LeNet-5, the offered digits and flower, C1's filters.

    >>> sorted(lab_files())
    ['c1-filters.json', 'digits.json', 'flower.json', 'lenet5.bin', 'lenet5.json']
    """
    return {
        "lenet5.json": network_file().encode(),
        "lenet5.bin": weights_file(),
        "digits.json": digits_file().encode(),
        "flower.json": flower_file().encode(),
        "c1-filters.json": filters_file().encode(),
    }
