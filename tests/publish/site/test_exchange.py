"""A new site takes the place of the old one; killed at any moment, one of the two is whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cnn_docs.publish.site import exchange

# Puts `new` in the place of `site`, and is killed before the step that has the given number.
KILLED = """
import ctypes, os, shutil, signal, sys
from pathlib import Path
from cnn_docs.publish.site import exchange

steps_left = int(sys.argv[1])

def dies_in_time(step):
    def wrapped(*arguments, **options):
        global steps_left
        if steps_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        steps_left -= 1
        return step(*arguments, **options)
    return wrapped

if sys.argv[2] == "atomic":
    ctypes.CDLL = dies_in_time(ctypes.CDLL)  # by which the folders change places
else:
    sys.platform = "another"
Path.rename = dies_in_time(Path.rename)
shutil.rmtree = dies_in_time(shutil.rmtree)
exchange.put_in_place(Path("new").resolve(), Path("site").resolve())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("site", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    return tmp_path


@pytest.mark.parametrize("way", ["atomic", "two renames"])
def test_the_new_folder_replaces_the_old(
    folder: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "two renames":
        monkeypatch.setattr(sys, "platform", "another")
    exchange.put_in_place(folder / "new", folder / "site")
    assert _shown(folder) == "new"
    assert [path.name for path in folder.iterdir()] == ["site"]


def test_a_first_folder_is_put_where_none_is(folder: Path) -> None:
    exchange.put_in_place(folder / "new", folder / "elsewhere")
    assert (folder / "elsewhere/index.html").read_text() == "new"


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux exchanges two folders at one stroke"
)
@pytest.mark.parametrize("steps", range(3))
def test_an_exchange_that_is_killed_leaves_a_whole_folder_in_place(
    folder: Path, steps: int
) -> None:
    assert _killed_after(steps, "atomic", folder) == -signal.SIGKILL
    assert _shown(folder) == ("site" if steps == 0 else "new")


@pytest.mark.parametrize("steps", range(4))
def test_after_two_renames_that_are_killed_the_old_folder_comes_back(
    folder: Path, steps: int
) -> None:
    assert _killed_after(steps, "two renames", folder) == -signal.SIGKILL
    exchange.restore(folder / "site")
    assert _shown(folder) == ("new" if steps >= 2 else "site")
    assert not (folder / ".site-old").exists()


def _killed_after(steps: int, way: str, folder: Path) -> int:
    command = [sys.executable, "-c", KILLED, str(steps), way]
    return subprocess.run(command, cwd=folder).returncode


def _shown(folder: Path) -> str:
    return (folder / "site/index.html").read_text()
