"""Lunr, which searches in Material's worker, may mix numbers up; its script is mended.

Lunr joins those nodes of its word tree that are written alike: the characters that lead on, each
with the number of the node it leads to, and nothing between. So "1" to node 23 and "12" to node 3
look the same where words are numbers. Then the tree has words that no page has, and a search that
meets one of them fails and finds nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

from cnn_docs._provenance.atomic import write_whole

#: In Lunr's `TokenSet.prototype.toString`: a character and the number of its node are added.
_JOINED = re.compile(r"\b(\w+)=\1\+(\w+)\+(\w+)\.id\b")


def mend(worker: Path) -> None:
    """Let Lunr end each number of a node with a comma. A worker without Lunr stays as it is.

    Args:
        worker: Material's search worker, a minified script.

    Raises:
        ValueError: The script has Lunr's word tree, but not the place to be mended, or several.
    """
    script = worker.read_text(encoding="utf-8")
    if "TokenSet" not in script:
        return
    mended, places = _JOINED.subn(r'\1=\1+\2+\3.id+","', script)
    if places != 1:
        raise ValueError(
            f"{worker.name} must add a character and a node's number in one place, to be mended; "
            f"found {places}. See whether Lunr's TokenSet.toString has changed."
        )
    write_whole(worker, mended)
