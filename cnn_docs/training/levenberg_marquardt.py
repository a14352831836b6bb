"""The paper's recipe: stochastic diagonal Levenberg–Marquardt, one pattern at a time.

Each weight has a step of its own, η / (μ + h), where h estimates the curvature of the loss along
that weight (LeCun et al. 1998, appendix C). The network is written out in NumPy: for a single
pattern the arithmetic takes a few hundred microseconds, and a framework would spend more than that
on starting its operations.
"""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from cnn_docs.lenet5.codes import codes
from cnn_docs.lenet5.distortions import apply_affine, draw_affine
from cnn_docs.lenet5.layers import AMPLITUDE, SLOPE
from cnn_docs.lenet5.specification import C3_TABLE

from .recipes import PaperRecipe

Array = NDArray[Any]

_SOURCES = [source for row in C3_TABLE for source in row]
_TARGETS = [target for target, row in enumerate(C3_TABLE) for _ in row]


def _windows(size: int) -> NDArray[np.intp]:
    """Return, for each unit after a 5×5 convolution, the 25 places it reads in a size × size map.

    Units that the next layer adds lie a quarter of the rows apart: first the upper left of every
    2×2 window, then the upper right, and so on.
    """
    place = np.arange(size * size).reshape(size, size)
    views = np.lib.stride_tricks.sliding_window_view(place, (5, 5))
    quarters = [views[row::2, column::2].reshape(-1, 25) for row in (0, 1) for column in (0, 1)]
    return np.concatenate(quarters)


_C1_WINDOWS = _windows(32)
_C3_WINDOWS = _windows(14)
# Where each entry of C3's windows goes when what flows back is added up over S2.
_S2_PLACES = (_C3_WINDOWS[:, :, None] * 6 + np.arange(6)).reshape(-1)


def _squash(sums: Array) -> Array:
    return AMPLITUDE * np.tanh(SLOPE * sums)


def _slope(squashed: Array) -> Array:
    """Return f′ where f has the value given."""
    return AMPLITUDE * SLOPE - (SLOPE / AMPLITUDE) * np.square(squashed)


class PatternNetwork:
    """LeNet-5's weights, and the passes forward and back for one pattern."""

    def __init__(self, weights: list[Array]) -> None:
        """Take the twelve trainable arrays of a Keras LeNet-5, in its order."""
        dtype = weights[0].dtype
        c1, c1_bias, s2, s2_bias, kernels, c3_bias, s4, s4_bias, c5, c5_bias, f6, f6_bias = weights
        dense = np.zeros((25, 6, 16), dtype)
        dense[:, _SOURCES, _TARGETS] = kernels.reshape(60, 25).T
        self.weights = [
            c1.reshape(25, 6),
            c1_bias,
            s2,
            s2_bias,
            dense.reshape(150, 16),
            c3_bias,
            s4,
            s4_bias,
            c5.reshape(400, 120),
            c5_bias,
            f6,
            f6_bias,
        ]
        self.weights = [np.array(weight) for weight in self.weights]
        linked = np.zeros((25, 6, 16), dtype)
        linked[:, _SOURCES, _TARGETS] = 1
        self.linked = linked.reshape(150, 16)
        self.codes = codes().astype(dtype)

    def keras_weights(self) -> list[Array]:
        """Return the weights in the shapes and the order in which they came."""
        weights = list(self.weights)
        weights[0] = weights[0].reshape(5, 5, 1, 6)
        weights[4] = weights[4].reshape(25, 6, 16)[:, _SOURCES, _TARGETS].T.reshape(60, 5, 5)
        weights[8] = weights[8].reshape(5, 5, 16, 120)
        return weights

    def forward(self, image: Array) -> list[Array]:
        """Return what each layer reads and gives for one image of shape (32, 32).

        In order: C1's windows and output, S2's sums and output, C3's windows and output, S4's sums
        and output, the outputs of C5 and F6.
        """
        c1, c1_bias, s2, s2_bias, c3, c3_bias, s4, s4_bias, c5, c5_bias, f6, f6_bias = self.weights
        windows1 = image.reshape(-1)[_C1_WINDOWS]
        out1 = _squash(windows1 @ c1 + c1_bias)
        sums2 = out1.reshape(4, 196, 6).sum(axis=0)
        out2 = _squash(sums2 * s2 + s2_bias)
        windows3 = out2[_C3_WINDOWS].reshape(100, 150)
        out3 = _squash(windows3 @ c3 + c3_bias)
        sums4 = out3.reshape(4, 25, 16).sum(axis=0)
        out4 = _squash(sums4 * s4 + s4_bias)
        out5 = _squash(out4.reshape(-1) @ c5 + c5_bias)
        out6 = _squash(out5 @ f6 + f6_bias)
        return [windows1, out1, sums2, out2, windows3, out3, sums4, out4, out5, out6]

    def backward(
        self, states: list[Array], upstream: Array, *, second: bool = False
    ) -> list[Array]:
        """Carry derivatives with respect to F6's outputs back to every weight.

        Args:
            states: What `forward` returned.
            upstream: First or second derivatives of the loss with respect to the 84 outputs of F6.
            second: Whether they are second derivatives. These flow back by the same rules with
                every weight, activation and slope squared: the diagonal Gauss–Newton approximation,
                which leaves out f″ and what couples two weights.

        Returns:
            One array for each of `self.weights`.
        """
        weights, slopes = self.weights, [_slope(states[k]) for k in (1, 3, 5, 7, 8, 9)]
        if second:
            weights, states, slopes = (
                [np.square(array) for array in arrays] for arrays in (weights, states, slopes)
            )
        windows1, _, sums2, _, windows3, _, sums4, out4, out5, _ = states
        slope1, slope2, slope3, slope4, slope5, slope6 = slopes
        _, _, s2, _, c3, _, s4, _, c5, _, f6, _ = weights
        down6 = upstream * slope6
        down5 = (f6 @ down6) * slope5
        down4 = (c5 @ down5).reshape(25, 16) * slope4
        # Each of the four units that were added receives the same.
        down3 = ((down4 * s4) * slope3.reshape(4, 25, 16)).reshape(100, 16)
        spread = np.bincount(_S2_PLACES, weights=(down3 @ c3.T).reshape(-1), minlength=1176)
        down2 = spread.astype(slope2.dtype).reshape(196, 6) * slope2
        down1 = ((down2 * s2) * slope1.reshape(4, 196, 6)).reshape(784, 6)
        return [
            windows1.T @ down1,
            down1.sum(axis=0),
            (down2 * sums2).sum(axis=0),
            down2.sum(axis=0),
            (windows3.T @ down3) * self.linked,
            down3.sum(axis=0),
            (down4 * sums4).sum(axis=0),
            down4.sum(axis=0),
            np.outer(out4, down5),
            down5,
            np.outer(out5, down6),
            down6,
        ]

    def loss_derivatives(self, out6: Array, label: int, j: float) -> tuple[float, Array, Array]:
        """Return equation 9 for one pattern with its first and second derivatives at F6.

        The second derivatives are exact, and never negative: 2 p₀ plus four times the variance of
        x − w over the classes, p₀ being the share of the "none of these" class.
        """
        differences = out6 - self.codes
        distances = np.square(differences).sum(axis=1)
        exponents = np.append(-distances, -j)
        peak = exponents.max()
        shares = np.exp(exponents - peak)
        total = shares.sum()
        shares = (shares / total).astype(out6.dtype)
        loss = float(distances[label] + peak + np.log(total))
        mean = shares[:10] @ differences
        first = 2 * (differences[label] - mean)
        second = 2 * shares[10] + 4 * (shares[:10] @ np.square(differences) - np.square(mean))
        return loss, first, second


def curvature(network: PatternNetwork, images: Array, labels: Array, j: float) -> list[Array]:
    """Return h for every weight: the mean of the second derivatives over some patterns.

    Args:
        network: The network as it stands.
        images: float32 array of shape (n, 32, 32, 1).
        labels: int32 array of shape (n,).
        j: The constant of equation 9.
    """
    totals = [np.zeros_like(weight) for weight in network.weights]
    for image, label in zip(images, labels, strict=True):
        states = network.forward(image)
        _, _, second = network.loss_derivatives(states[-1], int(label), j)
        for total, h in zip(totals, network.backward(states, second, second=True), strict=True):
            total += h
    return [total / len(images) for total in totals]


class LevenbergMarquardtTraining:
    """One run of the paper's recipe on one network."""

    def __init__(
        self,
        model: keras.Model,
        recipe: PaperRecipe,
        seed: int,
        images: NDArray[np.float32],
        labels: NDArray[np.int32],
    ) -> None:
        """Keep the model, whose weights change with each pass, and what it is to learn.

        Args:
            model: What `network.build` returned.
            recipe: How it learns.
            seed: Seed of the order, of the distortions and of the sample for the curvature.
            images: float32 array of shape (n, 32, 32, 1).
            labels: int32 array of shape (n,).

        Raises:
            ValueError: If the recipe asks for elastic displacement.
        """
        if recipe.distortions and recipe.distortions.elastic:
            raise ValueError(
                "`recipe.distortions.elastic` must be 0, for the paper's distortions are affine, "
                f"got {recipe.distortions.elastic}."
            )
        self.model = model
        self.recipe = recipe
        self.seed = seed
        self.images = images
        self.labels = labels

    @property
    def variables(self) -> list[Any]:
        """Everything that a checkpoint must hold."""
        return list(self.model.trainable_variables)

    def run_pass(self, index: int, advance: Callable[[int], object]) -> float:
        """Show every image once, in random order, with the η of this pass.

        Args:
            index: Which pass it is, from 0.
            advance: Called with the number of images done since the last call.

        Returns:
            The mean loss over the pass.
        """
        random = np.random.default_rng([self.seed, index])
        recipe, images, labels = self.recipe, self.images, self.labels
        if recipe.distortions:
            transforms = draw_affine(recipe.distortions, len(images), random)
            images = apply_affine(images, transforms).numpy()
        network = PatternNetwork([np.asarray(weight) for weight in self.variables])
        count = min(recipe.curvature_samples, len(images))
        sample = random.choice(len(images), count, replace=False)
        # The gradient below is that of the loss itself, so its divisor goes into the step.
        steps = [
            np.float32(recipe.steps[index] / recipe.loss_divisor)
            / (np.float32(recipe.mu) + h / np.float32(recipe.loss_divisor))
            for h in curvature(network, images[sample], labels[sample], recipe.j)
        ]
        total = 0.0
        for done, chosen in enumerate(random.permutation(len(images)), start=1):
            states = network.forward(images[chosen])
            loss, first, _ = network.loss_derivatives(states[-1], int(labels[chosen]), recipe.j)
            for weight, step, gradient in zip(
                network.weights, steps, network.backward(states, first), strict=True
            ):
                gradient *= step
                weight -= gradient
            total += loss
            if done % 1000 == 0 or done == len(images):
                advance(done % 1000 or 1000)
        for variable, weight in zip(self.variables, network.keras_weights(), strict=True):
            variable.assign(weight)
        return total / len(images)
