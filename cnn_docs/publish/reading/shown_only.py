"""Fences that are shown and never run: what they may hold."""

from __future__ import annotations

import ast
import json
import re
import tomllib

import yaml

#: Whatever is not named here and not Python is refused, so that a misspelt ``python`` cannot turn
#: into a block that nobody tests.
SHOWN_ONLY = ("bash", "console", "json", "make", "markdown", "toml", "yaml")

_PYTHON_BY_SHELL = re.compile(r"\bi?python[\d.]*\s+(?:-c|-\s*<|<)|^(?:>>>|In \[)", re.MULTILINE)
_READ = {"json": json.loads, "toml": tomllib.loads, "yaml": yaml.safe_load}


def why_not_shown(language: str, text: str) -> str | None:
    """Why this fence would show Python that nobody has run, if it would.

    >>> why_not_shown("bash", "make site")
    >>> "never run" in why_not_shown("console", ">>> 1 + 1\\n3\\n")
    True
    """
    right = "write it as a ```python fence, with what it prints under it"
    if _PYTHON_BY_SHELL.search(text) or (language not in _READ and _is_python(text)):
        return f"Python in a ```{language} fence is shown and never run; {right}"
    if "```" in text:
        return f"a fence in a ```{language} fence is shown and never run; {right}"
    if language in _READ:
        try:
            _READ[language](text)
        except (ValueError, yaml.YAMLError) as error:
            reason = " ".join(str(error).split())
            return f"this is no {language.upper()} ({reason}); mend it, or name its language"
    return None


def _is_python(text: str) -> bool:
    """Whether a text is Python that does something, and not a word or a path that could be."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    doing = (ast.Call, ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    return any(isinstance(node, doing) for node in ast.walk(tree))
