"""A page as the cells of a notebook: prose and code in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cnn_docs.publish.reading.front_matter import front_matter
from cnn_docs.publish.reading.page import Block


@dataclass(frozen=True)
class Cell:
    """Prose between two blocks, or one block's code; ``block`` is the block, if it is code."""

    text: str
    block: Block | None = None

    @property
    def is_code(self) -> bool:
        """Whether the cell runs."""
        return self.block is not None

    @property
    def needs(self) -> str | None:
        """The data that the cell asks for."""
        return self.block.needs if self.block else None


def cells(text: str, blocks: Sequence[Block], *, with_results: bool) -> Iterator[Cell]:
    """Cut a page into cells; its front matter is none.

    Args:
        text: the page's Markdown.
        blocks: its blocks, in order.
        with_results: whether the outputs and images under the blocks stay, as prose; else they
            are left out, because the block will have its own.
    """
    lines = text.split("\n")
    lines = [line + "\n" for line in lines[:-1]] + lines[-1:]
    start = front_matter(text).count("\n")
    for block in blocks:
        shown = block.span if with_results else block.whole
        yield from _prose(lines[start : shown.first - 1])
        yield Cell(block.code, block)
        start = shown.last
    yield from _prose(lines[start:])


def _prose(lines: Sequence[str]) -> Iterator[Cell]:
    if text := "".join(lines).strip():
        yield Cell(text + "\n")
