"""What a page is: its blocks, what stands under each, and its breaches of the page contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cnn_docs.publish.reading.same_text import Tolerance

#: What the fence of an output says; a tolerance may follow.
OUTPUT_INFO = 'text title="Output"'


@dataclass(frozen=True, order=True)
class Problem:
    """One breach of the page contract: ``path:line: what is wrong; what would be right``."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Span:
    """The first and the last line of something, counted from 1."""

    first: int
    last: int


@dataclass(frozen=True)
class Output:
    """What the page shows under a block as printed text.

    ``text`` stands on the lines of ``lines``; ``span`` also takes in the fence, or the line under
    a table that states its tolerances. ``within`` holds the tolerances: one for all numbers under
    ``""``, or one for each column of a table that has any.
    """

    text: str
    lines: Span
    span: Span
    is_table: bool
    within: Mapping[str, Tolerance] = field(default_factory=dict)

    def tolerance(self, column: str = "") -> Tolerance | None:
        """How far numbers may be off when training starts from other seeds, if at all."""
        return self.within.get(column) or self.within.get("")


@dataclass(frozen=True)
class Image:
    """An image that a block's figure fills.

    It stands under its block, or before it: then the block is folded away in ``fold``. If the image
    is what a live element shows where JavaScript is off, that element spans ``element``.
    """

    alt: str
    target: str
    span: Span
    fold: Span | None = None
    element: Span | None = None


@dataclass(frozen=True)
class Block:
    """Code that runs: a ```` ```python ```` block of a page, or an example of a docstring.

    ``span`` is that of the code with its fences. Blocks of one ``scope`` share a namespace: all
    blocks of a page, the examples of one docstring.
    """

    code: str
    span: Span
    fence: str = "```"
    needs: str | None = None
    output: Output | None = None
    image: Image | None = None
    scope: str = ""

    @property
    def line(self) -> int:
        """The first line of the block, which messages name."""
        return self.span.first

    @property
    def whole(self) -> Span:
        """The lines of the block with its output, its picture and its fold."""
        parts = [self.span]
        if self.output:
            parts.append(self.output.span)
        if self.image:
            parts += [self.image.span, self.image.fold or self.span]
            parts += [self.image.element or self.span]
        return Span(min(p.first for p in parts), max(p.last for p in parts))


@dataclass(frozen=True)
class Shown:
    """The text of a fence that is shown and never run."""

    text: str
    span: Span


@dataclass(frozen=True)
class Link:
    """A link as the author wrote it."""

    target: str
    line: int


@dataclass(frozen=True)
class Page:
    """A parsed page: the blocks in reading order and the breaches that need no run to be seen.

    A page with ``problems`` does not run; those of its ``prose`` do not keep it from running. The
    docstrings of a module are read as a page too; ``module`` names it.
    """

    path: str
    text: str
    blocks: tuple[Block, ...]
    shown: tuple[Shown, ...]
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]
    prose: tuple[Problem, ...] = ()
    module: str = ""

    @property
    def is_notebook(self) -> bool:
        """Whether the page is a percent script, published as the notebook that it stands for."""
        return self.path.endswith(".py") and not self.module
