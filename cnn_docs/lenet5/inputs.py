"""What the network accepts: 32×32 images with values from −0.1 (background) to 1.175 (ink)."""

import numpy as np
from numpy.typing import NDArray

from .specification import BACKGROUND, IMAGE_SIZE, INK

# Room for rounding, and for pictures interpolated slightly past the two ends.
_SLACK = 0.01


def prepare(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn MNIST's pictures into the paper's inputs; see `from_unit`.

    Args:
        images: uint8 array of shape (n, 28, 28) with values 0–255.

    Returns:
        float32 array of shape (n, 32, 32, 1).

    Raises:
        ValueError: If the dtype or the shape is another one.

    >>> inputs = prepare(np.full((2, 28, 28), 255, dtype=np.uint8))
    >>> inputs.shape
    (2, 32, 32, 1)
    >>> round(float(inputs[0, 0, 0, 0]), 3), round(float(inputs[0, 16, 16, 0]), 3)
    (-0.1, 1.175)
    """
    images = np.asarray(images)
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != (28, 28):
        raise ValueError(
            "`images` must be a uint8 array of shape (n, 28, 28), got "
            f"{images.dtype} of shape {images.shape}."
        )
    return from_unit(images / np.float32(255))


def from_unit(images: NDArray[np.floating]) -> NDArray[np.float32]:
    """Turn pictures of grey values between 0 and 1 into the paper's inputs.

    Background becomes −0.1 and full ink 1.175. A 28×28 field is set into the middle of 32×32, so
    that end-points and corners of a stroke can fall in the centre of the receptive fields of C3.

    Args:
        images: Floating array of shape (n, 28, 28) or (n, 32, 32), from 0 (paper) to 1 (ink).

    Returns:
        float32 array of shape (n, 32, 32, 1).

    Raises:
        ValueError: If the shape or the range is another one.

    >>> from_unit(np.zeros((5, 32, 32))).shape
    (5, 32, 32, 1)
    """
    images = np.asarray(images)
    if images.ndim != 3 or images.shape[1:] not in ((28, 28), (IMAGE_SIZE, IMAGE_SIZE)):
        raise ValueError(
            f"`images` must have shape (n, 28, 28) or (n, 32, 32), got {images.shape}."
        )
    if images.size and not (images.min() >= 0 and images.max() <= 1):
        raise ValueError(
            "`images` must hold grey values from 0 (paper) to 1 (ink), got values from "
            f"{float(images.min()):g} to {float(images.max()):g}."
        )
    margin = (IMAGE_SIZE - images.shape[1]) // 2
    padded = np.pad(images, ((0, 0), (margin, margin), (margin, margin)))[..., np.newaxis]
    return (BACKGROUND + (INK - BACKGROUND) * padded).astype(np.float32)


def check_images(images: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return `images` as float32 if the network can read them.

    Args:
        images: Floating-point array of shape (n, 32, 32, 1) with values from −0.1 to 1.175.

    Returns:
        float32 array of the same shape.

    Raises:
        ValueError: If the shape, the dtype or the range is another one.

    >>> check_images(np.full((1, 32, 32, 1), 255.0))
    Traceback (most recent call last):
    ValueError: `images` must lie between -0.1 (background) and 1.175 (ink), got values from 255 ...
    """
    images = np.asarray(images)
    if images.ndim != 4 or images.shape[1:] != (IMAGE_SIZE, IMAGE_SIZE, 1):
        raise ValueError(
            f"`images` must have shape (n, {IMAGE_SIZE}, {IMAGE_SIZE}, 1), got {images.shape}. "
            "For MNIST's 28×28 pictures use `prepare`."
        )
    if not np.issubdtype(images.dtype, np.floating):
        raise ValueError(f"`images` must hold floating-point values, got {images.dtype}.")
    if images.size:
        low, high = float(images.min()), float(images.max())
        if not (low >= BACKGROUND - _SLACK and high <= INK + _SLACK):
            raise ValueError(
                f"`images` must lie between {BACKGROUND} (background) and {INK} (ink), got values "
                f"from {low:g} to {high:g}. `prepare` scales grey values of 0 to 255."
            )
    return images.astype(np.float32)


def check_labels(labels: NDArray[np.integer]) -> NDArray[np.int32]:
    """Return `labels` as int32 if each is a digit.

    Args:
        labels: Integer array of shape (n,), each from 0 to 9.

    Returns:
        int32 array of shape (n,).

    Raises:
        ValueError: If the shape or the dtype is another one, or a label lies outside 0–9.

    >>> check_labels(np.array([3, 10]))
    Traceback (most recent call last):
    ValueError: `labels` must be digits from 0 to 9, got 10 at position 1.
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            f"`labels` must be a one-dimensional array of integers, got {labels.dtype} of shape "
            f"{labels.shape}."
        )
    wrong = np.flatnonzero((labels < 0) | (labels > 9))
    if wrong.size:
        raise ValueError(
            f"`labels` must be digits from 0 to 9, got {labels[wrong[0]]} at position {wrong[0]}."
        )
    return labels.astype(np.int32)
