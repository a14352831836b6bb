"""A process for a page: forked from one that has imported TensorFlow, ended with the page."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

from cnn_docs._provenance.kernels import KERNELS
from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.running.session import Outcome, Session
from cnn_docs.publish.settings import Settings

#: What a page's process is started with. One thread for linear algebra: sums come out the same
#: however many cores there are, and lessons' matrices are so small that threads only wait. The
#: order of sets and the width of a terminal are fixed for the same reason.
ENVIRONMENT = KERNELS | {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "COLUMNS": "80",
}

#: Beginnings of the names of variables that change what TensorFlow and its libraries compute.
TELLING = ("TF_", "KERAS_", "XLA_", "DNNL_", "ONEDNN_", "OMP_", "OPENBLAS_", "MKL_", "PYTHONHASH")

_KILLED_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux' prctl


@cache
def _context() -> BaseContext:
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    if sys.platform != "linux":  # elsewhere a process with TensorFlow in it may not be forked
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cnn_docs.publish.running.preload"])
    return context


def variables() -> Mapping[str, str]:
    """The variables that change what a page computes, as its process will see them."""
    seen = ENVIRONMENT | dict(os.environ)
    return {name: value for name, value in sorted(seen.items()) if name.startswith(TELLING)}


class PageProcess:
    """The process of one page. It ends with `close`, with this process, or with its page's crash.

    Args:
        page: the page whose blocks will be run in it.
        settings: the project.
        further: what is added to every seed.
    """

    def __init__(self, page: Page, settings: Settings, further: int = 0) -> None:
        self._page = page
        self._limit = settings.seconds_a_block
        context: Any = _context()
        self._connection, theirs = context.Pipe()
        # A daemon, so that it cannot keep this process from ending.
        self._process = context.Process(
            target=_serve, args=(theirs, page, settings, further), daemon=True
        )
        self._process.start()
        theirs.close()

    def run(self, number: int) -> Outcome | Problem:
        """Run a block."""
        answer: Outcome | Problem = self._ask(number, self._page.blocks[number].line)
        return answer

    def end(self) -> tuple[Problem | None, set[str]]:
        """Tell the page that no block follows; what it printed too late, which files it read."""
        last = self._page.blocks[-1].line if self._page.blocks else 1
        answer = self._ask(None, last)
        return (answer, set()) if isinstance(answer, Problem) else answer

    def close(self) -> None:
        """End the process, whatever it does."""
        self._connection.close()
        self._process.kill()
        self._process.join()

    def _ask(self, request: int | None, line: int) -> Any:
        try:
            self._connection.send(request)
            if self._connection.poll(self._limit):
                return self._connection.recv()
            why = (
                f"this block still runs after {self._limit} s; shorten it, or raise "
                "`seconds_a_block` under [tool.cnn-docs] in pyproject.toml"
            )
        except (EOFError, OSError):
            self._process.join()
            why = (
                f"the process that runs this page ended in this block ({self._exit()}); a block "
                "may neither end its process nor exhaust its memory"
            )
        return Problem(self._page.path, line, why)

    def _exit(self) -> str:
        code = self._process.exitcode
        return signal.Signals(-code).name if code and code < 0 else f"exit code {code}"


def _serve(connection: Connection, page: Page, settings: Settings, further: int) -> None:
    """Answer requests for blocks, in the page's own process."""
    if sys.platform == "linux":  # no page outlives the build that runs it
        ctypes.CDLL(None).prctl(_KILLED_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build says when to end
    # A page may have child processes, as every program.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    os.chdir(settings.root)
    sys.path.insert(0, str(settings.package.parent))
    data = {need: path for need in settings.needs if (path := settings.data_file(need))}
    session = Session(page, settings.package, data, further)
    while True:
        try:
            number = connection.recv()
        except EOFError:
            os._exit(0)
        if number is None:
            connection.send((session.end(), session.read))
        else:
            connection.send(session.run(page.blocks[number]))
