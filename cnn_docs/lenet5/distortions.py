"""Random distortions of the training digits, drawn anew each time a digit is shown.

The paper's are planar affine: translation, scaling, squeezing (narrower and taller, or the reverse)
and horizontal shear (section III-B). Rotation and smooth elastic displacement go beyond it.
"""

from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from .specification import BACKGROUND, IMAGE_SIZE

_CENTRE = (IMAGE_SIZE - 1) / 2


class Distortions(NamedTuple):
    """How far each distortion may go. All draws are uniform, but the elastic one is normal."""

    translation: float = 0.0
    """Largest shift along each axis, in pixels."""
    scaling: float = 0.0
    """Largest change of size: the factor lies within e^±scaling."""
    squeezing: float = 0.0
    """Largest change of shape: width times e^s, height times e^−s, |s| ≤ squeezing."""
    shear: float = 0.0
    """Largest horizontal shift per row, in pixels."""
    rotation: float = 0.0
    """Largest angle, in radians."""
    elastic: float = 0.0
    """Standard deviation, in pixels, of the displacements at the knots of a coarse grid."""
    knots: int = 5
    """Knots of that grid along each axis; the displacement between them is bicubic."""


def draw_affine(
    distortions: Distortions, count: int, random: np.random.Generator
) -> NDArray[np.float32]:
    """Draw one planar affine transformation for each image, about the image's centre.

    Args:
        distortions: How far each may go.
        count: Number of transformations.
        random: Where the draws come from.

    Returns:
        float32 array of shape (count, 8): (a0, a1, a2, b0, b1, b2, 0, 0). The output pixel (x, y)
        shows the input at (a0 x + a1 y + a2, b0 x + b1 y + b2).

    >>> draw_affine(Distortions(), 1, np.random.default_rng(0)).tolist()
    [[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]]
    """

    def within(limit: float) -> NDArray[np.float64]:
        return random.uniform(-limit, limit, count)

    size, shape = within(distortions.scaling), within(distortions.squeezing)
    shear, angle = within(distortions.shear), within(distortions.rotation)
    width, height = np.exp(size + shape), np.exp(size - shape)
    cosine, sine = np.cos(angle), np.sin(angle)
    a0, a1 = cosine * width, cosine * shear * width - sine * height
    b0, b1 = sine * width, sine * shear * width + cosine * height
    shift_x, shift_y = within(distortions.translation), within(distortions.translation)
    a2 = _CENTRE - a0 * _CENTRE - a1 * _CENTRE + shift_x
    b2 = _CENTRE - b0 * _CENTRE - b1 * _CENTRE + shift_y
    zero = np.zeros(count)
    return np.stack([a0, a1, a2, b0, b1, b2, zero, zero], axis=1).astype(np.float32)


def draw_elastic(
    distortions: Distortions, count: int, random: np.random.Generator
) -> NDArray[np.float32]:
    """Draw the displacements at the knots of a coarse grid, for each image.

    Args:
        distortions: How far they may go, and how many knots there are.
        count: Number of grids.
        random: Where the draws come from.

    Returns:
        float32 array of shape (count, knots, knots, 2), in pixels: down, then right.

    >>> draw_elastic(Distortions(elastic=1.0, knots=4), 3, np.random.default_rng(0)).shape
    (3, 4, 4, 2)
    """
    shape = (count, distortions.knots, distortions.knots, 2)
    return np.float32(distortions.elastic) * random.standard_normal(shape, dtype=np.float32)


def apply_affine(images: Any, transforms: Any) -> Any:
    """Redraw images under planar affine transformations, by bilinear interpolation.

    Args:
        images: float32 tensor of shape (n, 32, 32, 1).
        transforms: float32 tensor of shape (n, 8), from `draw_affine`.

    Returns:
        float32 tensor of shape (n, 32, 32, 1). What comes in from outside is background.
    """
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=images,
        transforms=transforms,
        output_shape=[IMAGE_SIZE, IMAGE_SIZE],
        fill_value=BACKGROUND,
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
    )


def apply_warp(images: Any, transforms: Any, displacements: Any) -> Any:
    """Redraw images under affine transformations and elastic displacements, interpolating once.

    Args:
        images: float32 tensor of shape (n, 32, 32, 1).
        transforms: float32 tensor of shape (n, 8), from `draw_affine`.
        displacements: float32 tensor of shape (n, knots, knots, 2), from `draw_elastic`.

    Returns:
        float32 tensor of shape (n, 32, 32, 1). Beyond the edge the outermost pixels continue.
    """
    row, column = tf.meshgrid(
        tf.range(float(IMAGE_SIZE)), tf.range(float(IMAGE_SIZE)), indexing="ij"
    )
    smooth = tf.image.resize(displacements, (IMAGE_SIZE, IMAGE_SIZE), "bicubic")
    a0, a1, a2, b0, b1, b2 = (transforms[:, k, None, None] for k in range(6))
    # The corner below and to the right of the sample must exist, hence the bound just under 31.
    last = IMAGE_SIZE - 1.001
    y = tf.clip_by_value(b0 * column + b1 * row + b2 + smooth[..., 0], 0.0, last)
    x = tf.clip_by_value(a0 * column + a1 * row + a2 + smooth[..., 1], 0.0, last)
    top, left = tf.floor(y), tf.floor(x)
    down, right = y - top, x - left
    first = IMAGE_SIZE**2 * tf.range(tf.shape(images)[0])[:, None, None]
    corner = first + tf.cast(top * IMAGE_SIZE + left, tf.int32)
    pixels = tf.reshape(images, (-1,))

    def at(offset: int) -> Any:
        return tf.gather(pixels, corner + offset)

    upper = at(0) * (1 - right) + at(1) * right
    lower = at(IMAGE_SIZE) * (1 - right) + at(IMAGE_SIZE + 1) * right
    return (upper * (1 - down) + lower * down)[..., None]
