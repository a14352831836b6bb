"""Digests: of bytes, and of what Python code does, however it is laid out and explained."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path
from typing import Any


def file_digest(path: Path) -> str:
    """Digest a file: of Python what it does, of anything else its bytes.

    It is read once for each time that it was written.

    Args:
        path: The file.

    Returns:
        64 hexadecimal digits.

    Raises:
        OSError: If it cannot be read.
        SyntaxError: If it ends in .py and is not Python.
    """
    stat = path.stat()
    return _file_digest(path, stat.st_mtime_ns, stat.st_size)


@cache
def _file_digest(path: Path, written: int, size: int) -> str:
    return code_digest(path) if path.suffix == ".py" else digest(path.read_bytes())


def code_digest(path: Path) -> str:
    """Digest a Python file without its comments, docstrings and layout.

    The syntax tree is written out by hand, since `ast.dump` words it differently from one version
    of Python to the next.

    Args:
        path: The file.

    Returns:
        64 hexadecimal digits.

    Raises:
        SyntaxError: If the file is not Python.
    """
    tree = ast.parse(path.read_bytes(), filename=str(path))
    return digest(repr(_plain(tree)).encode())


def digest(content: bytes) -> str:
    """Digest bytes with SHA-256.

    Args:
        content: The bytes.

    Returns:
        64 hexadecimal digits.

    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()


def _plain(part: Any) -> Any:
    """Turn a piece of a syntax tree into nested lists, without what is empty."""
    if isinstance(part, ast.JoinedStr):
        # Python 3.12 puts pieces of no length into an f-string.
        return ["JoinedStr", *(_plain(piece) for piece in part.values if not _is_empty(piece))]
    if isinstance(part, ast.AST):
        fields = [(name, _plain(value)) for name, value in ast.iter_fields(part)]
        return [type(part).__name__, *(field for field in fields if field[1] not in (None, []))]
    if isinstance(part, list):
        return [_plain(one) for one in part if not _is_docstring(one)]
    return repr(part) if part is not None else None


def _is_empty(part: Any) -> bool:
    return isinstance(part, ast.Constant) and part.value == ""


def _is_docstring(part: Any) -> bool:
    """Whether this statement is a string that nobody uses: a docstring, of whatever it follows."""
    return (
        isinstance(part, ast.Expr)
        and isinstance(part.value, ast.Constant)
        and isinstance(part.value.value, str)
    )
