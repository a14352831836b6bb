"""Parse a page, and report whatever breaks the page contract on sight, before anything runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cnn_docs.publish.reading.containers import containers, problems_with_containers
from cnn_docs.publish.reading.dataflow import tainted_names
from cnn_docs.publish.reading.front_matter import front_matter, problems_in_front_matter
from cnn_docs.publish.reading.mathematics import problems_in_math
from cnn_docs.publish.reading.page import (
    OUTPUT_INFO,
    Block,
    Image,
    Link,
    Output,
    Page,
    Problem,
    Shown,
    Span,
)
from cnn_docs.publish.reading.percent import markdown_of
from cnn_docs.publish.reading.prose import problems_in_prose
from cnn_docs.publish.reading.same_text import Tolerance
from cnn_docs.publish.reading.shown_only import SHOWN_ONLY, why_not_shown

_NEEDS_INFO = re.compile(r'python needs="([a-z0-9_]+)"')
_OUTPUT_INFO = re.compile(rf'{re.escape(OUTPUT_INFO)}(?: within="([^"]*)")?')
_TABLE_WITHIN = re.compile(r'\{ within="([^"]*)" \}')
_LOOKS_LIKE_FENCE = re.compile(r"^[\s>*+\-\d.)]*(?:`{3,}|~{3,})")
_INDENTED_CONTAINER = re.compile(r"^\s*(?:!!!|\?\?\?\+?|===[!+]*)\s")
_FIGURE_TARGET = re.compile(r"figures/[a-z0-9][a-z0-9-]*\.svg")
_ONLY_DOTS = re.compile(r"\s*[.…][.\s…]*")
#: What Python-Markdown drops or turns into spaces, so that a reader would see another text.
_UNSEEN = re.compile(r"[\x00\x02\x03\t\r\x7f\ufeff]")


def parse_page(text: str, *, path: str) -> Page:
    """Parse one page.

    Args:
        text: the whole page, front matter included.
        path: what messages name; a page named ``….py`` is a percent script, read as the Markdown
            that it stands for, line for line.

    Returns:
        The page. Breaches of the contract do not raise; they stand in ``page.problems``.

    >>> page = parse_page("```python\\nprint(1)\\n```\\n", path="a.md")
    >>> page.blocks[0].code, page.problems
    ('print(1)\\n', ())
    """
    if not path.endswith(".py"):
        return _Parser(text, path).parse()
    markdown, problems = markdown_of(text, path=path)
    page = _Parser(markdown, path).parse()
    return replace(page, problems=tuple(sorted([*problems, *page.problems])))


class _Parser:
    """Walks the tokens once; each method looks at one kind of token."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.lines = text.split("\n")
        self.problems: list[Problem] = []
        self.links: list[Link] = []
        self.fenced_lines: set[int] = set()

    def parse(self) -> Page:
        markdown = MarkdownIt("commonmark").enable("table")
        tokens = markdown.parse(_blank_front_matter(self.text))
        for token in tokens:
            self._look_at(token)
        self._look_at_lines()
        prose = {n: line for n, line in enumerate(self.lines, 1) if n not in self.fenced_lines}
        self.containers = containers(prose)
        self.problems += problems_with_containers(prose, self.path)
        elements = list(_top_level_elements(tokens))
        blocks = self._collect_blocks(elements)
        self._look_for_tainted_names(blocks)
        self.problems += problems_in_math(self.text, path=self.path)
        self.problems += problems_in_front_matter(self.text, path=self.path)
        page = Page(
            path=self.path,
            text=self.text,
            blocks=tuple(blocks),
            shown=tuple(Shown(e.text, e.span) for e in elements if e.kind == "shown"),
            links=tuple(self.links),
            problems=tuple(sorted(self.problems)),
        )
        return replace(page, prose=tuple(sorted(problems_in_prose(page))))

    def _report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, message))

    def _look_at(self, token: Token) -> None:
        line = token.map[0] + 1 if token.map else 0
        if token.type == "fence":
            self._look_at_fence(token, line)
        elif token.type == "code_block":
            self._report(
                line,
                "a code block made by indentation never runs; write it as a flush-left "
                "```python fence",
            )
        elif token.type == "inline":
            self._collect_links(token, line)

    def _look_at_fence(self, token: Token, line: int) -> None:
        assert token.map is not None
        self.fenced_lines.update(range(token.map[0] + 1, token.map[1] + 1))
        opening, closing = self.lines[line - 1], self.lines[token.map[1] - 1]
        if token.level > 0 or not opening.startswith("```"):
            self._report(
                line,
                "this fence stands inside a list, a quote or an indentation, where it would not "
                "run; put it flush left, written with backticks",
            )
        elif token.map[1] - 1 == line - 1 or closing.rstrip(" ") != token.markup:
            self._report(
                line,
                f"this fence is not closed as it was opened; end it with {token.markup}, flush "
                "left, on a line of its own",
            )
        else:
            self._look_at_info(opening.removeprefix(token.markup), token.content, line)

    def _look_at_info(self, info: str, content: str, line: int) -> None:
        if info == "python" or _NEEDS_INFO.fullmatch(info) or _OUTPUT_INFO.fullmatch(info):
            return
        if info in SHOWN_ONLY:
            if reason := why_not_shown(info, content):
                self._report(line, reason)
            return
        if info.strip().startswith("text"):
            right = f"an output is written ```{OUTPUT_INFO}, exactly, under its block"
        elif "py" in info.lower():
            right = 'code that runs is written ```python or ```python needs="…", exactly'
        else:
            right = f"accepted beside ```python: {', '.join(SHOWN_ONLY)}"
        self._report(line, f"the fence ```{info} would escape the tests; {right}")

    def _look_at_lines(self) -> None:
        """Find what renders as a fence or holds one although CommonMark sees prose there."""
        for number, line in enumerate(self.lines, start=1):
            if unseen := _UNSEEN.search(line):
                self._report(
                    number,
                    f"the character {unseen[0]!r} is not shown as it is; write it as an escape "
                    "in the code, or as spaces",
                )
            if number in self.fenced_lines:
                continue
            if _INDENTED_CONTAINER.match(line):
                self._report(
                    number,
                    "an indented admonition, fold or tab hides its blocks from the tests; write "
                    "/// note, /// details or /// tab … /// with flush-left content",
                )
            elif _LOOKS_LIKE_FENCE.match(line):
                self._report(
                    number, "this fence is not flush left and would not run; put it flush left"
                )

    def _collect_links(self, token: Token, line: int) -> None:
        end_line = token.map[1] if token.map else line
        for child in token.children or []:
            if child.type == "link_open":
                target = str(child.attrs["href"])
                self.links.append(Link(target, self._line_of(target, line, end_line)))

    def _line_of(self, target: str, line: int, end_line: int) -> int:
        for number in range(line, end_line + 1):
            if target in self.lines[number - 1]:
                return number
        return line

    def _collect_blocks(self, elements: Sequence[_Element]) -> list[Block]:
        """Give each Python block the output under it, and the image under or before it."""
        blocks = []
        position = 0
        while position < len(elements):
            element = elements[position]
            taken = 1
            if element.kind == "python":
                block, taken = self._block(elements[position:])
                blocks.append(block)
            elif element.kind == "image" and (folded := self._folded(elements, position)):
                block, taken = folded
                blocks.append(block)
            elif element.kind in ("image", "inline image"):
                self._report(
                    element.span.first,
                    f"no block draws {element.target}; put the image, alone in its paragraph, "
                    "directly under the ```python block that draws it, or directly before a "
                    "/// details fold that holds nothing but this block",
                )
            elif element.kind == "output":
                self._report(
                    element.span.first,
                    "this output block has no code; put it directly under the ```python block "
                    "that prints it",
                )
            position += taken
        return blocks

    def _block(self, elements: Sequence[_Element]) -> tuple[Block, int]:
        """The block that begins here, and how many elements it takes."""
        code, *below = elements[:5]
        taken = 1
        output = image = None
        if below and below[0].kind in ("output", "table"):
            output, lines = self._output(below)
            taken += lines
            below = below[lines:]
        if below and below[0].kind == "image":
            image = self._image(below[0])
            taken += 1
        return self._as_block(code, output, image), taken

    def _folded(self, elements: Sequence[_Element], position: int) -> tuple[Block, int] | None:
        """The block behind the image at ``position``, if it stands in the fold that follows."""
        picture = elements[position]
        holding = [c for c in self.containers if _holds(c.span, picture.span)]
        inner = holding[-1] if holding else None
        live = inner if inner and "-" in inner.tag else None
        around = live.parent if live else inner and inner.span.first
        end = live.span.last if live else picture.span.last
        fold = next((c for c in self.containers if c.span.first > end and c.parent == around), None)
        if fold is None or fold.name != "details":
            return None
        between = [self.lines[number - 1] for number in range(end + 1, fold.span.first)]
        later = elements[position + 1 :]
        skipped = [e for e in later if e.span.first <= end]
        inside = [e for e in later if _holds(fold.span, e.span)]
        if any(map(str.strip, between)) or any(e.kind != "other" for e in skipped):
            return None
        if len(inside) != 1 or inside[0].kind != "python":
            return None
        image = self._image(picture, fold.span, live.span if live else None)
        # The fold's own lines are elements too: its first, its last.
        taken = next(n for n, e in enumerate(elements) if e is inside[0]) - position + 1
        return self._as_block(inside[0], None, image), taken

    def _as_block(self, code: _Element, output: Output | None, image: Image | None) -> Block:
        if not re.sub(r"^\s*#.*", "", code.text, flags=re.MULTILINE).strip():
            self._report(
                code.span.first, "this block holds no statement, so nothing runs; remove it"
            )
        return Block(code.text, code.span, code.fence, code.needs, output, image)

    def _output(self, elements: Sequence[_Element]) -> tuple[Output, int]:
        """The output that begins here, and how many elements it takes."""
        shown = elements[0]
        span = shown.span
        if shown.kind == "output":
            if _ONLY_DOTS.fullmatch(shown.text):
                self._report(
                    span.first,
                    "an output of '...' alone matches anything; show what the block prints "
                    "(cnn-docs pages --update writes it)",
                )
            within = self._tolerances(shown.within, span.first)
            lines = Span(span.first + 1, span.last - 1)
            return Output(shown.text, lines, span, is_table=False, within=within), 1
        text = "\n".join(self.lines[span.first - 1 : span.last]) + "\n"
        stated = _TABLE_WITHIN.fullmatch(elements[1].text) if len(elements) > 1 else None
        if not stated:
            return Output(text, span, span, is_table=True), 1
        within = self._tolerances(stated[1], elements[1].span.first, is_table=True)
        whole = Span(span.first, elements[1].span.last)
        return Output(text, span, whole, is_table=True, within=within), 2

    def _tolerances(
        self, stated: str | None, line: int, *, is_table: bool = False
    ) -> dict[str, Tolerance]:
        found: dict[str, Tolerance] = {}
        for part in stated.split(",") if stated is not None else []:
            column, _, amount = part.strip().rpartition(" ") if is_table else ("", "", part)
            try:
                found[column] = Tolerance.parse(amount)
            except ValueError as error:
                self._report(line, f'within="{stated}": {error}')
        return found

    def _image(
        self, element: _Element, fold: Span | None = None, container: Span | None = None
    ) -> Image:
        line = element.span.first
        if not element.text.strip():
            self._report(line, f"{element.target} has an empty alt text; say what is to be seen")
        if not _FIGURE_TARGET.fullmatch(element.target):
            self._report(
                line,
                f"a figure cannot be saved as {element.target!r}; write figures/name.svg with "
                "lower-case letters, digits and hyphens",
            )
        return Image(element.text, element.target, element.span, fold, container)

    def _look_for_tainted_names(self, blocks: Sequence[Block]) -> None:
        for block, tainted in zip(blocks, tainted_names(blocks), strict=True):
            name = min((n for n, need in tainted.items() if need != block.needs), default=None)
            if name:
                self._report(
                    block.line,
                    f"this block uses `{name}`, which a needs={tainted[name]!r} block sets or "
                    f'changes; mark this block needs="{tainted[name]}" too, or set `{name}` here',
                )


@dataclass(frozen=True)
class _Element:
    """A top-level piece of the page, reduced to what pairing blocks with outputs needs."""

    kind: str
    span: Span
    text: str = ""
    fence: str = ""
    target: str = ""
    needs: str | None = None
    within: str | None = None


def _holds(outer: Span, inner: Span) -> bool:
    return outer.first < inner.first and inner.last < outer.last


def _top_level_elements(tokens: list[Token]) -> Iterator[_Element]:
    for index, token in enumerate(tokens):
        if token.map is None:
            continue
        span = Span(token.map[0] + 1, token.map[1])
        if token.type == "fence" and token.level == 0:
            yield _fence_element(token, span)
        elif token.type == "table_open" and token.level == 0:
            yield _Element("table", span)
        elif token.type == "inline":
            yield from _inline_elements(token, tokens[index - 1], span)
        elif token.level == 0 and token.type in ("html_block", "code_block", "hr"):
            yield _Element("other", span)


def _fence_element(token: Token, span: Span) -> _Element:
    info = token.info.strip()
    needs, output = _NEEDS_INFO.fullmatch(info), _OUTPUT_INFO.fullmatch(info)
    if info == "python" or needs:
        name = needs[1] if needs else None
        return _Element("python", span, token.content, token.markup, needs=name)
    if output:
        return _Element("output", span, token.content, token.markup, within=output[1])
    return _Element("shown", span, token.content, token.markup)


def _inline_elements(token: Token, parent: Token, span: Span) -> Iterator[_Element]:
    children = token.children or []
    images = [child for child in children if child.type == "image"]
    alone = len(children) == 1 and parent.type == "paragraph_open" and parent.level == 0
    for image in images:
        yield _Element(
            "image" if alone else "inline image",
            span,
            text=_plain_text(image.children or []),
            target=str(image.attrs["src"]),
        )
    if not images and parent.type not in ("th_open", "td_open"):
        yield _Element("other", span, token.content)


def _plain_text(children: Sequence[Token]) -> str:
    """What a description says once its Markdown is read."""
    return " ".join("".join(child.content or " " for child in children).split())


def _blank_front_matter(text: str) -> str:
    """Empty the front matter's lines, keeping their number so that line numbers stay right."""
    front = front_matter(text)
    return "\n" * front.count("\n") + text[len(front) :]
