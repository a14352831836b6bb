"""Which modules of a package some code imports, directly or not, read from the sources alone."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path


def closure(names: Iterable[str], package: Path) -> dict[str, Path]:
    """Modules of a package and all of it that they import, also inside functions, directly or not.

    What runs only because it stands in an `__init__.py` above an imported module does not count.

    Args:
        names: Full names of modules.
        package: The folder of the package.

    Returns:
        The files by the names of their modules. Names that are no modules of the package are left
        out.

    >>> import cnn_docs.data
    >>> sorted(closure(["cnn_docs.data"], Path(cnn_docs.data.__file__).parent))
    ['cnn_docs._integer_checks', 'cnn_docs.data']
    """
    found: dict[str, Path] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        path = module_file(name, package)
        if name not in found and path is not None:
            found[name] = path
            waiting += _imported_by_file(name, path, path.stat().st_mtime_ns, package)
    return found


def imported_modules(tree: ast.AST, package: Path, inside: str = "") -> Iterator[str]:
    """The modules of a package that a piece of code imports.

    Args:
        tree: The code.
        package: The folder of the package.
        inside: The package that relative imports start from.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if _is_of(alias.name, package))
        elif isinstance(node, ast.ImportFrom):
            origin = importlib.util.resolve_name("." * node.level + (node.module or ""), inside)
            if _is_of(origin, package):
                for alias in node.names:  # a submodule, or a name that the origin defines
                    inner = f"{origin}.{alias.name}"
                    yield inner if module_file(inner, package) else origin


@cache
def _imported_by_file(module: str, path: Path, written: int, package: Path) -> list[str]:
    """What a file imports, read once for each time that it was written."""
    inside = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return list(imported_modules(ast.parse(path.read_bytes()), package, inside))


def _is_of(module: str, package: Path) -> bool:
    return module.partition(".")[0] == package.name


def module_file(module: str, package: Path) -> Path | None:
    """The file of a module of a package, if there is such a module."""
    if not _is_of(module, package):  # no name at all would be a file beside the project's folder
        return None
    path = package.parent.joinpath(*module.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in candidates if file.is_file()), None)
