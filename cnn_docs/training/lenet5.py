"""Train LeNet-5 by a named recipe and a seed, and keep a record of what came out."""

import datetime
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from tqdm import tqdm

from cnn_docs import data
from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.digest import digest
from cnn_docs._provenance.versions import versions
from cnn_docs.lenet5 import folded, network
from cnn_docs.lenet5.inputs import check_labels, prepare

from . import checkpoint
from .batches import BatchTraining, LabelTraining
from .distillation import Bank, DistilledTraining
from .levenberg_marquardt import LevenbergMarquardtTraining
from .recipes import RECIPES, PaperRecipe

HELD_OUT = 5_000
# One split for all choices, whatever the seed of the run.
_SPLIT_SEED = 1998


def held_out_split(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the positions of the training images to learn from and of the 5,000 to choose by.

    Args:
        count: Number of training images, above 5,000.

    >>> learn, choose = held_out_split(60_000)
    >>> len(learn), len(choose), len(np.intersect1d(learn, choose))
    (55000, 5000, 0)
    """
    choose = np.sort(np.random.default_rng(_SPLIT_SEED).permutation(count)[:HELD_OUT])
    return np.setdiff1d(np.arange(count), choose), choose


def wrong_answers(
    model: keras.Model, images: NDArray[np.float32], labels: NDArray[np.int32]
) -> NDArray[np.intp]:
    """Return the positions of the images whose nearest code is another digit's.

    Args:
        model: A LeNet-5 from `cnn_docs.lenet5`.
        images: float32 array of shape (n, 32, 32, 1).
        labels: int32 array of shape (n,).
    """

    def distances(images: NDArray[np.float32]) -> Any:
        return folded.distances(model, folded.fold_images(images))

    return _wrong(distances, images, labels)


def _wrong(
    distances: Callable[[NDArray[np.float32]], Any],
    images: NDArray[np.float32],
    labels: NDArray[np.int32],
) -> NDArray[np.intp]:
    """The positions of the images whose smallest distance is another digit's."""
    answers = [
        np.argmin(distances(images[start : start + 1000]), axis=1)
        for start in range(0, len(images), 1000)
    ]
    return np.flatnonzero(np.concatenate(answers) != labels)


def train_lenet5(
    recipe: str, seed: int, folder: Path, *, held_out: bool = False, progress: bool = True
) -> dict[str, Any]:
    """Train LeNet-5 on MNIST, or go on where an earlier call stopped.

    The state is kept in `folder` after each pass. With `held_out` the network learns from 55,000
    training images and is measured on the other 5,000: that is for choosing. Without, it learns
    from all 60,000 and is measured on the test set, once, at the end. A run that has its record is
    not repeated: the record is returned.

    Args:
        recipe: A name in `RECIPES`.
        seed: Seed of the start, of the order and of the distortions.
        folder: Where checkpoint, weights and record are kept.
        held_out: Whether to measure on held-out training images instead of the test set.
        progress: Whether to show a progress bar.

    Returns:
        The record: recipe, seed, errors, times, versions, hash of the data, date, command.

    Raises:
        ValueError: If there is no such recipe, the checkpoint is not one of this run, or the recipe
            has teachers whose runs are not in `folder`.
        cnn_docs.data.DatasetUnavailable: If MNIST is not at hand.
    """
    if recipe not in RECIPES:
        raise ValueError(f"`recipe` must be one of {', '.join(RECIPES)}, got {recipe!r}.")
    suffix = "-heldout" if held_out else ""
    name = f"{recipe}-seed{seed}{suffix}"
    record_path, state_path = folder / f"{name}.json", folder / f"{name}.npz"
    if record_path.exists():
        return json.loads(record_path.read_text())
    pictures, settings = _pictures(held_out), RECIPES[recipe]
    count, measured_count = len(pictures.images), len(pictures.measured_images)
    model = network.build(seed)
    training: BatchTraining | LevenbergMarquardtTraining
    if isinstance(settings, PaperRecipe):
        training = LevenbergMarquardtTraining(model, settings, seed, *pictures[:2])
    elif settings.teachers:
        bank = Bank(folder, settings, pictures.images, suffix)
        training = DistilledTraining(model, settings, seed, bank, pictures.labels)
    else:
        training = LabelTraining(model, settings, seed, *pictures[:2])
    total = settings.passes * count
    with tqdm(total=total, unit=" images", desc=name, disable=not progress) as bar:
        state = _run_passes(training, settings.passes, count, state_path, bar)

    wrong = wrong_answers(model, pictures.measured_images, pictures.measured_labels)
    training_wrong = wrong_answers(model, pictures.images, pictures.labels)
    record = {
        "recipe": recipe,
        "settings": _plain(settings),
        "seed": seed,
        "learned_from": count,
        "measured_on": f"{measured_count} {'held-out training' if held_out else 'test'} images",
        "wrong": len(wrong),
        "error_percent": 100 * len(wrong) / measured_count,
        "wrong_positions": wrong.tolist(),
        "training_error_percent": 100 * len(training_wrong) / count,
        "last_loss": state["loss"],
        "wall_seconds": round(state["wall"], 1),
        "cpu_seconds": round(state["cpu"], 1),
        "threads": tf.config.threading.get_intra_op_parallelism_threads(),
        "load_average": round(os.getloadavg()[2], 2),
        "command": f"cnn-docs train lenet5 --recipe {recipe} --seed {seed}"
        + (" --held-out" if held_out else ""),
        "versions": versions(),
        "data_sha256": pictures.sha256,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }
    if isinstance(training, DistilledTraining):
        bank = training.bank
        together = _wrong(bank.distances, pictures.measured_images, pictures.measured_labels)
        record["bank"] = {"sha256": bank.identity, "teachers_wrong": len(together)}
    write_whole(record_path, json.dumps(record, indent=1) + "\n")
    return record


class _Pictures(NamedTuple):
    """MNIST as a run sees it: what it learns from, what it is measured on, the data's digest."""

    images: NDArray[np.float32]
    labels: NDArray[np.int32]
    measured_images: NDArray[np.float32]
    measured_labels: NDArray[np.int32]
    sha256: str


def _pictures(held_out: bool) -> _Pictures:
    (x_train, y_train), (x_test, y_test) = data.mnist()
    numbers = b"".join(array.tobytes() for array in (x_train, y_train, x_test, y_test))
    images, labels = prepare(x_train), check_labels(y_train)
    if held_out:
        learn, choose = held_out_split(len(images))
        parts = images[learn], labels[learn], images[choose], labels[choose]
    else:
        parts = images, labels, prepare(x_test), check_labels(y_test)
    return _Pictures(*parts, sha256=digest(numbers))


def _run_passes(
    training: BatchTraining | LevenbergMarquardtTraining,
    passes: int,
    count: int,
    state_path: Path,
    bar: tqdm,
) -> dict[str, float]:
    """Run the passes that are left, keep the state after each, and return the last one."""
    state = {"passes": 0.0, "loss": float("nan"), "wall": 0.0, "cpu": 0.0}
    if state_path.exists():
        state = checkpoint.restore(state_path, training.variables)
    bar.update(int(state["passes"]) * count)
    for index in range(int(state["passes"]), passes):
        wall, cpu = time.perf_counter(), time.process_time()
        loss = training.run_pass(index, bar.update)
        bar.set_postfix(loss=f"{loss:.3f}")
        state = {
            "passes": index + 1.0,
            "loss": loss,
            "wall": state["wall"] + time.perf_counter() - wall,
            "cpu": state["cpu"] + time.process_time() - cpu,
        }
        checkpoint.save(state_path, training.variables, state)
    return state


def _plain(settings: Any) -> dict[str, Any]:
    """Return named tuples as dictionaries, however deep."""
    return {
        name: _plain(value) if hasattr(value, "_asdict") else value
        for name, value in settings._asdict().items()
    }
