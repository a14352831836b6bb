"""Seeds of an experiment that is measured after a pilot.

A pilot shows how many seeds will tell. Whoever counted its seeds again would look twice at the same
luck.
"""

from __future__ import annotations

#: No pilot has as many seeds. A multiple of ten, so that each block of the digits has its turn.
_PILOTS = 100


def new_seed(seed: int) -> int:
    """A seed that no pilot had.

    Args:
        seed: The number of the run, from 0.

    >>> new_seed(3)
    103
    """
    return _PILOTS + seed
