"""The Markdown that is published for a page, without what only the engine reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from cnn_docs.publish.reading.page import Block, Output, Page, Span
from cnn_docs.publish.running.figures import size_in_pixels
from cnn_docs.publish.running.session import Outcome

#: Figures that load with the page. Those below them load when a reader comes near.
_AT_ONCE = 2


@dataclass(frozen=True)
class Part:
    """A piece of code or of output that a reader sees, and where it stands in the source."""

    text: str
    line: int


def published_markdown(page: Page, outcomes: Sequence[Outcome | None]) -> str:
    """The page's Markdown with options stripped, figures sized, and missing data named.

    A block whose data is not at hand gives way, with its output and image, to a note. An output
    with a stated tolerance shows what was printed this time.
    """
    lines = page.text.split("\n")
    pairs = list(zip(page.blocks, outcomes, strict=True))
    drawn = [block for block, outcome in pairs if block.image and outcome and outcome.figure]
    changes: list[tuple[Span, str]] = []
    for block, outcome in pairs:
        if outcome is None:
            changes += _left_out(block)
            continue
        changes.append((Span(block.line, block.line), f"{block.fence}python"))
        if block.output and block.output.within:
            changes += _with_tolerance(block.output, outcome.printed)
        if block.image and outcome.figure:
            image = _image(block, outcome.figure, later=block not in drawn[:_AT_ONCE])
            changes.append((block.image.span, image))
    for span, text in sorted(changes, key=lambda change: -change[0].first):
        lines[span.first - 1 : span.last] = [text]
    return "\n".join(lines)


def published_parts(page: Page, outcomes: Sequence[Outcome | None]) -> list[Part]:
    """What a reader sees of the page's code and of what it printed, in order; tables are prose.

    A notebook shows what was printed this time, as does an output with a stated tolerance.
    """
    parts = [Part(shown.text, shown.span.first) for shown in page.shown]
    for block, outcome in zip(page.blocks, outcomes, strict=True):
        if outcome is None:
            continue
        parts.append(Part(block.code, block.line))
        output = block.output
        if output and not output.is_table:
            as_printed = output.within or page.is_notebook
            text = outcome.printed if as_printed else output.text
            parts.append(Part(text, output.span.first))
    return sorted(parts, key=lambda part: part.line)


def as_written(page: Page) -> list[Outcome | None]:
    """Outcomes of a run that printed what the page shows and drew nothing: to look at its form."""
    return [Outcome(block.output.text if block.output else "", None, 0.0) for block in page.blocks]


def _left_out(block: Block) -> list[tuple[Span, str]]:
    data = (block.needs or "").upper()
    if block.image and block.image.element and block.image.fold:
        message = f"*The picture that stands here needs {data}, which was not at hand.*"
        return [(block.image.span, message), (block.image.fold, "")]
    what = "its output and its figure" if block.image else "what it prints"
    note = (
        f"/// note | Left out: needs {data}\n\n"
        f"The code that stands here, and {what}, need {data}, which was not at hand when this "
        "site was built. Nothing is shown that has not run.\n\n///"
    )
    return [(block.whole, note)]


def _with_tolerance(output: Output, printed: str) -> list[tuple[Span, str]]:
    """State how far numbers may be off, and show those of this run, which are within it."""
    printed = printed.removesuffix("\n")
    if not output.is_table:
        stated = f"Output, {output.within['']} when trained from other seeds"
        opening = Span(output.span.first, output.span.first)
        fence = fence_for(printed)
        return [
            (opening, f'{fence}text title="{stated}"'),
            (output.lines, printed),
            (Span(output.span.last, output.span.last), fence),
        ]
    stated = ", ".join(f"{column} {limit}".strip() for column, limit in output.within.items())
    below = Span(output.lines.last + 1, output.span.last)
    sentence = (
        f"\n{stated[:1].upper()}{stated[1:]} when trained from other seeds.\n{{ .tolerance }}"
    )
    return [(output.lines, printed), (below, sentence)]


def fence_for(text: str) -> str:
    """A fence of backticks that ``text`` cannot close.

    >>> fence_for("plain"), fence_for("a\\n```\\nb")
    ('```', '````')
    """
    longest = max((len(run) for run in re.findall("^ *(`{3,})", text, re.MULTILINE)), default=2)
    return "`" * (longest + 1)


def _image(block: Block, figure: str, *, later: bool) -> str:
    """The image as HTML: a description may hold anything, and Markdown would read it again."""
    assert block.image
    width, height = size_in_pixels(figure)
    lazy = ' loading="lazy"' if later else ""
    return (
        f'<p><img class="figure" src="{block.image.target}" alt="{escape(block.image.alt)}" '
        f'width="{width}" height="{height}"{lazy}></p>'
    )
