"""Read the examples of a module's docstrings as blocks that run."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from cnn_docs._provenance.closure import module_file
from cnn_docs.publish.reading.mathematics import problems_in_math
from cnn_docs.publish.reading.page import Block, Output, Page, Problem, Span
from cnn_docs.publish.settings import Settings

#: A run of example lines, as the API reference shows it.
EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)

_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_OPTION = re.compile(r"#\s*doctest:")
_MODULE = re.compile(r"^::: ([\w.]+)$", re.MULTILINE)
_TRACEBACK = "Traceback (most recent call last):\n"


def published_modules(pages: Iterable[Page], settings: Settings) -> list[Path]:
    """The files of the modules whose docstrings the pages publish, each once, in order.

    A package shows what its modules define, so all of them are taken.
    """
    names = {name for page in pages for name in _MODULE.findall(page.text)}
    found = {path for name in names if (path := module_file(name, settings.package))}
    packages = [path.parent for path in found if path.name == "__init__.py"]
    return sorted(found.union(*(folder.rglob("*.py") for folder in packages)))


def published_examples(modules: Iterable[Page]) -> dict[str, Page]:
    """The examples of modules as a reader sees them: runs of lines, each with its module."""
    return {
        example[0]: module
        for module in modules
        for _, docstring, _ in _docstrings(ast.parse(module.text))
        for example in EXAMPLE.finditer(inspect.cleandoc(docstring))
    }


def parse_docstrings(text: str, *, path: str, module: str) -> Page:
    r"""Read a module's examples.

    Each ``>>>`` statement is a block; the examples of one docstring share a namespace, which starts
    as the module's. An expected traceback stands for its last line, the exception and its message.

    Args:
        text: the module's source.
        path: what messages name.
        module: the module's full name.

    >>> page = parse_docstrings("'Add.\\n\\n>>> 1 + 1\\n2\\n'", path="a.py", module="a")
    >>> page.blocks[0].code, page.blocks[0].output.text, page.blocks[0].line
    ('1 + 1\n', '2\n', 3)
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    for name, docstring, line in _docstrings(ast.parse(text)):
        problems += _problems(docstring, line, path)
        try:
            examples = doctest.DocTestParser().get_examples(docstring, path)
        except ValueError as error:
            problems.append(Problem(path, line, f"the examples of {name} cannot be read: {error}"))
            continue
        blocks += [_block(example, name, line) for example in examples]
    return Page(path, text, tuple(blocks), (), (), tuple(problems), module=module)


def _docstrings(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Each docstring with the name of what it explains and the line where it starts."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = node.body[0] if node.body else None
        if (
            isinstance(first, ast.Expr)
            and isinstance(first.value, ast.Constant)
            and isinstance(first.value.value, str)
        ):
            yield getattr(node, "name", ""), first.value.value, first.lineno


def _problems(docstring: str, line: int, path: str) -> Iterator[Problem]:
    for number, text in enumerate(docstring.split("\n"), line):
        if _FENCE.match(text):
            message = "a fence in a docstring is shown and never run; write its code after >>>"
            yield Problem(path, number, message)
        elif _OPTION.search(text):
            message = "an example without exceptions: the options of doctest are not accepted"
            yield Problem(path, number, message)
    first, _, rest = docstring.partition("\n")
    prose = EXAMPLE.sub(_blank_lines, f"{first}\n{textwrap.dedent(rest)}")
    for problem in problems_in_math(prose, path=path):
        yield Problem(path, problem.line + line - 1, problem.message)


def _blank_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _block(example: doctest.Example, scope: str, line: int) -> Block:
    first = line + example.lineno
    span = Span(first, first + example.source.count("\n") - 1)
    want = example.want
    lines = Span(span.last + 1, span.last + want.count("\n"))
    if want.startswith(_TRACEBACK):
        want = example.exc_msg or ""
    want = re.sub(r"^<BLANKLINE>$", "", want, flags=re.MULTILINE)
    output = Output(want, lines, lines, is_table=False) if want else None
    return Block(example.source, span, output=output, scope=f"{scope}:{line}")
