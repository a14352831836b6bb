"""State on disk between two passes, so that a run that was stopped goes on where it was."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cnn_docs._provenance.atomic import write_whole


def save(path: Path, variables: Sequence[Any], progress: dict[str, float]) -> None:
    """Write variables and progress, whole or not at all.

    Args:
        path: The `.npz` file.
        variables: Anything with a `numpy()` method, in a fixed order.
        progress: Numbers to keep beside them.
    """
    arrays = {f"variable_{k}": np.asarray(variable) for k, variable in enumerate(variables)}
    arrays |= {f"progress_{name}": np.asarray(value) for name, value in progress.items()}
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    write_whole(path, content.getvalue())


def restore(path: Path, variables: Sequence[Any]) -> dict[str, float]:
    """Read a checkpoint back into the variables.

    Args:
        path: The `.npz` file that `save` wrote.
        variables: The same variables in the same order; anything with an `assign()` method.

    Returns:
        The progress that was kept.

    Raises:
        ValueError: If the file is not a checkpoint of these variables.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            for k, variable in enumerate(variables):
                variable.assign(stored[f"variable_{k}"])
            return {
                name.removeprefix("progress_"): float(stored[name])
                for name in stored.files
                if name.startswith("progress_")
            }
    except (OSError, KeyError, ValueError, EOFError) as error:
        raise ValueError(
            f"`path` holds no checkpoint of this run ({error}). Delete {path} to start it again."
        ) from error
