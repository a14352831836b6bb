"""Turn a finished run into the weights, and all finished runs into the results, that ship."""

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs import data
from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.digest import digest
from cnn_docs.lenet5 import network, pretrained
from cnn_docs.lenet5.inputs import check_labels, from_unit, prepare

from . import checkpoint, run_records
from .lenet5 import wrong_answers


def digit_inputs() -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return the digits that ship with scikit-learn as LeNet-5 reads them.

    Returns:
        float32 images of shape (1797, 32, 32, 1) and int32 labels of shape (1797,).

    >>> images, labels = digit_inputs()
    >>> images.shape, labels[:5].tolist()
    ((1797, 32, 32, 1), [0, 1, 2, 3, 4])
    """
    images, labels = data.digits(32)
    return from_unit(data.scale_to_unit(images, maximum=16)), check_labels(labels)


def ship_weights(folder: Path, recipe: str, seed: int) -> dict[str, Any]:
    """Round the weights of a finished run to float16, measure them as rounded, and ship them.

    Args:
        folder: Where `train_lenet5` kept the run.
        recipe: The run's recipe.
        seed: The run's seed.

    Returns:
        The provenance that is written beside the weights.

    Raises:
        ValueError: If the run is not finished.
        cnn_docs.data.DatasetUnavailable: If MNIST is not at hand.
    """
    record_path = folder / f"{recipe}-seed{seed}.json"
    if not record_path.exists():
        raise ValueError(f"`folder` must hold the finished run {record_path.name}, got {folder}.")
    model = network.build(seed)
    state = record_path.with_suffix(".npz")
    checkpoint.restore(state, model.trainable_variables)
    pretrained.WEIGHTS_PATH.parent.mkdir(exist_ok=True)
    pretrained.save_weights(model, pretrained.WEIGHTS_PATH)

    rounded = pretrained.load_weights(pretrained.WEIGHTS_PATH)
    _, (x_test, y_test) = data.mnist()
    provenance = json.loads(record_path.read_text(encoding="utf-8")) | {
        "rounded_to": "float16",
        "rounded": _measure(rounded, prepare(x_test), check_labels(y_test)),
        "embedded_digits": _measure(rounded, *digit_inputs()),
        "weights_sha256": digest(pretrained.WEIGHTS_PATH.read_bytes()),
    }
    _write(pretrained.PROVENANCE_PATH, provenance)
    return provenance


def ship_results(folder: Path) -> dict[str, Any]:
    """Write the records of all finished runs into the file that `run_records.recorded` reads.

    Runs whose weights are in the folder are measured on scikit-learn's digits, too, which other
    people wrote.

    Args:
        folder: Where `train_lenet5` kept the runs.

    Returns:
        What was written.
    """
    gathered = run_records.gather(folder)
    for recipe, entry in gathered["recipes"].items():
        for run in entry["runs"]:
            state = folder / f"{recipe}-seed{run['seed']}.npz"
            if state.exists():
                model = network.build(run["seed"])
                checkpoint.restore(state, model.trainable_variables)
                run["embedded_digits"] = _measure(model, *digit_inputs())
    _write(run_records.RESULTS_PATH, gathered)
    return gathered


def _measure(
    model: keras.Model, images: NDArray[np.float32], labels: NDArray[np.int32]
) -> dict[str, Any]:
    wrong = wrong_answers(model, images, labels)
    return {
        "images": len(images),
        "wrong": len(wrong),
        "error_percent": round(100 * len(wrong) / len(images), 4),
        "wrong_positions": wrong.tolist(),
    }


def _write(path: Path, content: dict[str, Any]) -> None:
    write_whole(path, json.dumps(content, indent=1) + "\n")
