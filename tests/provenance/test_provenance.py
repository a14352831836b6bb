"""Digests change with what code does, closures hold what it imports, files are written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnn_docs
from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.closure import closure
from cnn_docs._provenance.digest import code_digest, file_digest

PACKAGE = Path(cnn_docs.__file__).parent

CODE = "def double(x):\n    return 2 * x\n"
EXPLAINED = (
    '"""Doubling."""\n\nFACTOR_NOTE = None\n"""A note."""\n\n\ndef double(x):\n'
    '    """Twice."""\n    # two of them\n    return 2 *  x\n'
)


def test_comments_and_docstrings_do_not_count(tmp_path: Path) -> None:
    plain, explained, other = (tmp_path / name for name in ("a.py", "b.py", "c.py"))
    plain.write_text("FACTOR_NOTE = None\n" + CODE)
    explained.write_text(EXPLAINED)
    other.write_text("FACTOR_NOTE = None\n" + CODE.replace("2", "3"))
    assert code_digest(plain) == code_digest(explained)
    assert code_digest(plain) != code_digest(other)


def test_code_is_digested_alike_by_all_versions_of_python(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("def f(x: int = 2, *, y=None) -> str:\n    return f'{x:>{y}}' + u'é'\n")
    assert code_digest(path) == ("8657b51c291189dd137b3f2d072d2a3a8ee5006a0d6010272cb175c184f5facd")


def test_an_experiment_depends_on_what_it_imports_and_on_nothing_else() -> None:
    found = closure(["cnn_docs.experiments.questions.relu"], PACKAGE)
    needed = {"cnn_docs.experiments.fitting", "cnn_docs.data", "cnn_docs._integer_checks"}
    assert needed <= set(found)
    assert not any("results" in name or "publish" in name for name in found)


@pytest.mark.parametrize(
    "line",
    [
        "from a import b",
        "from . import b",
        "from .b import name",
        "import a.b as c",
        "def f():\n    from a.b import name",
    ],
)
def test_every_way_to_import_is_followed(tmp_path: Path, line: str) -> None:
    package = tmp_path / "a"
    package.mkdir()
    for name, code in (("__init__", ""), ("b", "import a.c"), ("c", ""), ("d", line)):
        (package / f"{name}.py").write_text(code)
    assert set(closure(["a.d"], package)) == {"a.b", "a.c", "a.d"}


def test_a_file_beside_the_project_s_folder_is_no_module(tmp_path: Path) -> None:
    package = tmp_path / "project" / "a"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (tmp_path / "project.py").write_text("")
    assert set(closure(["", "a"], package)) == {"a"}


def test_a_file_is_digested_again_when_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("1")
    before = file_digest(path)
    path.write_text("22")
    assert file_digest(path) != before


def test_an_interrupted_write_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    write_whole(path, "old")

    def half(self: Path, content: bytes) -> None:
        self.touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_written_anew_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.sh"
    path.write_text("old")
    path.chmod(0o750)
    write_whole(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o750)
