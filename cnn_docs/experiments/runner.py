"""Run what is missing, in processes that claim one run after the other.

Each process walks through the whole plan and takes what is neither recorded nor claimed. So a
second `cnn-docs experiments run` simply helps the first, and one that was killed leaves nothing
behind but its finished records.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import logging
import multiprocessing
import multiprocessing.connection
import os
import platform
import time
from collections.abc import Iterable, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tqdm import tqdm

from cnn_docs.data import DatasetUnavailable
from cnn_docs.experiments.experiment import Experiment
from cnn_docs.experiments.fingerprint import code_fingerprint, fingerprints
from cnn_docs.experiments.records import Records, Run
from cnn_docs.experiments.results import load

#: Before a process starts: one thread each, so that `jobs` says how many cores are busy, and sums
#: in the same order each time.
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_DETERMINISTIC_OPS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "tensorflow", "keras")

#: Seconds between two looks at the records, whose reading is work as well.
_LOOK_EVERY = 5

Plan = list[tuple[str, Run]]
"""The module and the run, in the order in which they are taken."""


def plan(modules: Iterable[str], *, seeds: int | None = None, quick: bool = False) -> Plan:
    """The runs that experiments consist of.

    Args:
        modules: Full names of the modules that define them.
        seeds: The first few seeds alone; all by default, one if `quick`.
        quick: Whether the runs are quick ones.

    Returns:
        Module and run, seed by seed, so that conditions are complete for the seeds that are done.
    """
    runs = []
    for module in modules:
        experiment = load(module)
        count = 1 if quick else min(seeds or experiment.seeds, experiment.seeds)
        for seed in range(count):
            for condition in experiment.conditions:
                runs.append((module, Run(experiment.name, condition, seed, quick)))
    return runs


def run(planned: Plan, folder: Path, *, jobs: int) -> None:
    """Make the records that are missing, with a progress bar.

    Args:
        planned: What `plan` returned.
        folder: Where the records are.
        jobs: How many processes share the work.

    Raises:
        DatasetUnavailable: If an experiment needs MNIST and it is not at hand.
        RuntimeError: If a process failed; its own error is printed above.
    """
    for module in dict.fromkeys(module for module, _ in planned):
        experiment = load(module)
        if fingerprints(experiment, module)["data"] is None:
            raise DatasetUnavailable(
                f"{experiment.name} learns from MNIST, which is not on this machine; see "
                "cnn_docs.data.mnist_path."
            )
    with tqdm(total=len(planned), unit=" runs") as bar:

        def show() -> None:
            bar.update(len(planned) - len(missing(planned, folder)) - bar.n)

        show()
        bar.initial = bar.n  # the estimate rests on what this call does
        workers = _start(planned, folder, min(jobs, len(planned)))
        while running := [worker.sentinel for worker in workers if worker.is_alive()]:
            multiprocessing.connection.wait(running, timeout=_LOOK_EVERY)
            show()
        show()
    failed = [worker.exitcode for worker in workers if worker.exitcode]
    if failed:
        raise RuntimeError(f"{len(failed)} of {len(workers)} processes failed (codes {failed}).")


def missing(planned: Plan, folder: Path) -> list[Run]:
    """The planned runs that have no record that stands.

    Args:
        planned: What `plan` returned.
        folder: Where the records are.
    """
    records = Records(folder)
    have: set[Run] = set()
    for module in dict.fromkeys(module for module, _ in planned):
        experiment = load(module)
        have |= set(records.read(experiment.name, fingerprints(experiment, module)))
    return [one for _, one in planned if one not in have]


def gather(module: str, folder: Path, results: Path) -> bool:
    """Write an experiment's result if all its runs are recorded.

    Args:
        module: The module that defines it.
        folder: Where the records are.
        results: Where the result goes.

    Returns:
        Whether all runs were there.
    """
    experiment = load(module)
    prints = fingerprints(experiment, module)
    records = Records(folder).read(experiment.name, prints)
    planned = [one for _, one in plan([module])]
    if any(one not in records for one in planned):
        return False
    kept = [records[one] for one in planned]
    result = {
        "experiment": experiment.name,
        "measured": measured(experiment, {one: records[one]["measured"] for one in planned}),
        "fingerprints": prints,
        "provenance": {
            "command": f"cnn-docs experiments run {experiment.name}",
            "seeds": list(range(experiment.seeds)),
            "date": max(record["date"] for record in kept),
            "cpu_seconds": round(sum(record["cpu_seconds"] for record in kept), 1),
            "versions": max(kept, key=lambda record: record["date"])["versions"],
        },
    }
    results.mkdir(parents=True, exist_ok=True)
    partial = results / f"{experiment.name}.{os.getpid()}.partial"
    partial.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    partial.replace(results / f"{experiment.name}.json")
    return True


def measured(
    experiment: Experiment, by_run: dict[Run, dict[str, float]]
) -> dict[str, dict[str, list[float]]]:
    """Sort measurements by condition and name, one number a seed.

    Args:
        experiment: The experiment.
        by_run: The measurements of each run.
    """
    found: dict[str, dict[str, list[float]]] = {}
    for condition in experiment.conditions:
        runs = sorted(one for one in by_run if one.condition == condition)
        found[condition] = {
            name: [by_run[one][name] for one in runs] for name in sorted(by_run[runs[0]])
        }
    return found


def _start(planned: Plan, folder: Path, jobs: int) -> Sequence[BaseProcess]:
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    os.environ.update(_ENVIRONMENT)
    try:
        context = multiprocessing.get_context("spawn")
        workers = [
            context.Process(target=_work, args=(planned, folder), daemon=True) for _ in range(jobs)
        ]
        for worker in workers:
            worker.start()
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    return workers


def _work(planned: Plan, folder: Path) -> None:
    """Take one run after the other, until none is left or the process that started this is gone."""
    logging.getLogger("cnn_docs").setLevel(logging.ERROR)  # the first process warns for all
    records = Records(folder)
    parent = multiprocessing.parent_process()
    modules = dict.fromkeys(module for module, _ in planned)
    prints = {module: fingerprints(load(module), module) for module in modules}
    for module, one in planned:
        if parent is not None and not parent.is_alive():
            return
        lock = records.claim(one)
        if lock is None:
            continue
        with lock:
            if one not in records.read(one.experiment, prints[module]):
                record = _measure(load(module), one)
                # Python reads a module when it is first imported, which may be after an edit.
                if code_fingerprint(module) != prints[module]["code"]:
                    raise RuntimeError(f"the code of {one.experiment} changed while it ran")
                records.append(one, record | {"fingerprints": prints[module]})


def _measure(experiment: Experiment, one: Run) -> dict[str, Any]:
    begin, busy = time.perf_counter(), time.process_time()
    values = experiment.measure(one.condition, one.seed, one.quick)
    return {
        "measured": {name: float(value) for name, value in values.items()},
        "seconds": round(time.perf_counter() - begin, 3),
        "cpu_seconds": round(time.process_time() - busy, 3),
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "versions": {
            "python": platform.python_version(),
            **{library: importlib.metadata.version(library) for library in _LIBRARIES},
        },
    }
