"""Runs that are killed, interrupted or doubled up leave the records of an undisturbed run."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cnn_docs.experiments import questions, recording, runner, runs
from cnn_docs.experiments.runs import Run

TOY = "toys.toy"
CODE = """
import os, signal, time
from cnn_docs.experiments.experiment import Contrast, Experiment

def measure(condition, seed, quick):
    assert os.environ["OMP_NUM_THREADS"] == "1"
    time.sleep(0.15)
    return {"value": seed / 3 + len(condition)}

EXPERIMENT = Experiment(
    name="toy", claim="", source="", done="", data="digits", seeds=6, conditions=("one", "o/t"),
    measure=measure,
    contrasts=(
        Contrast("", lambda seed: seed["o/t"]["value"] - seed["one"]["value"], "points", 1.0),
    ),
)
"""
UNDISTURBED = {
    condition: {"value": [seed / 3 + len(condition) for seed in range(6)]}
    for condition in ("one", "o/t")
}

#: As a program, so that it can be killed and started twice.
PROGRAM = (
    "import sys; from pathlib import Path; from cnn_docs.experiments import runner;"
    f"runner.run(runner.plan(['{TOY}']), Path(sys.argv[1]), jobs=2)"
)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small experiment that can be imported; its folder for records."""
    _write(tmp_path)
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    for name in ("toys", TOY):
        sys.modules.pop(name, None)
    return tmp_path / "records"


def _write(folder: Path, instead_of_sleeping: str = "time.sleep(0.15)") -> None:
    (folder / "toys").mkdir(exist_ok=True)
    (folder / "toys/__init__.py").touch()
    code = CODE.replace("time.sleep(0.15)", instead_of_sleeping)
    (folder / "toys/toy.py").write_text(code)


def _start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # so that a signal reaches its processes, and not the tests
    )


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("toy/*.json"))


def _half_way(program: subprocess.Popen[str], folder: Path) -> None:
    while len(_files(folder)) < 3:
        assert program.poll() is None, "it ended before it could be stopped"
        time.sleep(0.02)


def _children(parent: int) -> list[Path]:
    return [
        path.parent
        for path in Path("/proc").glob("[0-9]*/stat")
        if path.read_text().rpartition(")")[2].split()[1] == str(parent)
    ]


def _assert_gone(processes: list[Path]) -> None:
    patience = time.monotonic() + 20
    while any(process.exists() for process in processes):
        assert time.monotonic() < patience, "processes outlive the command that started them"
        time.sleep(0.02)


def _gathered(folder: Path) -> dict[str, dict[str, list[float]]]:
    """What was measured, of a toy whose runs are all finished."""
    assert recording.gather(TOY, folder, folder)
    measured: dict[str, dict[str, list[float]]] = json.loads((folder / "toy.json").read_text())[
        "measured"
    ]
    return measured


@pytest.mark.parametrize("signal_sent", [signal.SIGKILL, signal.SIGINT])
def test_stopped_half_way_and_continued(toy: Path, signal_sent: signal.Signals) -> None:
    first = _start(toy)
    _half_way(first, toy)
    children = _children(first.pid)
    if signal_sent is signal.SIGINT:
        os.killpg(first.pid, signal.SIGINT)  # as a terminal does it
    else:
        first.kill()
    _, errors = first.communicate(timeout=20)
    assert errors.count("Traceback") == (signal_sent is signal.SIGINT), errors
    _assert_gone(children)
    before = {path: path.stat().st_mtime_ns for path in _files(toy)}
    assert 3 <= len(before) < 12
    runner.run(runner.plan([TOY]), toy, jobs=2)
    assert _gathered(toy) == UNDISTURBED
    assert all(path.stat().st_mtime_ns == written for path, written in before.items())


def test_two_at_once_damage_nothing(toy: Path) -> None:
    both = [_start(toy), _start(toy)]
    assert [one.wait(timeout=60) for one in both] == [0, 0]
    assert _gathered(toy) == UNDISTURBED


def test_a_damaged_record_counts_as_missing(toy: Path) -> None:
    planned = runner.plan([TOY], seeds=1)
    for one in planned:
        runs.write(toy, one, {"fingerprints": runner.fingerprints(TOY)})
    path = _files(toy)[0]
    path.write_text(path.read_text()[:-20])
    assert list(runner.finished(planned, toy)) == planned[:1]


def test_records_of_other_code_are_made_again(toy: Path) -> None:
    planned = runner.plan([TOY])
    prints = runner.fingerprints(TOY)
    runs.write(toy, planned[0], {"fingerprints": prints})
    runs.write(toy, planned[1], {"fingerprints": {**prints, "code": "0" * 64}})
    runs.write(toy, planned[2], {"fingerprints": {**prints, "data": "0" * 64}})
    assert list(runner.finished(planned, toy)) == planned[:1]


def test_runs_have_files_of_their_own(tmp_path: Path) -> None:
    several = [
        Run(TOY, condition, seed, quick)
        for condition in ("2→5, 300", "2/5, 300", "2:5, 300")
        for seed in (1, 11)
        for quick in (False, True)
    ]
    for number, one in enumerate(several):
        runs.write(tmp_path, one, {"number": number})
    assert [runs.read(tmp_path, one) for one in several] == [{"number": n} for n in range(12)]


def test_quick_runs_and_a_part_of_the_runs_give_no_result(toy: Path) -> None:
    quick, part = runner.plan([TOY], quick=True), runner.plan([TOY], seeds=2)
    assert {run.seed for run in quick} == {0}
    variables = dict(os.environ)
    runner.run([*quick, *part], toy, jobs=1)
    assert dict(os.environ) == variables
    assert len(_files(toy)) == 6
    assert not recording.gather(TOY, toy, toy)


def test_more_seeds_than_were_laid_down_are_not_run(toy: Path) -> None:
    assert runner.plan([TOY], seeds=100) == runner.plan([TOY])


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            "raise ValueError('no such filter')",
            "toy, condition “one”, seed 0:\n.*ValueError: no such filter",
        ),
        ("os.kill(os.getpid(), signal.SIGKILL)", "killed, .* at toy, condition “one”, seed 0"),
        (
            "open(__file__, 'a').write('CHANGED = True')",
            "toy, condition “one”, seed 0: the code changed while it ran",
        ),
    ],
)
def test_a_run_that_fails_is_named_and_leaves_no_record(
    toy: Path, fault: str, message: str
) -> None:
    _write(toy.parent, instead_of_sleeping=fault)
    with pytest.raises(runner.RunFailed, match=f"(?s){message}"):
        runner.run(runner.plan([TOY]), toy, jobs=1)
    assert _files(toy) == []


RUN = ("experiments", "run", "--quick", "--jobs", "2")


@pytest.mark.slow
def test_every_experiment_runs_in_its_quick_form(tmp_path: Path) -> None:
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "cnn_docs.cli", *RUN, "--folder", str(tmp_path)],
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    taken = time.perf_counter() - begin
    print(f"all experiments in their quick form: {taken:.0f} s, {busy:.0f} s of CPU")
    planned = runner.plan([f"{questions.__name__}.{name}" for name in questions.NAMES], quick=True)
    assert list(runner.finished(planned, tmp_path)) == planned
    assert busy < 2 * 300  # five minutes on two cores, whatever else they do meanwhile
