"""The rooms of the lab's JavaScript: who imports whom."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

LAB = Path(__file__).resolve().parents[2] / "docs/theme/assets/lab"
IMPORT = re.compile(r'^(?:import|export)\b[^"]*?\bfrom "([^"]+)"', re.MULTILINE)


def _imports() -> dict[Path, set[Path]]:
    return {
        module: {(module.parent / name).resolve() for name in IMPORT.findall(module.read_text())}
        for module in LAB.rglob("*.js")
    }


def test_a_room_imports_itself_and_what_is_common() -> None:
    for module, imported in _imports().items():
        rooms = {other.parent.name for other in imported}
        assert rooms <= {module.parent.name, "common"}, module


def test_no_module_imports_itself_by_way_of_others() -> None:
    imports = _imports()
    order = list(TopologicalSorter(imports).static_order())  # raises CycleError, which names them
    assert set(order) == set(imports), "a module is imported that is not there"
