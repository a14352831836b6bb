"""The modern recipes: AdamW or SOAP, in batches, on equation 9."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from cnn_docs.lenet5 import distortions as distort
from cnn_docs.lenet5 import folded
from cnn_docs.lenet5.loss import discriminative_loss

from .recipes import Recipe
from .soap import Soap

OPTIMIZERS = {"adamw": keras.optimizers.AdamW, "soap": Soap}

#: Shows the images at some positions, the first of which is the pass's image number `start`, takes
#: one step and returns the loss.
Step = Callable[[NDArray[np.intp], int], Any]


class BatchTraining(ABC):
    """One run of a recipe on one network, batch by batch.

    What a batch shows, and by which loss the network learns it, is said by those that inherit.
    """

    def __init__(self, model: keras.Model, recipe: Recipe, seed: int, count: int) -> None:
        """Prepare the optimiser for `recipe.passes` passes over `count` images."""
        self.model = model
        self.recipe = recipe
        self.seed = seed
        self.count = count
        steps = recipe.passes * -(-count // recipe.batch)
        schedule = keras.optimizers.schedules.CosineDecay(recipe.learning_rate, steps)
        beta_1, beta_2 = recipe.betas
        self.optimizer = OPTIMIZERS[recipe.optimizer](
            schedule, weight_decay=recipe.weight_decay, beta_1=beta_1, beta_2=beta_2
        )
        self.optimizer.build(model.trainable_variables)

    @property
    def variables(self) -> list[Any]:
        """Everything that a checkpoint must hold."""
        return [*self.model.trainable_variables, *self.optimizer.variables]

    def descend(self, images: Any, loss_of: Callable[[Any], Any]) -> Any:
        """Take one step down the mean of a loss of the distances, and return that mean."""
        images = folded.fold_images(images)
        variables = self.model.trainable_variables
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(loss_of(folded.distances(self.model, images)))
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    @abstractmethod
    def prepare_pass(self, index: int, random: np.random.Generator) -> Step:
        """Draw what a pass needs, and return the step that shows some of its images.

        Args:
            index: Which pass it is, from 0.
            random: Where the draws come from, after the order of the images.
        """

    def run_pass(self, index: int, advance: Callable[[int], object]) -> float:
        """Show every image once, in random order.

        Args:
            index: Which pass it is, from 0. It seeds the order and the draws.
            advance: Called with the number of images after each step.

        Returns:
            The mean loss over the pass.
        """
        random = np.random.default_rng([self.seed, index])
        order = random.permutation(self.count)
        step = self.prepare_pass(index, random)
        total = 0.0
        for start in range(0, self.count, self.recipe.batch):
            chosen = order[start : start + self.recipe.batch]
            total += float(step(chosen, start)) * len(chosen)
            advance(len(chosen))
        return total / self.count


class LabelTraining(BatchTraining):
    """Learns the labels by equation 9, from images that are distorted anew in each pass."""

    def __init__(
        self,
        model: keras.Model,
        recipe: Recipe,
        seed: int,
        images: NDArray[np.float32],
        labels: NDArray[np.int32],
    ) -> None:
        """Keep what is to be learned.

        Args:
            model: What `network.build` returned; its weights change with each pass.
            recipe: How it learns.
            seed: Seed of the order and of the distortions.
            images: float32 array of shape (n, 32, 32, 1).
            labels: int32 array of shape (n,).
        """
        super().__init__(model, recipe, seed, len(images))
        self.images = images
        self.labels = labels
        self._step = tf.function(self._step_eagerly, reduce_retracing=True)

    def prepare_pass(self, index: int, random: np.random.Generator) -> Step:
        """Draw the distortions of a pass."""
        limits = self.recipe.distortions or distort.Distortions(knots=1)
        transforms = distort.draw_affine(limits, self.count, random)
        displacements = distort.draw_elastic(limits, self.count, random)

        def step(chosen: NDArray[np.intp], start: int) -> Any:
            here = slice(start, start + len(chosen))
            images, labels = self.images[chosen], self.labels[chosen]
            return self._step(images, labels, transforms[here], displacements[here])

        return step

    def _step_eagerly(self, images: Any, labels: Any, transforms: Any, displacements: Any) -> Any:
        def equation_9(distances: Any) -> Any:
            return discriminative_loss(labels, distances, self.recipe.j)

        return self.descend(self._distorted(images, transforms, displacements), equation_9)

    def _distorted(self, images: Any, transforms: Any, displacements: Any) -> Any:
        if self.recipe.distortions is None:
            return images
        if self.recipe.distortions.elastic:
            return distort.apply_warp(images, transforms, displacements)
        return distort.apply_affine(images, transforms)
