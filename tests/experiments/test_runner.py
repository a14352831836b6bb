"""Runs that are killed, interrupted or doubled up leave the records of an undisturbed run."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from cnn_docs._provenance.versions import versions
from cnn_docs.experiments import questions, recording, results, runner, runs, stated
from cnn_docs.experiments.experiment import Contrast, Experiment, Measured
from cnn_docs.experiments.runs import Run
from cnn_docs.publish.settings import Settings

TOY = "toys.toy"
CODE = """
import os, signal, time
from pathlib import Path
from cnn_docs.experiments.experiment import Contrast, Experiment, Fit, Measured

GATE = Path(__file__).parents[1] / "gate"

def measure(condition, seed, settings, quick):
    assert os.environ["OMP_NUM_THREADS"] == "1"
    # The first seeds run at once; the others wait, so that they can be interrupted.
    while seed > 1 and not GATE.exists():
        time.sleep(0.01)
    rate = settings["rate"] if condition == "one" else 0
    loss = abs(rate - 3)
    converged = CONVERGED
    return Measured(
        values={"value": seed / 3 + len(condition) + rate},
        fits=[Fit(converged, 5, 0.0, 0.0, loss, 0.0, (1.0, loss))],
    )

CONVERGED = True

EXPERIMENT = Experiment(
    name="toy", lesson="", claim="", source="", done="", data="digits", seeds=6,
    conditions=("one", "o/t"),
    measure=measure,
    tuned={"one": {"rate": (0, 1, 2, 3, 4)}},
    decisive=(
        Contrast("", lambda seed: seed["o/t"]["value"] - seed["one"]["value"], "points", 1.0),
    ),
)
"""
#: Seconds that a loaded machine may take over what is done in one.
PATIENCE = 60
CHOSEN = {"one": 3, "o/t": 0}
UNDISTURBED = {
    condition: {"value": [seed / 3 + len(condition) + CHOSEN[condition] for seed in range(6)]}
    for condition in ("one", "o/t")
}

#: As a program, so that it can be killed and started twice. Ctrl-C reaches it even where the tests
#: were started in the background, as which they, and it after them, ignore Ctrl-C.
PROGRAM = (
    "import signal, sys; from pathlib import Path; from cnn_docs.experiments import runner;"
    "signal.signal(signal.SIGINT, signal.default_int_handler);"
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


def _write(folder: Path, *, instead_of: str = "", written: str = "") -> None:
    (folder / "toys").mkdir(exist_ok=True)
    (folder / "toys/__init__.py").touch()
    (folder / "toys/toy.py").write_text(CODE.replace(instead_of, written))


def _open_the_gate(folder: Path) -> None:
    (folder.parent / "gate").touch()


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
    patience = time.monotonic() + PATIENCE
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
    _, errors = first.communicate(timeout=PATIENCE)
    assert ("Traceback" in errors) == (signal_sent is signal.SIGINT), errors
    _assert_gone(children)
    before = {path: path.stat().st_mtime_ns for path in _files(toy)}
    assert 3 <= len(before) < 12
    _open_the_gate(toy)
    runner.run(runner.plan([TOY]), toy, jobs=2)
    assert _gathered(toy) == UNDISTURBED
    assert all(path.stat().st_mtime_ns == written for path, written in before.items())


def test_two_at_once_damage_nothing(toy: Path) -> None:
    _open_the_gate(toy)
    both = [_start(toy), _start(toy)]
    assert [one.wait(timeout=PATIENCE) for one in both] == [0, 0]
    assert _gathered(toy) == UNDISTURBED


def test_a_damaged_record_counts_as_missing(toy: Path) -> None:
    planned = runner.plan([TOY], seeds=1)
    for one in planned:
        runs.write(toy, one, {"fingerprints": runner.fingerprints(TOY)})
    path = _files(toy)[0]
    path.write_text(path.read_text()[:-20])
    assert len(runner.finished(planned, toy)) == len(planned) - 1


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
        (
            "os.kill(os.getpid(), signal.SIGKILL)",
            "killed, .* at toy, condition “one”, seed 0",
        ),
        (
            "open(__file__, 'a').write('CHANGED = True')",
            "toy, condition “one”, seed 0: the code changed while it ran",
        ),
    ],
)
def test_a_run_that_fails_is_named_and_leaves_no_record(
    toy: Path, fault: str, message: str
) -> None:
    _write(toy.parent, instead_of="loss = abs", written=f"{fault}\n    loss = abs")
    with pytest.raises(runner.RunFailed, match=f"(?s){message}"):
        runner.run(runner.plan([TOY]), toy, jobs=1)
    assert _files(toy) == []


def test_each_seed_chooses_its_settings_by_itself(toy: Path) -> None:
    _open_the_gate(toy)
    runner.run(runner.plan([TOY]), toy, jobs=2)
    assert _gathered(toy) == UNDISTURBED
    training = json.loads((toy / "toy.json").read_text())["training"]
    assert training["one"]["settings"] == [{"rate": 3}] * 6
    for tried in training["one"]["tried"]:
        assert [one["settings"]["rate"] for one in tried] == [3, 2, 4, 1]
    assert training["o/t"]["settings"] == [{}] * 6


def test_a_control_that_has_not_converged_is_not_recorded(toy: Path) -> None:
    _open_the_gate(toy)
    _write(
        toy.parent,
        instead_of="converged = CONVERGED",
        written="converged = (condition, seed) != ('o/t', 4)",
    )
    runner.run(runner.plan([TOY]), toy, jobs=2)
    with pytest.raises(recording.NotConverged, match="toy, condition “o/t”, seed 4: the loss on"):
        recording.gather(TOY, toy, toy)
    assert not (toy / "toy.json").exists()


def test_a_condition_that_collapses_at_one_seed_is_not_recorded(toy: Path) -> None:
    _open_the_gate(toy)
    _write(
        toy.parent,
        instead_of="loss = abs(rate - 3)",
        written="loss = 2.3 if (condition, seed) == ('o/t', 4) else abs(rate - 3) / 10 + 0.1",
    )
    runner.run(runner.plan([TOY]), toy, jobs=2)
    with pytest.raises(recording.NotConverged, match="toy, condition “o/t”: one training ended"):
        recording.gather(TOY, toy, toy)


def test_the_test_images_add_what_resampling_them_adds() -> None:
    rng = np.random.default_rng(0)
    images = 4_000
    hard = rng.random(images) < 0.1
    wrong = [hard & (rng.random(images) < 0.8) for _ in range(4)]
    found = {
        Run(TOY, "one", seed, False): {"wrong": {"error": runner._packed(one)}}
        for seed, one in enumerate(wrong)
    }
    shares = np.mean(wrong, axis=0)
    drawn = [100 * float(rng.choice(shares, images).mean()) for _ in range(4_000)]
    experiment = Experiment(
        "", "", "", "", "", "mnist", 4, ("one",), lambda *_: Measured(), (Contrast("", len, "", 1),)
    )
    (error,) = recording._image_errors(experiment, found)["one"].values()
    assert error == pytest.approx(np.std(drawn), rel=0.05)
    with_own_images = dataclasses.replace(experiment, data="digits")
    assert recording._image_errors(with_own_images, found) == {}


def test_two_sets_of_test_images_are_drawn_each_with_its_own_number() -> None:
    """Half of 800 images are misread: the standard error of a share of 50 %."""
    wrong = {"few": np.zeros(80, bool), "many": np.arange(800) % 2 == 1}
    packed = {name: np.packbits(one).tobytes().hex() for name, one in wrong.items()}
    record = {"measured": {"few": 0.0, "many": 50.0}, "wrong": packed}
    contrast = Contrast("", lambda seed: seed["one"]["many"], "points", 1.0)
    toy = Experiment(
        "toy", "", "", "", "", "mnist", 2, ("one",), lambda *_: Measured(), (contrast,)
    )
    found = {Run(TOY, "one", seed, False): record for seed in range(2)}
    error = recording._image_error(toy, contrast, found)
    assert error == pytest.approx(100 * np.sqrt(0.25 / 800), rel=0.1)


def test_what_is_not_committed_is_not_run(toy: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
        return subprocess.run(
            ["git", *identity, *arguments],
            cwd=toy.parent,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    _open_the_gate(toy)
    git("init", "--quiet")
    git("add", "toys/__init__.py")
    git("commit", "--quiet", "--message", "no statement yet")
    with pytest.raises(stated.NotStated, match=r"(?s)toys\.toy.*not committed.*toys/toy\.py"):
        runner.run(runner.plan([TOY]), toy, jobs=1)
    runner.run(runner.plan([TOY], quick=True), toy, jobs=1)
    git("add", "toys/toy.py")
    git("commit", "--quiet", "--message", "the statement")
    runner.run(runner.plan([TOY]), toy, jobs=2)
    assert _gathered(toy) == UNDISTURBED
    record = json.loads((toy / "toy.json").read_text())
    assert record["provenance"]["stated_in"] == [git("rev-parse", "HEAD")]


RUN = ("experiments", "run", "--quick", "--jobs", "2")


@pytest.mark.slow
def test_what_has_not_run_in_full_as_it_is_runs_in_its_quick_form(
    tmp_path: Path, settings: Settings, record_property: Callable[[str, object], None]
) -> None:
    recorded = [results.recorded(name) for name in results.names()]
    in_full = [
        result.name
        for result in recorded
        if not result.stale and result.provenance["versions"] == versions()
    ]
    record_property("measured", f"in full, by this code and these libraries: {', '.join(in_full)}")
    names = [name for name in questions.NAMES if name not in in_full] or [questions.NAMES[0]]
    _run_in_quick_form(names, tmp_path, settings)


@pytest.mark.benchmark
def test_how_long_all_experiments_take_in_their_quick_form(
    tmp_path: Path, settings: Settings, record_property: Callable[[str, object], None]
) -> None:
    begin = time.perf_counter()
    _run_in_quick_form(questions.NAMES, tmp_path, settings)
    record_property("measured", f"{time.perf_counter() - begin:.0f} s in two processes")


def _run_in_quick_form(names: Sequence[str], folder: Path, settings: Settings) -> None:
    modules = [f"{questions.__name__}.{name}" for name in names]
    data = {runner.load(module).data for module in modules}
    if "mnist" in data and settings.data_at_hand("mnist") is None:
        pytest.skip(f"MNIST is not at hand: set CNN_DOCS_MNIST to try {', '.join(names)}")
    subprocess.run(
        [sys.executable, "-m", "cnn_docs.cli", *RUN, *names, "--folder", str(folder)],
        check=True,
        cwd=settings.root,
        env=os.environ,
    )
    planned = runner.plan(modules, quick=True)
    assert list(runner.finished(planned, folder)) == planned
