"""Distillation: a network learns the answers of networks that were trained before it.

The teachers read distorted copies of the training digits, once, and the copies are kept with the
means of their distances. A student learns from them to give each digit the probability that the
teachers give it: that this 4 could almost be a 9 says more than that it is a 4.

Source: Hinton, Vinyals and Dean (2015), "Distilling the knowledge in a neural network",
arXiv:1503.02531. Scores divided by a temperature are its section 2; here the scores are the
negative distances.
"""

import io
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from scipy.special import softmax

from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.digest import digest
from cnn_docs.lenet5 import distortions as distort
from cnn_docs.lenet5 import folded, network
from cnn_docs.lenet5.specification import BACKGROUND, INK

from . import checkpoint
from .batches import BatchTraining, Step
from .recipes import Recipe, Teachers

_CHUNK = 1000


class Copy(NamedTuple):
    """Every training digit once, distorted, and how far the teachers find it from the codes."""

    greys: NDArray[np.uint8]
    """Shape (n, 32, 32, 1): 0 for the background, 255 for full ink."""
    distances: NDArray[np.float32]
    """Shape (n, 10): the mean of the teachers'."""


class Bank:
    """Distorted copies of the training digits with the teachers' answers, each made once.

    Attributes:
        identity: Digest of the teachers' weights and of the distortions.
    """

    def __init__(
        self, folder: Path, recipe: Recipe, images: NDArray[np.float32], suffix: str
    ) -> None:
        """Load the teachers.

        Args:
            folder: Where `train_lenet5` kept their runs; the copies will lie in a folder there.
            recipe: A recipe with teachers and distortions.
            images: The training digits, float32 of shape (n, 32, 32, 1).
            suffix: What the names of the teachers' runs end in: "-heldout" or nothing.

        Raises:
            ValueError: If the run of a teacher is missing.
        """
        assert recipe.teachers and recipe.distortions
        self.images = images
        self.distortions = recipe.distortions
        self.networks = _teachers(folder, recipe.teachers, suffix)
        weights = [np.asarray(one) for each in self.networks for one in each.trainable_variables]
        parts = [repr(self.distortions).encode(), *(one.tobytes() for one in weights)]
        self.identity = digest(b"".join(parts))
        self.folder = folder / f"bank-{self.identity[:12]}"
        self._answer = tf.function(self._answer_eagerly, reduce_retracing=True)

    def copy(self, k: int) -> Copy:
        """Return the k-th copy; make and keep it if it is not there yet."""
        path = self.folder / f"copy{k}.npz"
        if not path.exists():
            content = io.BytesIO()
            np.savez(content, allow_pickle=False, **self._make(k)._asdict())
            write_whole(path, content.getvalue())
        with np.load(path, allow_pickle=False) as stored:
            return Copy(stored["greys"], stored["distances"])

    def distances(self, images: Any) -> Any:
        """Return the mean of the teachers' distances.

        Args:
            images: float32 tensor of shape (n, 32, 32, 1).
        """
        inputs = folded.fold_images(images)
        return tf.reduce_mean([folded.distances(one, inputs) for one in self.networks], axis=0)

    def _make(self, k: int) -> Copy:
        count = len(self.images)
        random = np.random.default_rng(k)
        transforms = distort.draw_affine(self.distortions, count, random)
        displacements = distort.draw_elastic(self.distortions, count, random)
        chunks = [slice(start, start + _CHUNK) for start in range(0, count, _CHUNK)]
        answers = [self._answer(self.images[c], transforms[c], displacements[c]) for c in chunks]
        greys, distances = (np.concatenate(parts) for parts in zip(*answers, strict=True))
        return Copy(greys, distances)

    def _answer_eagerly(self, images: Any, transforms: Any, displacements: Any) -> tuple[Any, Any]:
        distorted = distort.apply_warp(images, transforms, displacements)
        greys = tf.cast(tf.round(255 * (distorted - BACKGROUND) / (INK - BACKGROUND)), tf.uint8)
        return greys, self.distances(as_inputs(greys))


class DistilledTraining(BatchTraining):
    """Learns the teachers' answers, from a copy of the digits for each pass.

    It sees no label, unless the recipe says that labels take the place of the answers.
    """

    def __init__(
        self,
        model: keras.Model,
        recipe: Recipe,
        seed: int,
        bank: Bank,
        labels: NDArray[np.int32],
    ) -> None:
        """Keep what is to be learned.

        Args:
            model: What `network.build` returned; its weights change with each pass.
            recipe: How it learns.
            seed: Seed of the order and of the copies' order.
            bank: The bank that was made for the recipe.
            labels: int32 array of shape (n,), for the recipe that learns them.
        """
        super().__init__(model, recipe, seed, len(bank.images))
        assert recipe.teachers
        self.teachers = recipe.teachers
        self.bank = bank
        self.labels = labels
        self._step = tf.function(self._step_eagerly, reduce_retracing=True)

    def prepare_pass(self, index: int, random: np.random.Generator) -> Step:
        """Take the copy of a pass from the bank; every lap takes each copy once."""
        lap, place = divmod(index, self.teachers.copies)
        copies = np.random.default_rng([self.seed, lap]).permutation(self.teachers.copies)
        greys, distances = self.bank.copy(int(copies[place]))
        if self.teachers.replaced_by_labels:
            answers = np.eye(10, dtype=np.float32)[self.labels]
        else:
            answers = softmax(-distances / self.teachers.temperature, axis=1)

        def step(chosen: NDArray[np.intp], start: int) -> Any:
            return self._step(greys[chosen], answers[chosen])

        return step

    def _step_eagerly(self, greys: Any, answers: Any) -> Any:
        def cross_entropy(distances: Any) -> Any:
            scores = -distances / self.teachers.temperature
            return tf.nn.softmax_cross_entropy_with_logits(answers, scores)

        return self.descend(as_inputs(greys), cross_entropy)


def as_inputs(greys: Any) -> Any:
    """Turn greys from 0 to 255 into what the network reads, from −0.1 to 1.175."""
    return BACKGROUND + (INK - BACKGROUND) / 255 * tf.cast(greys, tf.float32)


def _teachers(folder: Path, teachers: Teachers, suffix: str) -> list[keras.Model]:
    names = {seed: f"{teachers.recipe}-seed{seed}{suffix}" for seed in teachers.seeds}
    missing = [
        f"cnn-docs train lenet5 --recipe {teachers.recipe} --seed {seed}"
        + (" --held-out" if suffix else "")
        for seed, name in names.items()
        if not (folder / f"{name}.json").exists()
    ]
    if missing:
        raise ValueError(
            f"`folder` must hold the finished runs of the teachers, and {folder} lacks "
            f"{len(missing)}. First run: {'; '.join(missing)}"
        )
    models = []
    for seed, name in names.items():
        model = network.build(seed)
        checkpoint.restore(folder / f"{name}.npz", model.trainable_variables)
        models.append(model)
    return models
