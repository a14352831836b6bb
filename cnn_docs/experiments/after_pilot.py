"""Seeds of an experiment that is measured again: after a pilot, or under another statement.

Whoever counted the first seeds again would look twice at the same luck.
"""

from __future__ import annotations

#: More seeds than any first measurement has. A multiple of ten, so that each block of the digits
#: has its turn.
_PILOTS = 100


def new_seed(seed: int) -> int:
    """A seed that the first measurement did not have.

    Args:
        seed: The number of the run, from 0.

    >>> new_seed(3)
    103
    """
    return _PILOTS + seed
