"""A reader installs the wheel without extras: all that the pages import then works.

The wheel goes into an environment that holds what its metadata require without extras, directly or
not, and nothing else. To spare two gigabytes and the time to fetch them, these packages are links
to those that run the tests; so this shows that the base dependencies suffice, in the pinned
versions. That an index has them is shown wherever the project is installed for the first time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from cnn_docs.publish.check import check, read_page
from cnn_docs.publish.settings import Settings
from cnn_docs.publish.writing.notebook import to_script

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]

Run = subprocess.CompletedProcess[str]

# Pages import neither the engine nor the lab's part of it.
IMPORT_ALL = """
import pkgutil, cnn_docs
for module in pkgutil.walk_packages(cnn_docs.__path__, "cnn_docs."):
    if not module.name.startswith(("cnn_docs.publish", "cnn_docs.lab", "cnn_docs.share")):
        __import__(module.name)
        print(module.name)
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel is made from; in the checkout, files of an earlier wheel would get into it."""
    folder = tmp_path_factory.mktemp("source")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "cnn_docs", folder / "cnn_docs", ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the reader's `python` and `cnn-docs`."""
    folder = tmp_path_factory.mktemp("reader")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    _pip("--python", folder, "install", "--no-deps", "--no-index", wheel)
    (packages,) = folder.glob("lib/python*/site-packages")
    (own,) = distributions(name="cnn-docs", path=[str(packages)])
    for required in _required_by(own):
        _link(required, packages)
    _pip("--python", folder, "check")
    return folder / "bin"


def _required_by(own: Distribution) -> list[Distribution]:
    """What a distribution requires without extras, directly or not, as it is installed here."""
    found: dict[str, Distribution] = {}
    waiting = [own]
    while waiting:
        for requirement in map(Requirement, waiting.pop().requires or ()):
            wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            if wanted and requirement.name not in found:
                found[requirement.name] = distribution(requirement.name)
                waiting.append(found[requirement.name])
    return list(found.values())


def _link(installed: Distribution, packages: Path) -> None:
    """Make what a distribution brings importable from `packages`, too."""
    for top in {file.parts[0] for file in installed.files or ()} - {"..", "__pycache__"}:
        if not (packages / top).exists():
            (packages / top).symlink_to(str(installed.locate_file(top)))


def _pip(*arguments: str | Path) -> None:
    options = ("--disable-pip-version-check", "--no-input")
    run = _run([sys.executable, "-m", "pip", *options, *arguments])
    assert run.returncode == 0, run.stdout + run.stderr


def _run(command: list[str | Path], cwd: Path | None = None) -> Run:
    """Run a command as if nothing led from here to the checkout."""
    environment = os.environ | {"MPLBACKEND": "agg"}
    for name in ("PYTHONPATH", "PYTHONPYCACHEPREFIX"):
        environment.pop(name, None)
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def test_the_wheel_holds_the_whole_package(wheel: Path) -> None:
    package = ROOT / "cnn_docs"
    files = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    lacking = files - set(zipfile.ZipFile(wheel).namelist())
    assert lacking == set(), "list these under [tool.setuptools.package-data]"


def test_every_teaching_module_can_be_imported(programs: Path, tmp_path: Path) -> None:
    run = _run([programs / "python", "-c", IMPORT_ALL], tmp_path)
    assert run.returncode == 0, run.stderr
    assert "cnn_docs.experiments.questions.relu" in run.stdout.split()


def test_the_script_of_a_page_runs(programs: Path, settings: Settings, tmp_path: Path) -> None:
    page = read_page(settings.docs / "lessons/conv2d.md", settings)
    (checked,) = check([page], settings).checked.values()
    script = tmp_path / "conv2d.py"
    script.write_text(to_script(checked, repository=None, address=None), encoding="utf-8")
    run = _run([programs / "python", script], tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("--help", "experiments"),
        ("experiments list", "relu: "),
        ("experiments run relu --quick", "3 runs are finished"),
        ("train lenet5 --help", "--recipe"),
    ],
)
def test_a_command_for_readers_works(
    programs: Path, tmp_path: Path, command: str, said: str
) -> None:
    run = _run([programs / "cnn-docs", *command.split()], tmp_path)
    assert run.returncode == 0, run.stderr
    assert said in run.stdout


@pytest.mark.parametrize("command", ["pages", "site"])
def test_a_command_for_authors_says_what_it_needs(
    programs: Path, tmp_path: Path, command: str
) -> None:
    run = _run([programs / "cnn-docs", command], tmp_path)
    assert run.returncode != 0
    assert 'run: pip install -c constraints.txt -e ".[site]"' in run.stderr
    assert "Traceback" not in run.stderr
