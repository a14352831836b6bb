"""All files that the lab's pages load beside their scripts."""

from __future__ import annotations

from cnn_docs.lab.photograph import flower_file
from cnn_docs.lab.samples import digits_file, filters_file
from cnn_docs.lab.weights import weights_file


def lab_files() -> dict[str, bytes]:
    """Return the files by name: the weights, the offered digits and flower, C1's filters.

    >>> sorted(lab_files())
    ['c1-filters.json', 'digits.json', 'flower.json', 'lenet5.bin']
    """
    return {
        "lenet5.bin": weights_file(),
        "digits.json": digits_file().encode(),
        "flower.json": flower_file().encode(),
        "c1-filters.json": filters_file().encode(),
    }
