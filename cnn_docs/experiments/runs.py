"""The runs that an experiment consists of, and the file that each leaves when it is finished."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from cnn_docs._provenance.atomic import write_whole


class Run(NamedTuple):
    """One condition of one experiment with one seed.

    Attributes:
        module: The module that defines the experiment.
        condition: One of its conditions.
        seed: Counted from 0.
        quick: Whether it takes a few steps only, to see that all works.
    """

    module: str
    condition: str
    seed: int
    quick: bool

    @property
    def experiment(self) -> str:
        """The experiment's name."""
        return self.module.rpartition(".")[2]

    def __str__(self) -> str:
        """The run as a message names it."""
        return f"{self.experiment}, condition “{self.condition}”, seed {self.seed}"


def write(folder: Path, run: Run, record: Mapping[str, Any]) -> None:
    """Keep the record of a finished run.

    Args:
        folder: The folder of all records.
        run: The run.
        record: What JSON can hold.
    """
    write_whole(_path(folder, run), json.dumps(record, indent=1, allow_nan=False) + "\n")


def read(folder: Path, run: Run) -> dict[str, Any] | None:
    """The record of a run; none if the run is not finished, or its record damaged.

    Args:
        folder: The folder of all records.
        run: The run.
    """
    try:
        record: dict[str, Any] = json.loads(_path(folder, run).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return record


def _path(folder: Path, run: Run) -> Path:
    quick = "-quick" if run.quick else ""
    condition = quote(run.condition, safe=" ,")  # a slash or a colon is no part of a file's name
    return folder / run.experiment / f"{condition}-seed{run.seed}{quick}.json"
