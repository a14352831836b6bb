"""Catch everything that this process writes: what Python prints, and what goes past Python."""

from __future__ import annotations

import ctypes
import io
import os
import re
import sys
import tempfile

from cnn_docs.publish.running.terminal import as_shown

#: What TensorFlow's libraries log for their developers. `tf.print` writes to the same place.
_LOG_LINE = re.compile(
    r"^(?:[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ .*"
    r"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] .*"
    r"|WARNING: All log messages before absl::InitializeLog\(\).*)\n",
    re.MULTILINE,
)


class Capture:
    """Takes over the file descriptors 1 and 2 of this process, for good.

    So whatever writes is caught, in its order: `print`, `tf.print`, C code, child processes,
    threads. Python's own `sys.stderr` (warnings, progress bars) still leads where it did.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (open as long as the process)
        self._taken = 0
        messages = os.dup(2)
        for descriptor in (1, 2):
            os.dup2(self._file.fileno(), descriptor)
        raw = io.FileIO(1, "w", closefd=False)
        # Unbuffered, or the text would come after what C code wrote meanwhile.
        self._stdout = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
        sys.stdout = self._stdout
        sys.stderr = io.TextIOWrapper(
            io.FileIO(messages, "w"),
            encoding="utf-8",
            errors="backslashreplace",
            write_through=True,
        )

    def taken(self) -> str:
        """What was written since the last call, as a terminal would show it."""
        self._stdout.flush()
        if sys.platform != "win32":
            ctypes.CDLL(None).fflush(None)  # what C code has printed and not yet written
        end = os.fstat(self._file.fileno()).st_size
        self._file.seek(self._taken)
        written = self._file.read(end - self._taken)
        self._taken = end
        return as_shown(_LOG_LINE.sub("", written.decode("utf-8", errors="replace")))
