"""The small digits, tested on writers that are not learned from.

The file is ordered by writer, and the one at the end of a block goes on in the next. So the images
on both sides of a tested block are left out.
"""

from __future__ import annotations

import numpy as np

from cnn_docs.experiments import samples
from cnn_docs.experiments.samples import BLOCKS, DIGITS_OVERLAP, Part, Sample

#: By how much the tests of two seeds hang together: test images for each image that is learned
#: from, with two blocks fewer to learn from than `DIGITS_OVERLAP` has.
OVERLAP = 1 / (1 / DIGITS_OVERLAP - 2)


def digits(seed: int) -> Sample:
    """The embedded digits. Seed 0 is tested on the first block of the file, seed 10 again.

    On each side of the tested block as many images are left out as it has.

    Args:
        seed: The seed of the run.

    >>> [len(part.labels) for part in digits(1)]
    [1005, 360, 144]
    """
    learn, held_out, test = samples.digits(seed)
    tested = len(test.labels)
    blocks = np.array_split(np.arange(len(learn.labels) + tested), BLOCKS)
    # What is learned from keeps the file's order, and lacks the tested block, which was here:
    gap = int(blocks[seed % BLOCKS][0])
    place = np.arange(len(learn.labels))
    far = (place < gap - tested) | (place >= gap + tested)
    return Sample(Part(learn.images[far], learn.labels[far]), held_out, test)
