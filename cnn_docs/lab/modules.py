"""Which modules and files an element of the lab loads, so that a page can ask for all at once.

A browser learns of a module's imports only when it has the module: without this a page would wait
once for each step of the way from an element to the last module that it imports.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^(?:import|export)\b[^"]*?\bfrom "([^"]+)"', re.MULTILINE)
_WORKER = re.compile(r'new Worker\(new URL\("([^"]+)"')


def modules_of(lab: Path, element: str) -> list[str]:
    """Return the element's module and all that it imports, directly or not, also in a worker.

    Args:
        lab: The folder of the lab's modules.
        element: The element's module in it, without its suffix, such as "bench/conv-bench".

    Returns:
        Paths below `lab`, sorted.

    Raises:
        ValueError: if a module is imported that is not there.
    """
    found: set[Path] = set()
    waiting = [(lab / f"{element}.js").resolve()]
    while waiting:
        module = waiting.pop()
        if module in found:
            continue
        if not module.is_file():
            raise ValueError(f"`element` {element!r} loads {module}, which is not there")
        found.add(module)
        text = module.read_text(encoding="utf-8")
        names = _IMPORT.findall(text) + _WORKER.findall(text)
        waiting += [(module.parent / name).resolve() for name in names]
    return sorted(module.relative_to(lab.resolve()).as_posix() for module in found)


def data_of(lab: Path, element: str, names: list[str]) -> list[str]:
    """Return which of the lab's data files the element's modules name.

    Args:
        lab: The folder of the lab's modules.
        element: As in `modules_of`.
        names: What there is.
    """
    modules = [(lab / module).read_text(encoding="utf-8") for module in modules_of(lab, element)]
    return [name for name in names if any(f'"{name}"' in text for text in modules)]
