"""Runs that are killed, cut short or doubled up leave the records of an undisturbed run."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cnn_docs.experiments import results, runner
from cnn_docs.experiments.records import Records, Run

SEEDS, CONDITIONS = 6, ("one", "other")

TOY = """
import time
from cnn_docs.experiments.experiment import Contrast, Experiment

def measure(condition, seed, quick):
    time.sleep(0.15)
    return {"value": seed / 3 + len(condition)}

EXPERIMENT = Experiment(
    name="toy", claim="", source="", done="", data="digits", seeds=6, conditions=("one", "other"),
    measure=measure,
    contrasts=(
        Contrast("", lambda seed: seed["other"]["value"] - seed["one"]["value"], "points", 1.0),
    ),
)
"""

#: As a program, so that it can be killed and started twice.
PROGRAM = (
    "import sys; from pathlib import Path; from cnn_docs.experiments import runner;"
    "runner.run(runner.plan(['toy']), Path(sys.argv[1]), jobs=2)"
)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small experiment that can be imported; its folder for records."""
    (tmp_path / "toy.py").write_text(TOY)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    sys.modules.pop("toy", None)
    return tmp_path / "records"


def _start(folder: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", PROGRAM, str(folder)], stderr=subprocess.DEVNULL)


def _lines(folder: Path) -> list[str]:
    path = folder / "toy.jsonl"
    return path.read_text().splitlines() if path.exists() else []


def _measured(folder: Path) -> dict[str, dict[str, float]]:
    """What each line measured; the seconds and the order in which runs ended may differ."""
    records = [json.loads(line.partition(" ")[2]) for line in _lines(folder)]
    return {str(record["run"]): record["measured"] for record in records}


def _undisturbed() -> dict[str, dict[str, float]]:
    return {
        str(["toy", condition, seed, False]): {"value": seed / 3 + len(condition)}
        for condition in CONDITIONS
        for seed in range(SEEDS)
    }


def _workers(parent: int) -> list[int]:
    return [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/stat")
        if path.read_text().rpartition(")")[2].split()[1] == str(parent)
    ]


def test_killed_half_way_and_continued(toy: Path) -> None:
    first = _start(toy)
    while len(_lines(toy)) < 3:
        assert first.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
    workers = _workers(first.pid)
    first.send_signal(signal.SIGKILL)
    first.wait()
    for worker in workers:  # they notice that they are alone after the run that they are at
        while Path(f"/proc/{worker}").exists():
            time.sleep(0.02)
    assert 3 <= len(_lines(toy)) < 12
    runner.run(runner.plan(["toy"]), toy, jobs=2)
    assert len(_lines(toy)) == 12
    assert _measured(toy) == _undisturbed()


def test_two_at_once_share_the_work(toy: Path) -> None:
    both = [_start(toy), _start(toy)]
    assert [one.wait() for one in both] == [0, 0]
    assert len(_lines(toy)) == 12
    assert _measured(toy) == _undisturbed()


@pytest.mark.parametrize("damage", ["cut short", "changed"])
def test_a_damaged_record_is_found_and_made_again(
    toy: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    planned = runner.plan(["toy"])
    runner.run(planned, toy, jobs=2)
    path = toy / "toy.jsonl"
    text = path.read_text()
    if damage == "cut short":
        path.write_text(text[: -len(text.splitlines()[-1]) // 2])
    else:
        path.write_text(re.sub(r'("value": )[0-9.]+', r"\g<1>9.5", text, count=1))
    assert len(runner.missing(planned, toy)) == 1
    assert "is damaged; it will run again" in caplog.text
    runner.run(planned, toy, jobs=1)
    assert runner.missing(planned, toy) == []
    assert runner.gather("toy", toy, toy)
    kept = json.loads((toy / "toy.json").read_text())["measured"]
    assert kept == {
        condition: {"value": [seed / 3 + len(condition) for seed in range(SEEDS)]}
        for condition in CONDITIONS
    }


def test_records_of_other_code_are_made_again(toy: Path) -> None:
    records = Records(toy)
    run = Run("toy", "one", 0, False)
    records.append(run, {"measured": {}, "fingerprints": {"code": "a", "data": "b"}})
    assert run in records.read("toy", {"code": "a", "data": "b"})
    assert records.read("toy", {"code": "a", "data": "c"}) == {}
    assert run in runner.missing(runner.plan(["toy"]), toy)


def test_a_run_is_claimed_by_one_alone(toy: Path) -> None:
    run = Run("toy", "one", 0, False)
    lock = Records(toy).claim(run)
    assert lock is not None
    assert Records(toy).claim(run) is None
    lock.release()
    assert Records(toy).claim(run) is not None


def test_quick_runs_and_a_part_of_the_runs_give_no_result(toy: Path) -> None:
    quick = runner.plan(["toy"], quick=True)
    assert {run.seed for _, run in quick} == {0}
    part = runner.plan(["toy"], seeds=2)
    for planned in (quick, part):
        runner.run(planned, toy, jobs=2)
        assert not runner.gather("toy", toy, toy)


def test_more_seeds_than_were_laid_down_are_not_run(toy: Path) -> None:
    assert runner.plan(["toy"], seeds=100) == runner.plan(["toy"])


def test_a_run_that_fails_is_reported(toy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (toy.parent / "toy.py").write_text(
        TOY.replace("time.sleep(0.15)", "raise ValueError('no such filter')")
    )
    with pytest.raises(RuntimeError, match="1 of 1 processes failed"):
        runner.run(runner.plan(["toy"]), toy, jobs=1)
    assert "no such filter" in capfd.readouterr().err


def test_code_that_changes_during_a_run_is_not_recorded(
    toy: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    edit = "open(__file__, 'a').write('CHANGED = True')"
    (toy.parent / "toy.py").write_text(TOY.replace("time.sleep(0.15)", edit))
    with pytest.raises(RuntimeError, match="1 of 1 processes failed"):
        runner.run(runner.plan(["toy"]), toy, jobs=1)
    assert "the code of toy changed while it ran" in capfd.readouterr().err
    assert _lines(toy) == []


RUN = ("experiments", "run", "--quick", "--jobs", "2")


@pytest.mark.slow
def test_every_experiment_runs_in_its_quick_form(tmp_path: Path) -> None:
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "cnn_docs.cli", *RUN, "--folder", str(tmp_path)],
        check=True,
        cwd=Path(__file__).parents[1],
        env=os.environ,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    taken = time.perf_counter() - begin
    print(f"all experiments in their quick form: {taken:.0f} s, {busy:.0f} s of CPU")
    planned = runner.plan([f"{results.QUESTIONS}.{name}" for name in results.NAMES], quick=True)
    assert runner.missing(planned, tmp_path) == []
    assert busy < 2 * 300  # five minutes on two cores, whatever else they do meanwhile
