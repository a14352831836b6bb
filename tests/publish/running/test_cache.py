"""What runs again after a change, and that a damaged or locked cache costs nothing but time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cnn_docs.publish.check import Report, check, read_page
from cnn_docs.publish.running import cache
from cnn_docs.publish.settings import Settings, load_settings

PYPROJECT = '[tool.cnn-docs]\ndocs = "docs"\npackage = "package"\n'
PAGE = '# {name}\n\n```python\nprint("{name}")\n```\n\n```text title="Output"\n{name}\n```\n'
MODULE = '"""A module."""\n\ndef double(x):\n    """Twice."""\n    return 2 * x\n'


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    """A package of two modules; the page `one` imports a module, the page `two` imports nothing."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "package").mkdir()
    (tmp_path / "package/__init__.py").write_text("")
    (tmp_path / "package/module.py").write_text(MODULE)
    (tmp_path / "package/other.py").write_text(MODULE)
    (tmp_path / "docs").mkdir()
    for name in ("one", "two"):
        (tmp_path / f"docs/{name}.md").write_text(PAGE.format(name=name))
    _edit(tmp_path / "docs/one.md", "print(", "import package.module\n\nprint(")
    return load_settings(tmp_path)


def _check(settings: Settings) -> Report:
    return check([read_page(path, settings) for path in sorted(settings.docs.glob("*"))], settings)


def _printed_by_one(report: Report) -> str:
    outcome = report.checked["docs/one.md"].outcomes[0]
    assert outcome is not None
    return outcome.printed


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_nothing_changed_runs_nothing(project: Settings) -> None:
    assert _check(project).ran == ["docs/one.md", "docs/two.md"]
    again = _check(project)
    assert again.ran == []
    assert _printed_by_one(again) == "one\n"


def test_changed_prose_runs_nothing(project: Settings) -> None:
    _check(project)
    _edit(project.docs / "one.md", "# one", "# A title\n\nA sentence more.")
    assert _check(project).ran == []


def test_a_wrong_output_is_found_without_running(project: Settings) -> None:
    _check(project)
    _edit(project.docs / "one.md", '"Output"\none', '"Output"\nwon')
    report = _check(project)
    assert report.ran == []
    assert [str(problem) for problem in report.problems] == [
        "docs/one.md:10: the page shows 'won', the block printed 'one' "
        "(cnn-docs pages --update writes it)"
    ]


def test_changed_code_runs_that_page_alone(project: Settings) -> None:
    _check(project)
    _edit(project.docs / "two.md", 'print("two")', 'print("t" + "wo")')
    assert _check(project).ran == ["docs/two.md"]


def test_a_changed_module_runs_the_pages_that_import_it(project: Settings) -> None:
    _check(project)
    _edit(project.package / "module.py", "2 * x", "x + x")
    assert _check(project).ran == ["docs/one.md"]
    _edit(project.package / "other.py", "2 * x", "x + x")
    assert _check(project).ran == []


def test_a_module_that_three_pages_import_runs_these_three(project: Settings) -> None:
    for name in ("three", "four", "five"):
        page = project.docs / f"{name}.md"
        page.write_text(PAGE.format(name=name))
        _edit(page, "print(", "import package.other\n\nprint(")
    _check(project)
    _edit(project.package / "other.py", "2 * x", "x + x")
    assert sorted(_check(project).ran) == ["docs/five.md", "docs/four.md", "docs/three.md"]


def test_a_module_may_be_imported_through_another(project: Settings) -> None:
    _edit(project.package / "module.py", '"""A module."""', "from package import other")
    _check(project)
    _edit(project.package / "other.py", "2 * x", "x + x")
    assert _check(project).ran == ["docs/one.md"]


def test_comments_and_docstrings_run_nothing_unless_a_page_reads_them(project: Settings) -> None:
    _check(project)
    _edit(project.package / "module.py", '"""Twice."""', '"""Two times x."""  # why not')
    assert _check(project).ran == []
    _edit(project.docs / "one.md", "print(", "package.module.double.__doc__\n\nprint(")
    assert _check(project).ran == ["docs/one.md"]
    _edit(project.package / "module.py", '"""Two times x."""', '"""Twice x."""')
    assert _check(project).ran == ["docs/one.md"]


def test_changed_data_runs_the_pages_that_have_read_it(project: Settings) -> None:
    (project.package / "weights.json").write_text("[1]")
    (project.package / "others.json").write_text("[1]")
    reading = "open(package.__path__[0] + '/weights.json').read()\n\nprint("
    _edit(project.docs / "one.md", "print(", reading)
    _check(project)
    (project.package / "others.json").write_text("[2]")
    assert _check(project).ran == []
    (project.package / "weights.json").write_text("[2]")
    assert _check(project).ran == ["docs/one.md"]


def test_a_variable_that_changes_no_result_runs_nothing(
    project: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _check(project)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "elsewhere")
    assert _check(project).ran == []


@pytest.mark.parametrize("name", ["TF_ENABLE_ONEDNN_OPTS", "OMP_NUM_THREADS"])
def test_a_variable_that_changes_results_runs_every_page(
    project: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _check(project)
    monkeypatch.setenv(name, "0")
    assert sorted(_check(project).ran) == ["docs/one.md", "docs/two.md"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: text.replace("one", "won"),
        lambda text: "\x00" + text,
    ],
    ids=["truncated", "empty", "altered", "prefixed"],
)
def test_a_damaged_record_is_run_again(project: Settings, damage: Callable[[str], str]) -> None:
    _check(project)
    record = project.cache / "docs--one.md.json"
    record.write_text(damage(record.read_text()))
    report = _check(project)
    assert report.ran == ["docs/one.md"]
    assert _printed_by_one(report) == "one\n"


def test_a_record_of_other_versions_is_run_again(
    project: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _check(project)
    monkeypatch.setattr(cache, "versions", lambda: {"numpy": "another"})
    assert _check(project).ran == ["docs/one.md", "docs/two.md"]


def test_a_cache_that_cannot_be_written_only_costs_time(project: Settings) -> None:
    project.cache.parent.mkdir()
    project.cache.write_text("a file where the folder should be")
    for _ in range(2):
        report = _check(project)
        assert report.ran == ["docs/one.md", "docs/two.md"]
        assert report.problems == []


def test_an_interrupted_write_leaves_no_record(
    project: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Path, "replace", interrupted)
        _check(project)
    assert list(project.cache.iterdir()) == []
    assert _check(project).problems == []


def test_a_package_that_changes_during_the_run_is_not_remembered(project: Settings) -> None:
    changing = "open(package.module.__file__, 'a').write('more = 1\\n')\n\nprint("
    _edit(project.docs / "one.md", "print(", changing)
    _check(project)
    assert _check(project).ran == ["docs/one.md"]


def test_a_failing_page_is_never_remembered(project: Settings) -> None:
    _edit(project.docs / "one.md", "print(", "1 / 0, print(")
    for _ in range(2):
        report = _check(project)
        assert "docs/one.md" in report.ran
        assert "docs/one.md:6: the block raised ZeroDivisionError" in str(report.problems[0])


def test_a_warm_check_imports_no_tensorflow(project: Settings) -> None:
    _check(project)
    script = (
        "import sys; from pathlib import Path\n"
        "from cnn_docs.publish.check import check, read_page\n"
        "from cnn_docs.publish.settings import load_settings\n"
        "settings = load_settings(Path.cwd())\n"
        "check([read_page(path, settings) for path in settings.docs.glob('*')], settings)\n"
        "import json; print(json.dumps('tensorflow' in sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=project.root, capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) is False
