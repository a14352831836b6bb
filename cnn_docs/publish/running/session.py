"""Run the blocks of a page in this process and record what each one prints and draws.

The process is the page's own (`process` starts it): nothing that a page does to it needs undoing.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cnn_docs.publish.reading.page import Block, Page, Problem
from cnn_docs.publish.running.capture import Capture
from cnn_docs.publish.running.figures import SVG_SETTINGS, to_svg

SEED = 0

#: Seconds that a page's threads have to end after its last block.
_PATIENCE = 10


@dataclass(frozen=True)
class Outcome:
    """What one block did: the text it printed, the figure it left (as SVG), the seconds it took.

    ``read_data`` tells whether it read the data that it needs.
    """

    printed: str
    figure: str | None
    seconds: float
    read_data: bool = False


class Session:
    """The run of one page: a namespace for each scope, and all that the process writes.

    Args:
        page: the page.
        package: the folder of the teaching package; files of it that blocks read are recorded.
        data: the files of data that blocks may need.
        further: what is added to every seed, so that trainings start elsewhere.
    """

    def __init__(self, page: Page, package: Path, data: Mapping[str, Path], further: int) -> None:
        self.page = page
        self.read: set[str] = set()
        self._package = package.resolve()
        self._namespaces: dict[str, dict[str, Any]] = {}
        self._last_line = 1
        self._data = {need: str(path.absolute()) for need, path in data.items()}
        self._opened: set[str] = set()
        prepare(further)
        self._record_files(str(package) + os.sep)
        self._capture = Capture()

    def run(self, block: Block) -> Outcome | Problem:
        """Run one block; a problem if it does not compile, raises, or leaves several figures."""
        if late := self._late():
            return late
        self._last_line = block.line
        self._opened.clear()
        start = time.perf_counter()
        try:
            exec(self._compile(block), self._namespace(block.scope))
            figure = self._figure()
        except BaseException as error:  # a block may raise anything, and it is the page's problem
            if not self.page.module:
                return self._problem(block, error)
            figure = None
            sys.stdout.write("".join(traceback.format_exception_only(error)))
        finally:
            if not self.page.module:
                _close_figures()
        seconds = time.perf_counter() - start
        read_data = self._data.get(block.needs or "") in self._opened
        return Outcome(self._capture.taken(), figure, seconds, read_data)

    def end(self) -> Problem | None:
        """Wait for what the page has started; a problem if that prints when no block runs."""
        for thread in threading.enumerate():
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join(_PATIENCE)
        return self._late()

    def _late(self) -> Problem | None:
        if printed := self._capture.taken().strip():
            message = (
                f"{printed[:70]!r} was printed after this block had ended, by a thread or a "
                "process that it left running; wait for it in the block"
            )
            return Problem(self.page.path, self._last_line, message)
        return None

    def _namespace(self, scope: str) -> dict[str, Any]:
        if scope not in self._namespaces:
            start: dict[str, Any] = {}
            if self.page.module:
                __import__(self.page.module)
                start = dict(vars(sys.modules[self.page.module]))
            self._namespaces[scope] = start | {"__name__": "__main__"}
        return self._namespaces[scope]

    def _compile(self, block: Block) -> Any:
        # Padding makes line numbers those of the page, and with the page's path as file name
        # tracebacks and inspect.getsource (which tf.function uses) read the right lines.
        padding = "\n" * (block.line - 1 if self.page.module else block.line)
        mode = "single" if self.page.module else "exec"
        return compile(padding + block.code, self.page.path, mode, dont_inherit=True)

    def _figure(self) -> str | None:
        if self.page.module or "matplotlib.pyplot" not in sys.modules:
            return None  # the examples of a docstring show no figures
        pyplot = sys.modules["matplotlib.pyplot"]
        numbers = pyplot.get_fignums()
        if len(numbers) > 1:
            raise _TooManyFigures(
                f"this block draws {len(numbers)} figures; a block draws at most one: split it, or "
                "draw them as one figure"
            )
        return to_svg(pyplot.figure(numbers[0])) if numbers else None

    def _problem(self, block: Block, error: BaseException) -> Problem:
        if isinstance(error, _TooManyFigures):
            return Problem(self.page.path, block.line, str(error))
        frames = traceback.extract_tb(error.__traceback__)
        lines = [one.lineno for one in frames if one.filename == self.page.path and one.lineno]
        if isinstance(error, SyntaxError) and error.filename == self.page.path and error.lineno:
            lines.append(error.lineno)
        message = f"the block raised {_named(error)}"
        for frame in reversed(frames):
            path = Path(frame.filename).resolve()
            if path.is_relative_to(self._package):
                shown = path.relative_to(self._package.parent).as_posix()
                message = f"in {shown}:{frame.lineno} {message}"
                break
        return Problem(self.page.path, lines[-1] if lines else block.line, message)

    def _record_files(self, package: str) -> None:
        """Note which files are read: those of the package change outcomes, data must be needed."""

        def note(event: str, arguments: tuple[Any, ...]) -> None:
            if event not in ("open", "os.listdir", "os.scandir"):
                return
            importing = sys._getframe(1).f_code.co_filename.startswith("<frozen importlib")
            if isinstance(arguments[0], str) and not importing:
                path = os.path.abspath(arguments[0])  # noqa: PTH100  (cheap: it sees every file)
                self._opened.add(path)
                if (path + os.sep).startswith(package) and not path.endswith((".py", ".pyc")):
                    self.read.add(path)

        sys.addaudithook(note)


class _TooManyFigures(Exception):
    """A block left more than one figure."""


def _named(error: BaseException) -> str:
    """The error as the author of a page needs it: name, message, remedy."""
    name = type(error).__name__
    try:
        message = " ".join(str(error).split())[:300]
    except BaseException:
        message = "(its message cannot be written)"
    if isinstance(error, EOFError):
        return f"{name}: {message}; nobody answers input() here: set the value in the block"
    return (
        f"{name}: {message}; a block runs to its end, and shows an intended error by "
        "try / except … as error: print(error)"
    )


def prepare(further: int) -> None:
    """Set what a page may lean on: Matplotlib's way of drawing, all seeds, exact repetition."""
    # The check reads cached outcomes by way of this module, and need not wait for TensorFlow.
    import keras
    import matplotlib
    import tensorflow as tf

    matplotlib.use("agg", force=True)
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(SVG_SETTINGS)  # type: ignore[arg-type]
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    set_random_seed = keras.utils.set_random_seed
    set_random_seed(SEED + further)
    if further:  # for the seeds that the page itself sets
        for utils in (keras.utils, tf.keras.utils):
            utils.set_random_seed = lambda seed: set_random_seed(seed + further)


def _close_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
