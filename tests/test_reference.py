"""The reference shows every module from which a reader draws figures or builds LeNet-5."""

from __future__ import annotations

import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

from cnn_docs import figures, lenet5

PAGES = Path(__file__).resolve().parents[1] / "docs/en/reference/api"


@pytest.mark.parametrize("room", [figures, lenet5], ids=["figures", "lenet5"])
def test_every_public_module_of_a_room_stands_on_its_page(room: ModuleType) -> None:
    name = room.__name__.rpartition(".")[2]
    lines = (PAGES / f"{name}.md").read_text(encoding="utf-8").splitlines()
    shown = {line.removeprefix("::: ") for line in lines if line.startswith(f"::: {room.__name__}")}
    public = [found.name for found in pkgutil.iter_modules(room.__path__) if found.name[0] != "_"]
    assert shown == {f"{room.__name__}.{module}" for module in public}
