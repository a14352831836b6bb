"""The command takes folders, says what is missing, and imports no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cnn_docs.cli import main

PAGE = "# Page\n\n[Code](https://example.org/)\n"

# Runs the command without the library named first; or says which of those named first it loads.
WITHOUT = """
import sys
from cnn_docs.cli import main
sys.modules[sys.argv[1]] = None
main(sys.argv[2:])
"""
LOADED = """
import sys
from cnn_docs.cli import main
try:
    main(sys.argv[2:])
finally:
    print("loaded:", *[name for name in sys.argv[1].split() if name in sys.modules])
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs/lessons").mkdir(parents=True)
    (tmp_path / "package").mkdir()
    (tmp_path / "pyproject.toml").write_text(
        '[tool.cnn-docs]\ndocs = "docs"\npackage = "package"\n'
    )
    for name in ("index", "lessons/one", "lessons/two"):
        (tmp_path / f"docs/{name}.md").write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("paths", "checked"),
    [
        ((), 3),
        ((".",), 3),
        (("docs/lessons",), 2),
        (("docs/lessons", "docs/lessons/one.md", "docs/index.md"), 3),
    ],
)
def test_pages_takes_pages_and_folders(project: Path, paths: tuple[str, ...], checked: int) -> None:
    result = _run("pages", *paths)
    assert result.exit_code == 0, result.output
    assert f"{checked} pages, 0 blocks, 0 problems" in result.output


def test_pages_refuses_a_folder_without_pages(project: Path) -> None:
    result = _run("pages", "package")
    assert result.exit_code != 0
    assert "package holds no pages; they end in .md or .py and lie in docs" in result.output


@pytest.mark.parametrize(
    ("paths", "found"),
    [((), True), (("docs/lessons",), True), (("docs/lessons/one.md",), False)],
)
def test_pages_reports_the_strays_of_the_folders_it_checks(
    project: Path, paths: tuple[str, ...], found: bool
) -> None:
    (project / "docs/lessons/stray.markdown").write_text(PAGE)
    result = _run("pages", *paths)
    assert (result.exit_code != 0) == found
    assert ("docs/lessons/stray.markdown:1:" in result.output) == found


@pytest.mark.parametrize("command", ["pages", "site"])
def test_outside_a_project_it_says_where_to_run_it(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run(command)
    assert result.exit_code != 0
    assert "run this command in the project's folder" in result.output


@pytest.mark.parametrize(
    ("command", "missing"), [("pages", "markdown_it"), ("site", "filelock"), ("site", "mkdocs")]
)
def test_without_an_extra_it_says_what_to_install(
    project: Path, command: str, missing: str
) -> None:
    run = _python(WITHOUT, missing, command)
    assert run.returncode != 0
    assert f"this command needs {missing}" in run.stderr
    assert 'pip install -c constraints.txt -e ".[site]"' in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("arguments", "libraries"),
    [
        (["--help"], "numpy matplotlib sklearn tensorflow mkdocs filelock markdown_it"),
        (["pages"], "numpy matplotlib sklearn tensorflow mkdocs filelock"),
        (["site"], "numpy matplotlib sklearn tensorflow mkdocs markdown_it"),
    ],
)
def test_a_command_loads_no_more_than_it_needs(
    project: Path, arguments: list[str], libraries: str
) -> None:
    if arguments == ["site"]:  # which has been built, so that nothing has changed
        (project / "mkdocs.yml").write_text("site_name: Small\ndocs_dir: docs\n")
        assert _python(LOADED, "", "site").returncode == 0
    run = _python(LOADED, libraries, *arguments)
    assert run.stdout.splitlines()[-1] == "loaded:", run.stdout + run.stderr


def _python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True)
