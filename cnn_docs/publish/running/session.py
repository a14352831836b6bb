"""Run the blocks of a page and capture what each one prints and draws."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

from cnn_docs.publish.reading.page import Block, Page, Problem
from cnn_docs.publish.running.figures import SVG_SETTINGS, to_svg

SEED = 0

#: Set before NumPy and TensorFlow are imported. One thread for linear algebra: sums come out the
#: same however many cores there are, and lessons' matrices are so small that threads only wait.
ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


@dataclass(frozen=True)
class Outcome:
    """What one block did: the text it printed, the figure it left (as SVG), the seconds it took."""

    printed: str
    figure: str | None
    seconds: float


class BlockFailed(Exception):
    """A block raised, or left more than one figure; carries the problem as the author sees it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass
class Session:
    """One page's run: a namespace that its blocks share, fresh global state at its start."""

    page: Page
    namespace: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._started = False

    def run(self, block: Block) -> Outcome:
        """Run one block in the page's namespace.

        Raises:
            BlockFailed: the block does not parse, raises, or leaves more than one figure.
        """
        if not self._started:
            reset()
            self.namespace["__name__"] = "__main__"
            self._started = True
        printed = io.StringIO()
        start = time.perf_counter()
        try:
            with contextlib.redirect_stdout(printed):
                exec(self._compile(block), self.namespace)
            figure = self._figure(block)
        except BlockFailed:
            raise
        except (Exception, SystemExit) as error:
            raise BlockFailed(self._problem(block, error)) from error
        finally:
            _close_figures()
        return Outcome(printed.getvalue(), figure, time.perf_counter() - start)

    def _compile(self, block: Block) -> Any:
        # Padding makes line numbers those of the page, and with the page's path as file name
        # tracebacks and inspect.getsource (which tf.function uses) read the right lines.
        return compile("\n" * block.line + block.code, self.page.path, "exec", dont_inherit=True)

    def _figure(self, block: Block) -> str | None:
        import matplotlib.pyplot as plt

        numbers = plt.get_fignums()
        if len(numbers) > 1:
            raise BlockFailed(
                Problem(
                    self.page.path,
                    block.line,
                    f"this block draws {len(numbers)} figures; a block draws at most one: "
                    "split it, or draw them as one figure",
                )
            )
        return to_svg(plt.figure(numbers[0])) if numbers else None

    def _problem(self, block: Block, error: BaseException) -> Problem:
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == self.page.path and frame.lineno
        ]
        if isinstance(error, SyntaxError) and error.filename == self.page.path and error.lineno:
            lines.append(error.lineno)
        message = " ".join(str(error).split())[:300]
        return Problem(
            self.page.path,
            lines[-1] if lines else block.line,
            f"the block raised {type(error).__name__}: {message}; a block runs to its end, and "
            "shows an intended error by try / except … as error: print(error)",
        )


def reset() -> None:
    """Bring every global state that a page could lean on back to its start.

    Keras' names and settings, the seeds of Python, NumPy and TensorFlow, NumPy's print options,
    and Matplotlib's settings: so no page depends on another, or on their order.
    """
    import matplotlib
    import numpy as np
    import tensorflow as tf

    matplotlib.use("agg", force=True)
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(SVG_SETTINGS)  # type: ignore[arg-type]
    _close_figures()
    np.set_printoptions(
        edgeitems=3,
        infstr="inf",
        linewidth=75,
        nanstr="nan",
        precision=8,
        suppress=False,
        threshold=1000,
        formatter=None,
        sign="-",
        floatmode="maxprec",
        legacy=False,
    )
    tf.keras.utils.clear_session()
    tf.keras.config.set_floatx("float32")
    tf.keras.config.set_epsilon(1e-7)
    tf.keras.config.set_image_data_format("channels_last")
    tf.keras.config.set_dtype_policy("float32")
    tf.keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()


def import_tensorflow_quietly() -> None:
    """Import TensorFlow without its notes about missing GPUs, which no setting silences.

    Only what the import writes to the process's stderr is dropped; errors are raised as ever.
    """
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)
    try:
        import tensorflow  # noqa: F401
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _close_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def run_page(page: Page, at_hand: frozenset[str]) -> list[Outcome | None] | Problem:
    """Run all blocks of ``page``; those that need data not in ``at_hand`` give ``None``.

    Returns:
        One outcome a block, or the problem of the first block that failed (the blocks after it
        lean on it, so they are not run).
    """
    session = Session(page)
    outcomes: list[Outcome | None] = []
    for block in page.blocks:
        if block.needs and block.needs not in at_hand:
            outcomes.append(None)
            continue
        try:
            outcomes.append(session.run(block))
        except BlockFailed as failure:
            return failure.problem
    return outcomes
