"""Make the runs that are missing, in a pool of processes.

Each run chooses its settings on held-out images, by itself: so what is lucky about a choice differs
from seed to seed, and is part of the interval. Each finished run leaves a file of its own, so what
was interrupted goes on where it was. Two commands at once may make a run twice; the file is whole
all the same.
"""

from __future__ import annotations

import datetime
import importlib
import math
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from cnn_docs._provenance.kernels import KERNELS
from cnn_docs._provenance.versions import versions
from cnn_docs.experiments import runs, stated
from cnn_docs.experiments.experiment import Experiment, Measured, Settings
from cnn_docs.experiments.fingerprint import code_fingerprint, data_fingerprint
from cnn_docs.experiments.runs import Run
from cnn_docs.experiments.searching import middle, search

#: For each process of the pool: one thread, so that `jobs` says how many cores are busy, and sums
#: in the same order each time.
_ENVIRONMENT = KERNELS | {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_DETERMINISTIC_OPS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


class RunFailed(RuntimeError):
    """A run did not come to its end. The message says which, and why."""


def load(module: str) -> Experiment:
    """The experiment that a module defines.

    Args:
        module: The module's full name.

    Raises:
        ValueError: If it defines no EXPERIMENT, or one with another name than its own.
    """
    found = getattr(importlib.import_module(module), "EXPERIMENT", None)
    if not isinstance(found, Experiment) or found.name != module.rpartition(".")[2]:
        raise ValueError(f"`{module}` must define EXPERIMENT, with the module's own name.")
    return found


def plan(modules: Iterable[str], *, seeds: int | None = None, quick: bool = False) -> list[Run]:
    """The runs that some experiments consist of.

    Args:
        modules: The modules that define the experiments.
        seeds: The first few seeds alone; all by default, one if `quick`.
        quick: Whether the runs are quick ones, whose settings are not chosen.

    Returns:
        The runs, experiment by experiment and seed by seed, so that conditions are complete for the
        seeds that are done.
    """
    planned = []
    for module in modules:
        experiment = load(module)
        count = 1 if quick else min(seeds or experiment.seeds, experiment.seeds)
        for seed in range(count):
            planned += [Run(module, one, seed, quick) for one in experiment.conditions]
    return planned


def fingerprints(module: str) -> dict[str, str]:
    """The digests under which a run that is made today is kept, as "code" and "data".

    Args:
        module: The module that defines the experiment.

    Raises:
        DatasetUnavailable: If it needs MNIST, which is not at hand.
    """
    experiment = load(module)
    return {
        "code": code_fingerprint(module),
        "data": data_fingerprint(experiment.data, experiment.reads),
    }


def finished(planned: Sequence[Run], folder: Path) -> dict[Run, dict[str, Any]]:
    """The records of those planned runs that are finished, by today's code from today's data.

    Args:
        planned: What `plan` returned.
        folder: Where the records are.

    Raises:
        DatasetUnavailable: If an experiment needs MNIST, which is not at hand.
    """
    prints = {module: fingerprints(module) for module in {one.module for one in planned}}
    found = {one: runs.read(folder, one) for one in planned}
    return {
        one: record
        for one, record in found.items()
        if record and record["fingerprints"] == prints[one.module]
    }


def run(planned: Sequence[Run], folder: Path, *, jobs: int) -> None:
    """Make the runs that are not finished, with a progress bar.

    The first run that fails, or Ctrl-C, ends it; the runs that are finished by then are kept.

    Args:
        planned: What `plan` returned.
        folder: Where the records are.
        jobs: How many processes share the work.

    Raises:
        DatasetUnavailable: If an experiment needs MNIST, which is not at hand.
        NotStated: If an experiment's code is not committed, and the runs are not quick ones.
        RunFailed: If a run fails.
    """
    modules = list(dict.fromkeys(one.module for one in planned))
    marks = {}
    for module in modules:
        counts = any(one.module == module and not one.quick for one in planned)
        marks[module] = {
            "fingerprints": fingerprints(module),
            "commit": stated.commit(module) if counts else "",
        }
    done = set(finished(planned, folder))
    with pool(jobs) as workers, tqdm(total=len(planned), initial=len(done), unit=" runs") as bar:
        for module in modules:
            left = [one for one in planned if one.module == module and one not in done]
            _make_all(left, workers, folder, marks[module], jobs, bar)


@contextmanager
def pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that compute the same sums each time; if one fails, all end.

    Args:
        jobs: How many.
    """
    # Started afresh and not forked: a process that has imported TensorFlow may not be.
    context = multiprocessing.get_context("spawn")
    with _environment(), ProcessPoolExecutor(jobs, context, initializer=_start) as workers:
        try:
            yield workers
        except BaseException:
            for process in multiprocessing.active_children():
                process.kill()
            raise


def _make_all(
    left: list[Run],
    workers: ProcessPoolExecutor,
    folder: Path,
    marks: Mapping[str, Any],
    jobs: int,
    bar: tqdm[Any],
) -> None:
    """Make the runs of one experiment."""
    try:
        futures = {workers.submit(_make, one, folder, marks): one for one in left}
        for future in as_completed(futures):
            future.result()
            left.remove(futures[future])
            bar.update()
    except BrokenProcessPool as error:
        at_work = "; or ".join(str(one) for one in left[:jobs])  # taken in this order
        raise RunFailed(
            f"a process was killed, as happens when memory runs out, at {at_work}"
        ) from error


@contextmanager
def _environment() -> Iterator[None]:
    """Set the variables for the processes that are started meanwhile, and for them alone."""
    before = dict(os.environ)
    os.environ.update(_ENVIRONMENT)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _start() -> None:
    """Leave Ctrl-C to the process that started this one, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # a pool's process would wait for work for ever


def _make(one: Run, folder: Path, marks: Mapping[str, Any]) -> None:
    """Make one run, and keep its record."""
    experiment = load(one.module)
    busy = time.process_time()
    try:
        content = _measure(experiment, one)
    except Exception:
        # As text, for not every error can be sent to another process.
        raise RunFailed(f"{one}:\n{traceback.format_exc()}") from None
    record = {
        **content,
        "cpu_seconds": round(time.process_time() - busy, 3),
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        **marks,
    }
    # Python reads a module when it is first imported, which may be after an edit.
    if code_fingerprint(one.module) != marks["fingerprints"]["code"]:
        raise RunFailed(f"{one}: the code changed while it ran; start it again")
    runs.write(folder, one, record)


def _measure(experiment: Experiment, one: Run) -> dict[str, Any]:
    """Measure one condition with one seed, under the settings that serve held-out images best."""
    grid = experiment.tuned.get(one.condition, {})
    if one.quick:
        grid = {name: (value,) for name, value in middle(grid).items()}
    found: dict[tuple[float, ...], Measured] = {}

    def score(settings: Settings) -> float:
        measured = experiment.measure(one.condition, one.seed, settings, one.quick)
        found[tuple(settings.values())] = measured
        return measured.chosen_by() if grid else 0.0

    tried = search(grid, score)
    measured = found[tuple(tried[0].settings.values())]
    return {
        "settings": tried[0].settings,
        "tried": [
            {"settings": one_try.settings, "score": _number(one_try.score)}
            for one_try in (tried if grid else ())
        ],
        "measured": measured.numbers(),
        "wrong": {name: _packed(wrong) for name, wrong in measured.wrong.items()},
        "fits": [
            {
                **fit._asdict(),
                "training_error": _number(fit.training_error),
                "held_out_error": _number(fit.held_out_error),
                "curve": [_number(float(f"{loss:.4g}")) for loss in fit.curve],
            }
            for fit in measured.fits
        ],
    }


def _number(value: float) -> float | None:
    """The number, or nothing for one that JSON cannot hold."""
    return value if math.isfinite(value) else None


def _packed(wrong: Any) -> str:
    """Eight images a byte, as hexadecimal digits."""
    return np.packbits(np.asarray(wrong, dtype=bool)).tobytes().hex()


def unpacked(packed: str) -> Any:
    """For each test image whether it was misread, from what a record keeps.

    Args:
        packed: As a record has it.

    Returns:
        Booleans; up to seven more than images, which are False.
    """
    return np.unpackbits(np.frombuffer(bytes.fromhex(packed), dtype=np.uint8)).astype(bool)
