"""Which formulas of a page would not be set as their author meant, before anything is rendered.

Formulas stand where pymdownx.arithmatex finds them, as in `markdown.formulas`, which renders them.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from pymdownx.arithmatex import RE_DOLLAR_BLOCK, RE_SMART_DOLLAR_INLINE

from cnn_docs.publish.markdown.mathml import BadFormula, to_mathml
from cnn_docs.publish.reading.page import Problem

_INLINE = re.compile(RE_SMART_DOLLAR_INLINE)
_DISPLAY = re.compile(rf"(?s){RE_DOLLAR_BLOCK}[ ]*$")
_CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_NOT_PROSE = re.compile(r"<!--.*?-->|\]\([^)\s]*\)", re.DOTALL)
_IMAGE_ALT = re.compile(r"!\[([^\]]*)\](?=\()")


def problems_in_math(text: str, *, path: str) -> list[Problem]:
    """Every formula of a page that would not be set as its author meant, and every lone dollar.

    Args:
        text: the page's Markdown.
        path: what messages name.

    >>> [str(problem) for problem in problems_in_math("a $x_{i$ b", path="a.md")]
    ['a.md:1: in the formula x_{i: a { is never closed; close it, or write \\\\{ for the sign']
    """
    problems = []
    for line, paragraph in _paragraphs(text):
        for offset, message in _problems_in_paragraph(paragraph):
            at = line + paragraph.count("\n", 0, offset)
            problems.append(Problem(path, at, message))
    return problems


def _paragraphs(text: str) -> list[tuple[int, str]]:
    """The page's prose, cut at blank lines as Python-Markdown does, with line numbers."""
    lines = text.split("\n")
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("fence", "code_block") and token.map:
            lines[slice(*token.map)] = [""] * (token.map[1] - token.map[0])
    found: list[tuple[int, str]] = []
    previous_is_blank = True
    for number, line in enumerate(lines, start=1):
        is_container = line.startswith("///")
        is_blank = not line.strip() or is_container
        if (is_container and "|" in line) or (not is_blank and previous_is_blank):  # its title
            found.append((number, line))
        elif not is_blank:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}")
        previous_is_blank = is_blank
    return found


def _problems_in_paragraph(paragraph: str) -> list[tuple[int, str]]:
    """Problems with the offset at which each stands."""
    # What is no prose is blanked out, keeping its place.
    prose = _CODE_SPAN.sub(_blank, paragraph)
    found = []
    for alt in _IMAGE_ALT.finditer(prose):
        if "$" in alt[1]:
            message = "an image's description is read aloud as text; write the formula in words"
            found.append((alt.start(), message))
    prose = _NOT_PROSE.sub(_blank, _IMAGE_ALT.sub(_blank, prose))
    if display := _DISPLAY.match(prose.lstrip()):
        return found + _problems_in_formula(display["math"], 0, display=True)
    rest = prose
    for formula in _INLINE.finditer(prose):
        if formula[1]:  # an escaped backslash before a dollar is no formula
            continue
        found += _problems_in_formula(formula[3], formula.start(), display=False)
        rest = rest[: formula.start()] + _blank(formula) + rest[formula.end() :]
    for dollar in re.finditer(r"(?<!\\)\$", rest):
        if "$$" in prose:
            message = (
                "a display formula $$…$$ stands alone, between blank lines, and holds none; "
                "in a line write $…$"
            )
        else:
            message = (
                "a dollar without its partner; a formula is $x$, with no space inside its "
                r"dollars, and the sign itself is \$"
            )
        found.append((dollar.start(), message))
        break  # one lone dollar makes the next ones lone too
    return found


def _problems_in_formula(tex: str, offset: int, *, display: bool) -> list[tuple[int, str]]:
    try:
        to_mathml(tex, display=display)
    except BadFormula as error:
        shown = " ".join(tex.split())
        return [(offset, f"in the formula {shown}: {error}")]
    return []


def _blank(found: re.Match[str]) -> str:
    # The sign is arithmatex's for what is no prose; no formula reaches across it.
    return re.sub(r"[^\n]", "\x02", found[0])
