"""The modern recipes: AdamW or SOAP on equation 9, in batches."""

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


class BatchTraining:
    """One run of a recipe on one network: what changes from pass to pass, and how."""

    def __init__(self, model: keras.Model, recipe: Recipe, seed: int, examples: int) -> None:
        """Prepare the optimiser for `recipe.passes` passes over `examples` images."""
        self.seed = seed
        self.model = model
        self.recipe = recipe
        steps = recipe.passes * -(-examples // recipe.batch)
        schedule = keras.optimizers.schedules.CosineDecay(recipe.learning_rate, steps)
        beta_1, beta_2 = recipe.betas
        self.optimizer = OPTIMIZERS[recipe.optimizer](
            schedule, weight_decay=recipe.weight_decay, beta_1=beta_1, beta_2=beta_2
        )
        self.optimizer.build(model.trainable_variables)
        self._step = tf.function(self._step_eagerly, reduce_retracing=True)

    @property
    def variables(self) -> list[Any]:
        """Everything that a checkpoint must hold."""
        return [*self.model.trainable_variables, *self.optimizer.variables]

    def _distorted(self, images: Any, transforms: Any, displacements: Any) -> Any:
        if self.recipe.distortions is None:
            return images
        if self.recipe.distortions.elastic:
            return distort.apply_warp(images, transforms, displacements)
        return distort.apply_affine(images, transforms)

    def _step_eagerly(self, images: Any, labels: Any, transforms: Any, displacements: Any) -> Any:
        def equation_9(distances: Any) -> Any:
            return discriminative_loss(labels, distances, self.recipe.j)

        return self.descend(self._distorted(images, transforms, displacements), equation_9)

    def descend(self, images: Any, loss_of: Callable[[Any], Any]) -> Any:
        """Take one step down the mean of a loss of the distances, and return that mean."""
        images = folded.fold_images(images)
        variables = self.model.trainable_variables
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(loss_of(folded.distances(self.model, images)))
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    def run_pass(
        self,
        index: int,
        images: NDArray[np.float32],
        labels: NDArray[np.int32],
        advance: Callable[[int], object],
    ) -> float:
        """Show every image once, in random order.

        Args:
            index: Which pass it is, from 0. It seeds the order and the distortions.
            images: float32 array of shape (n, 32, 32, 1).
            labels: int32 array of shape (n,).
            advance: Called with the number of images after each step.

        Returns:
            The mean loss over the pass.
        """
        random = np.random.default_rng([self.seed, index])
        count, batch = len(images), self.recipe.batch
        order = random.permutation(count)
        limits = self.recipe.distortions or distort.Distortions(knots=1)
        transforms = distort.draw_affine(limits, count, random)
        displacements = distort.draw_elastic(limits, count, random)
        total = 0.0
        for start in range(0, count, batch):
            chosen = order[start : start + batch]
            here = slice(start, start + len(chosen))
            loss = self._step(images[chosen], labels[chosen], transforms[here], displacements[here])
            total += float(loss) * len(chosen)
            advance(len(chosen))
        return total / count
