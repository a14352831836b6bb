"""The lab's files are kept from build to build, and made again when they are damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnn_docs.lab import files, kept_files


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the files were made."""
    made: list[str] = []

    def lab_files() -> dict[str, bytes]:
        made.append("made")
        return {"a.json": b"[1]", "b.bin": b"\x00\x01"}

    monkeypatch.setattr(files, "lab_files", lab_files)
    return made


def test_files_are_made_once(tmp_path: Path, made: list[str]) -> None:
    first, second = kept_files.kept_files(tmp_path), kept_files.kept_files(tmp_path)
    assert first == second == {"a.json": b"[1]", "b.bin": b"\x00\x01"}
    assert made == ["made"]


@pytest.mark.parametrize("name", ["a.json", "b.bin", "files.json"])
def test_a_damaged_file_is_made_again(tmp_path: Path, made: list[str], name: str) -> None:
    kept_files.kept_files(tmp_path)
    (tmp_path / name).write_bytes(b"damaged")
    assert kept_files.kept_files(tmp_path)["a.json"] == b"[1]"
    assert len(made) == 2


def test_other_sources_make_other_files(
    tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_files.kept_files(tmp_path)
    monkeypatch.setattr(kept_files, "versions", lambda: {"numpy": "another"})
    kept_files.kept_files(tmp_path)
    assert len(made) == 2
