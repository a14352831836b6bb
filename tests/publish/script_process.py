"""Run a script in a process of its own, forked from one that has TensorFlow imported."""

from __future__ import annotations

import multiprocessing
import runpy
import sys
import traceback
import warnings
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import matplotlib


def run_script(script: Path) -> str | None:
    """Run a script as `python script.py` does, but for the seconds that imports take.

    From a file, unlike a page's blocks: `tf.function` reads the lines of the code that it compiles.

    Returns:
        What it wrote until it failed; nothing if it came to its end.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cnn_docs.publish.running.preload"])
    log = script.with_suffix(".log")
    process = context.Process(target=_run, args=(script, log))
    process.start()
    process.join()
    return None if process.exitcode == 0 else log.read_text(encoding="utf-8")


def _run(script: Path, log: Path) -> None:
    matplotlib.use("agg")
    warnings.simplefilter("ignore")
    with log.open("w", encoding="utf-8") as file, redirect_stdout(file), redirect_stderr(file):
        try:
            runpy.run_path(str(script), run_name="__main__")
        except BaseException:
            traceback.print_exc()
            sys.exit(1)
