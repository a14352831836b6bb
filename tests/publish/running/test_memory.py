"""What a build has found out is not found out again, and a damaged memory only costs time."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnn_docs.publish.site.memory import Memory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    memory = Memory(tmp_path / "new/memory.json")
    assert memory.recall("a", lambda: ["found"]) == ["found"]
    memory.save()
    return tmp_path / "new/memory.json"


def test_an_answer_is_recalled(file: Path) -> None:
    assert Memory(file).recall("a", lambda: "found again") == ["found"]
    assert Memory(file).recall("b", lambda: "found anew") == "found anew"


def test_what_nobody_asks_for_is_forgotten(file: Path) -> None:
    Memory(file).save()
    assert Memory(file).recall("a", lambda: "found again") == "found again"


@pytest.mark.parametrize("damage", ["", "[]", '{"engine": "another", "answers": {}}', "\x00"])
def test_a_damaged_or_foreign_memory_is_empty(file: Path, damage: str) -> None:
    file.write_text(damage)
    assert Memory(file).recall("a", lambda: "found again") == "found again"


def test_a_memory_that_cannot_be_written_is_only_slow(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    memory = Memory(tmp_path / "file/memory.json")
    memory.recall("a", lambda: 1)
    memory.save()
