"""What lies among the pages is a page, is reported, or is what an editor leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnn_docs.publish.reading.stray import stray_files
from cnn_docs.publish.settings import Settings, load_settings


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    (tmp_path / "pyproject.toml").write_text('[tool.cnn-docs]\ndocs = "docs"\npackage = "code"\n')
    _write(tmp_path / "docs/index.md")
    _write(tmp_path / "docs/lessons/notebook.py")
    return load_settings(tmp_path)


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# Page\n")


def _pages(project: Settings) -> list[str]:
    return [project.shown(path) for path in project.page_files()]


@pytest.mark.parametrize(
    "left",
    [
        "#index.md#",
        "index.md~",
        ".index.md.swp",
        ".draft.md",
        ".ipynb_checkpoints/notebook.py",
        "lessons/.obsidian/notes.md",
    ],
)
def test_what_editors_leave_is_no_page_and_no_fault(project: Settings, left: str) -> None:
    _write(project.docs / left)
    assert _pages(project) == ["docs/index.md", "docs/lessons/notebook.py"]
    assert stray_files(project) == []


def test_a_lock_that_leads_nowhere_and_a_folder_called_like_a_page_are_no_pages(
    project: Settings,
) -> None:
    (project.docs / ".#index.md").symlink_to("somebody@somewhere.1234")
    (project.docs / "folder.md").mkdir()
    assert _pages(project) == ["docs/index.md", "docs/lessons/notebook.py"]
    assert stray_files(project) == []


def test_pages_in_a_linked_folder_are_pages(project: Settings) -> None:
    _write(project.root / "elsewhere/more.md")
    (project.docs / "linked").symlink_to(project.root / "elsewhere")
    assert "elsewhere/more.md" in _pages(project)


def test_two_pages_of_one_name_are_a_problem(project: Settings) -> None:
    _write(project.docs / "lessons/notebook.md")
    _write(project.docs / "lessons/index.md")  # in another folder: another page
    assert [str(problem) for problem in stray_files(project)] == [
        "docs/lessons/notebook.py:1: notebook.md would be published under the same name, and one "
        "of the two lost; give each page a name of its own"
    ]


@pytest.mark.parametrize("name", ["page.markdown", "page.mkd", "page.MD", "map.png", "page.ipynb"])
def test_a_file_that_is_no_page_is_a_problem(project: Settings, name: str) -> None:
    _write(project.docs / "lessons" / name)
    [problem] = stray_files(project)
    assert str(problem).startswith(f"docs/lessons/{name}:1: this file would be published unchecked")


def test_this_project_has_none(settings: Settings) -> None:
    assert stray_files(settings) == []
