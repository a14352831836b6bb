"""One line a run, appended under a lock, with a checksum that shows what was cut short."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from cnn_docs._provenance.digest import digest

log = logging.getLogger(__name__)


class Run(NamedTuple):
    """One condition of one experiment with one seed."""

    experiment: str
    condition: str
    seed: int
    quick: bool


class Records:
    """The finished runs of a folder, one file for each experiment.

    Args:
        folder: Where the files are; made when the first record comes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, experiment: str, prints: Mapping[str, str | None]) -> dict[Run, dict[str, Any]]:
        """The whole records of an experiment that were made by today's code from today's data.

        A line that was cut short or damaged is left out, so that its run is missing.

        Args:
            experiment: The experiment's name.
            prints: Its fingerprints.
        """
        try:
            lines = self._path(experiment).read_bytes().splitlines()
        except FileNotFoundError:
            return {}
        found: dict[Run, dict[str, Any]] = {}
        for number, line in enumerate(lines, 1):
            record = _parse(line)
            if record is None:
                log.warning("%s:%d is damaged; it will run again", self._path(experiment), number)
            elif record["fingerprints"] == prints:
                found.setdefault(Run(*record["run"]), record)
        return found

    def append(self, run: Run, record: Mapping[str, Any]) -> None:
        """Add the record of a finished run.

        Args:
            run: The run.
            record: What JSON can hold; "fingerprints" must be among it.
        """
        body = json.dumps({"run": run, **record}, sort_keys=True, allow_nan=False)
        line = f"{digest(body.encode())} {body}\n".encode()
        path = self._path(run.experiment)
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")), path.open("ab+") as file:
            if file.tell() and not _ends_line(file):
                line = b"\n" + line  # what was cut short stays a line of its own
            file.write(line)

    def claim(self, run: Run) -> FileLock | None:
        """Reserve a run for this process, until the lock is released or the process ends.

        Args:
            run: The run.

        Returns:
            The lock, or None if another process has the run.
        """
        folder = self.folder / "claims"
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{digest(json.dumps(run).encode())[:16]}.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None
        return lock

    def _path(self, experiment: str) -> Path:
        return self.folder / f"{experiment}.jsonl"


def _parse(line: bytes) -> dict[str, Any] | None:
    checksum, _, body = line.partition(b" ")
    return json.loads(body) if checksum == digest(body).encode() else None


def _ends_line(file: Any) -> bool:
    file.seek(-1, 2)
    return bool(file.read(1) == b"\n")
