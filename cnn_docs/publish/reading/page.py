"""What a page is: its blocks, what stands under each, and its breaches of the page contract."""

from __future__ import annotations

from dataclasses import dataclass

#: What the fence of an output block says.
OUTPUT_INFO = 'text title="Output"'


@dataclass(frozen=True, order=True)
class Problem:
    """One breach of the page contract: ``path:line: what is wrong, what would be right``."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Output:
    """What the page shows under a block as printed text; lines count from 1, fences excluded."""

    text: str
    line: int
    end_line: int
    is_table: bool


@dataclass(frozen=True)
class Image:
    """An image that stands under a block and is filled by the figure the block draws."""

    alt: str
    target: str
    line: int


@dataclass(frozen=True)
class Block:
    """One ```` ```python ```` block. ``line`` is the line of its opening fence, from 1."""

    code: str
    line: int
    end_line: int
    needs: str | None = None
    output: Output | None = None
    image: Image | None = None

    @property
    def last_line(self) -> int:
        """The last line of the block and of what stands under it."""
        if self.image:
            return self.image.line
        if self.output:
            return self.output.end_line + (0 if self.output.is_table else 1)
        return self.end_line


@dataclass(frozen=True)
class Link:
    """A link as the author wrote it."""

    target: str
    line: int


@dataclass(frozen=True)
class Page:
    """A parsed page: the blocks in reading order and the breaches that need no run to be seen."""

    path: str
    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]
