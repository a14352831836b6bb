"""The Markdown that is published for a checked page, without what only the engine reads."""

from __future__ import annotations

from cnn_docs.publish.check import Checked
from cnn_docs.publish.reading.page import Block
from cnn_docs.publish.running.figures import size_in_pixels
from cnn_docs.publish.running.session import Outcome

#: Figures that load with the page. Those below them load when a reader comes near.
_AT_ONCE = 2


def published_markdown(checked: Checked) -> str:
    """The page's Markdown with options stripped, figures sized, and missing data named.

    A block whose data is not at hand gives way, with its output and image, to a note.
    """
    lines = checked.page.text.splitlines(keepends=True)
    pairs = list(zip(checked.page.blocks, checked.outcomes, strict=True))
    drawn = [block for block, outcome in pairs if block.image and outcome and outcome.figure]
    for block, outcome in reversed(pairs):
        if outcome is None:
            lines[block.line - 1 : block.last_line] = [_note(block)]
        else:
            lines[block.line - 1] = "```python\n"
            if block.image and outcome.figure:
                later = block not in drawn[:_AT_ONCE]
                lines[block.image.line - 1] = _sized_image(block, outcome, later=later)
    return "".join(lines)


def _note(block: Block) -> str:
    data = (block.needs or "").upper()
    what = "its output and its figure" if block.image else "what it prints"
    return (
        f"/// note | Left out: needs {data}\n\n"
        f"The code that stands here, and {what}, need {data}, which was not at hand when this "
        "site was built. Nothing is shown that has not run.\n\n///\n"
    )


def _sized_image(block: Block, outcome: Outcome, *, later: bool) -> str:
    assert block.image and outcome.figure
    width, height = size_in_pixels(outcome.figure)
    alt = block.image.alt.replace("]", "\\]")
    lazy = " loading=lazy" if later else ""
    return f"![{alt}]({block.image.target}){{ width={width} height={height}{lazy} .figure }}\n"
