"""Parse a page, and report whatever breaks the page contract on sight, before anything runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cnn_docs.publish.markdown.formulas import problems_in_math
from cnn_docs.publish.reading.dataflow import tainted_uses
from cnn_docs.publish.reading.front_matter import front_matter, problems_in_front_matter
from cnn_docs.publish.reading.page import (
    OUTPUT_INFO,
    Block,
    Image,
    Link,
    Output,
    Page,
    Problem,
)
from cnn_docs.publish.reading.percent import markdown_of
from cnn_docs.publish.reading.prose import problems_in_prose

#: Fences that are shown and never run. Whatever is not named here and not Python is refused,
#: so that a misspelt ``python`` cannot turn into a block that nobody tests.
SHOWN_ONLY = ("bash", "console", "json", "make", "markdown", "toml", "yaml")

_NEEDS_INFO = re.compile(r'python needs="([a-z0-9_]+)"')
_LOOKS_LIKE_FENCE = re.compile(r"^[\s>*+\-\d.)]*(?:`{3,}|~{3,})")
_INDENTED_CONTAINER = re.compile(r"^\s*(?:!!!|\?\?\?\+?|===[!+]*)\s")
_RAW_HTML = re.compile(r"<(?:pre|code|img|script|iframe|svg)\b", re.IGNORECASE)
_FIGURE_TARGET = re.compile(r"figures/[a-z0-9][a-z0-9-]*\.svg")
_ONLY_ELLIPSIS = re.compile(r"[.\s…]*")


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
        self.lines = text.splitlines()
        self.problems: list[Problem] = []
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.fenced_lines: set[int] = set()

    def parse(self) -> Page:
        markdown = MarkdownIt("commonmark").enable("table")
        tokens = markdown.parse(_blank_front_matter(self.text))
        elements = list(_top_level_elements(tokens))
        for token in tokens:
            self._look_at(token)
        self._look_at_lines()
        self._collect_blocks(elements)
        self._look_for_shared_figures()
        self._look_for_tainted_names()
        self.problems += problems_in_math(self.text, path=self.path)
        self.problems += problems_in_front_matter(self.text, path=self.path)
        page = Page(
            path=self.path,
            text=self.text,
            blocks=tuple(self.blocks),
            links=tuple(self.links),
            problems=tuple(self.problems),
        )
        return replace(page, problems=tuple(sorted([*page.problems, *problems_in_prose(page)])))

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
        elif token.type == "html_block" and (found := _RAW_HTML.search(token.content)):
            self._report(
                line, f"raw HTML {found[0]}…> escapes the checks; write it as Markdown instead"
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
        elif token.map[1] - 1 == line - 1 or closing.strip() != token.markup:
            self._report(line, f"this fence is never closed; end it with {token.markup}")
        else:
            self._look_at_info(opening.removeprefix(token.markup), line)

    def _look_at_info(self, info: str, line: int) -> None:
        if info in ("python", OUTPUT_INFO, *SHOWN_ONLY) or _NEEDS_INFO.fullmatch(info):
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
            elif child.type == "html_inline" and (found := _RAW_HTML.match(child.content)):
                self._report(
                    line, f"raw HTML {found[0]}…> escapes the checks; write it as Markdown instead"
                )

    def _line_of(self, target: str, line: int, end_line: int) -> int:
        for number in range(line, end_line + 1):
            if target in self.lines[number - 1]:
                return number
        return line

    def _collect_blocks(self, elements: list[_Element]) -> None:
        """Give each Python block the output and the image that stand directly under it."""
        position = 0
        while position < len(elements):
            element = elements[position]
            position += 1
            if element.kind == "python":
                output = image = None
                if position < len(elements) and elements[position].kind in ("output", "table"):
                    output = self._output(elements[position])
                    position += 1
                if position < len(elements) and elements[position].kind == "image":
                    image = self._image(elements[position])
                    position += 1
                self.blocks.append(
                    Block(
                        element.text, element.line, element.end_line, element.needs, output, image
                    )
                )
            elif element.kind == "output":
                self._report(
                    element.line,
                    "this output block has no code; put it directly under the ```python block "
                    "that prints it",
                )
            elif element.kind in ("image", "inline image"):
                self._report(
                    element.line,
                    f"no block draws {element.target}; put the image, alone in its paragraph, "
                    "directly under the ```python block that draws it",
                )

    def _output(self, element: _Element) -> Output:
        if element.kind == "output" and _ONLY_ELLIPSIS.fullmatch(element.text):
            self._report(
                element.line,
                "an output of '...' alone matches anything; show what the block prints "
                "(cnn-docs pages --update writes it)",
            )
        if element.kind == "table":
            text = "\n".join(self.lines[element.line - 1 : element.end_line]) + "\n"
            return Output(text, element.line, element.end_line, is_table=True)
        return Output(element.text, element.line + 1, element.end_line - 1, is_table=False)

    def _image(self, element: _Element) -> Image:
        if not element.text.strip():
            self._report(
                element.line, f"{element.target} has an empty alt text; say what is to be seen"
            )
        if not _FIGURE_TARGET.fullmatch(element.target):
            self._report(
                element.line,
                f"a figure cannot be saved as {element.target!r}; write figures/name.svg with "
                "lower-case letters, digits and hyphens",
            )
        return Image(element.text, element.target, element.line)

    def _look_for_shared_figures(self) -> None:
        first: dict[str, int] = {}
        for image in (block.image for block in self.blocks if block.image):
            line = first.setdefault(image.target, image.line)
            if line != image.line:
                self._report(
                    image.line,
                    f"{image.target} is already drawn at line {line}; give each figure a name "
                    "of its own",
                )

    def _look_for_tainted_names(self) -> None:
        for block, name, needs in tainted_uses(self.blocks):
            self._report(
                block.line,
                f"this block uses `{name}`, which only a needs={needs!r} block sets; mark this "
                f'block needs="{needs}" too, or set `{name}` here',
            )


@dataclass(frozen=True)
class _Element:
    """A top-level piece of the page, reduced to what pairing blocks with outputs needs."""

    kind: str
    line: int
    end_line: int
    text: str = ""
    target: str = ""
    needs: str | None = None


def _top_level_elements(tokens: list[Token]) -> Iterator[_Element]:
    for index, token in enumerate(tokens):
        if token.map is None:
            continue
        line, end_line = token.map[0] + 1, token.map[1]
        if token.type == "fence" and token.level == 0:
            yield _fence_element(token, line, end_line)
        elif token.type == "table_open" and token.level == 0:
            yield _Element("table", line, end_line)
        elif token.type == "inline":
            yield from _inline_elements(token, tokens[index - 1], line)
        elif token.level == 0 and token.type in ("html_block", "code_block"):
            yield _Element("other", line, end_line)


def _fence_element(token: Token, line: int, end_line: int) -> _Element:
    info = token.info.strip()
    needs = _NEEDS_INFO.fullmatch(info)
    if info == "python" or needs:
        return _Element("python", line, end_line, token.content, needs=needs[1] if needs else None)
    return _Element("output" if info == OUTPUT_INFO else "other", line, end_line, token.content)


def _inline_elements(token: Token, parent: Token, line: int) -> Iterator[_Element]:
    children = token.children or []
    images = [child for child in children if child.type == "image"]
    alone = len(children) == 1 and parent.type == "paragraph_open" and parent.level == 0
    for image in images:
        yield _Element(
            "image" if alone else "inline image",
            line,
            line,
            text=image.content,
            target=str(image.attrs["src"]),
        )
    if not images and parent.type not in ("th_open", "td_open"):
        yield _Element("other", line, line)


def _blank_front_matter(text: str) -> str:
    """Empty the front matter's lines, keeping their number so that line numbers stay right."""
    front = front_matter(text)
    return "\n" * front.count("\n") + text[len(front) :]
