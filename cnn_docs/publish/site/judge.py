"""The judge: what the HTML of a page shows as code is what ran, and nothing in it hides or alters.

Tests and command line judge a page as it is rendered from its Markdown; the build also judges the
finished file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from types import MappingProxyType

from cnn_docs.publish.reading.front_matter import front_matter
from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import Settings
from cnn_docs.publish.site.memory import Memory
from cnn_docs.publish.site.rendering import render
from cnn_docs.publish.writing.page_markdown import (
    Part,
    as_written,
    published_markdown,
    published_parts,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What pages are made of. Elements with a hyphen in their name are the lab's.
_TAGS = _words(
    "a abbr blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img input ins kbd "
    "label li ol p pre small span strong sub sup table tbody td th thead tr ul details summary "
    "section"
)
_ATTRIBUTES = _words(
    "alt checked class colspan data-search-exclude data-tabs display for height href id lang "
    "loading name open rel role rowspan src start tabindex title type width"
)
#: What extensions and the site's own styles use. Others could hide what they are on.
_CLASSES = re.compile(
    r"admonition(?:-title)?|note|tip|warning|info|example|details|highlight|language-[\w-]+"
    r"|filename|figure|formula|footnote(?:-ref|-backref)?|headerlink|tabbed-[\w-]+|tolerance"
    r"|claims|contents|left|right|center|jp-Cell|jp-CodeCell|jp-InputPrompt"
)
_ALIGNMENT = re.compile(r"text-align: (?:left|right|center);")
#: What mkdocstrings shows of the package: signatures, and sources.
_LISTINGS = ("doc-signature", "mkdocstrings-source")
_VOID = frozenset(("br", "hr", "img", "input"))


def problems_in_rendered(page: Page, settings: Settings) -> list[Problem]:
    """Judge a page as it would be published, before it has run; one with problems is not judged."""
    if page.problems:
        return []
    outcomes = as_written(page)
    markdown = published_markdown(page, outcomes)
    try:
        html = render(markdown[len(front_matter(markdown)) :], settings)
    except Exception as error:  # an extension, of anybody's
        message = f"Markdown cannot render this page: {type(error).__name__}: {error}"
        return [Problem(page.path, 1, message)]
    return problems_in_html(html, page, outcomes)


def problems_in_finished(
    html: str,
    page: Page,
    outcomes: Sequence[Outcome | None],
    examples: Mapping[str, Page],
    memory: Memory,
) -> list[Problem]:
    """Judge a page in the file that a reader's browser will get.

    Args:
        html: the whole file; the theme must put the page into its ``<article>``.
        page: the page.
        outcomes: what its blocks did.
        examples: the examples of published docstrings, which have run, with their modules.
        memory: knows pages that have been judged before.
    """
    article = html.partition("<article")[2].partition(">")[2].partition("</article>")[0]
    assert article, f"{page.path}: the theme puts no <article> around the page"
    content = article.partition('<div class="receipt"')[0]
    about = repr((content, page.text, published_parts(page, outcomes), list(examples)))
    found = memory.recall(
        f"judged {about}",
        lambda: [
            (problem.path, problem.line, problem.message)
            for problem in problems_in_html(content, page, outcomes, examples)
        ],
    )
    return [Problem(*one) for one in found]


def problems_in_html(
    html: str,
    page: Page,
    outcomes: Sequence[Outcome | None],
    examples: Mapping[str, Page] = MappingProxyType({}),
) -> list[Problem]:
    """Everything in a page's HTML that is not what ran, and what could hide or alter it.

    Args:
        html: what stands in the page's article.
        page: the page as its author wrote it.
        outcomes: what its blocks did.
        examples: the examples that docstrings in it may show, with their modules.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    problems = [_problem(page, message, *hints) for message, hints in reader.refused]
    problems += _code_problems(reader.code, page, published_parts(page, outcomes))
    problems += _example_problems(reader.examples, page, examples)
    drawn = {block.image.target for block in page.blocks if block.image}
    for source in reader.images:
        if source not in drawn:
            message = f"no block of this page draws {source}; a figure stands with its block"
            problems.append(_problem(page, message, source))
    return sorted(set(problems))


def _code_problems(code: Sequence[str], page: Page, parts: Sequence[Part]) -> Iterator[Problem]:
    waiting = list(parts)
    for text in code:
        if waiting and _plain(text) == _plain(waiting[0].text):
            waiting.pop(0)
        elif any(_plain(text) == _plain(part.text) for part in waiting):
            break  # what is missing before it is reported below
        else:
            message = (
                "a reader would see code here that no block of this page is; write it as a "
                "flush-left ```python fence, with what it prints under it"
            )
            yield _problem(page, message, _first_line(text))
    if waiting:
        message = (
            "a reader would not see this as it is written; put it flush left, outside of lists "
            "and HTML, with blank lines around it"
        )
        yield Problem(page.path, waiting[0].line, message)


def _example_problems(
    shown: Sequence[str], page: Page, examples: Mapping[str, Page]
) -> Iterator[Problem]:
    message = "a docstring shows code that is no example; write it after >>>, with what it gives"
    for text in shown:
        if _plain(text) not in examples:
            hint = _first_line(text)
            source = next((m for m in examples.values() if hint in m.text), page)
            yield _problem(source, message, hint)


def _problem(page: Page, message: str, *hints: str) -> Problem:
    """A problem at the first line that holds the first of the hints which the page has at all."""
    lines = page.text.split("\n")
    found = (n for hint in hints if hint for n, line in enumerate(lines, 1) if hint in line)
    return Problem(page.path, next(found, 1), message)


def _plain(text: str) -> str:
    return text.strip("\n")


def _first_line(text: str) -> str:
    return text.strip("\n").partition("\n")[0].strip()


class _Reader(HTMLParser):
    """Collects the code and the images of an article, and what it may not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.code: list[str] = []
        self.examples: list[str] = []
        self.images: list[str] = []
        self.refused: list[tuple[str, tuple[str, ...]]] = []
        self._inside: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Look at one element; what stands in code or in a formula was made by the site's tools."""
        values = {name: value or "" for name, value in attributes}
        is_content = not self._is_in("pre") and not self._is_in("math")
        if tag not in _VOID:
            self._inside.append((tag, frozenset(values.get("class", "").split())))
        if not is_content or tag == "math":
            return
        if tag == "pre" and not self._has_class(*_LISTINGS):
            (self.examples if self._has_class("doc") else self.code).append("")
        if tag == "img":
            self.images.append(values.get("src", ""))
        if self._has_class("doc"):
            return  # what mkdocstrings makes has tags and classes of its own
        if tag not in _TAGS and "-" not in tag:
            message = f"<{tag}> is not among what a page is made of; write Markdown"
            self._refuse(message, f"<{tag}", f"| {tag}")
        for name, value in values.items():
            self._look_at(tag, name, value)

    def handle_endtag(self, tag: str) -> None:
        """Leave the element, and what was left open in it."""
        if self._is_in(tag):
            while self._inside.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Keep the text of code."""
        if self._is_in("pre") and not self._has_class(*_LISTINGS):
            (self.examples if self._has_class("doc") else self.code)[-1] += data

    def _is_in(self, tag: str) -> bool:
        return any(tag == inside for inside, _ in self._inside)

    def _has_class(self, *names: str) -> bool:
        return any(name in classes for _, classes in self._inside for name in names)

    def _look_at(self, tag: str, name: str, value: str) -> None:
        if name == "style" and tag in ("td", "th") and _ALIGNMENT.fullmatch(value):
            return
        if name == "class":
            for word in value.split():
                if not _CLASSES.fullmatch(word):
                    message = f"the class {word!r} could hide what it is on; leave it out"
                    self._refuse(message, f".{word}", f'"{word}', word)
        elif name in ("hidden", "style") or name.startswith("on"):
            message = f"{name!r} on <{tag}> could hide or alter what a reader sees; leave it out"
            self._refuse(message, f"<{tag} {name}", f"{{ {name}", f"{{{name}", f"[{name}", name)
        elif name not in _ATTRIBUTES and "-" not in tag:
            message = f"the attribute {name!r} is not accepted; leave it out"
            self._refuse(message, f"{name}=", name)

    def _refuse(self, message: str, *hints: str) -> None:
        self.refused.append((message, hints))
