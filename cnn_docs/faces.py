"""Drawn faces, the same faces with their parts rearranged, and pictures without a face.

A face is four parts on even skin: two eyes with their brows, a nose and a mouth, each in its place.
In a rearranged face the same parts stand in each other's places, and nothing else differs: whatever
tells the two pictures apart has seen where the parts are. A picture without a face has four marks
of the same size in place of the parts.

The places lie so far apart that no window of 5×5 pixels meets two parts, and so far from the border
that every such window which meets a part lies inside the picture. Their distances are even, so that
windows with a stride of 2 meet each part in the same way in every place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cnn_docs._integer_checks import non_negative_integer, positive_integer

Images = NDArray[np.float32]
Patch = NDArray[np.float64]

SIZE = 37
"""Pixels along each side of a picture."""

PLACES = ((8, 10), (8, 26), (18, 18), (28, 18))
"""Row and column in the middle of the four places: the left eye's, the right eye's, the nose's and
the mouth's. All four move together by up to `SHIFT` pixels."""

SHIFT = 2
"""How far, in pixels, the parts of a picture may be moved together, up, down or to the side."""

PART = (5, 9)
"""Height and width of the patch that holds one part, in pixels."""

REARRANGEMENTS = tuple(
    (left, right, nose, mouth)
    for left in ("eye", "nose", "mouth")
    for right in ("eye", "nose", "mouth")
    for nose in ("eye", "nose", "mouth")
    for mouth in ("eye", "nose", "mouth")
    if sorted((left, right, nose, mouth)) == ["eye", "eye", "mouth", "nose"]
    and (left, right) != ("eye", "eye")
)
"""What stands in the four places of a rearranged face: ten ways, all that move an eye away from
the eyes' places."""


def faces(count: int, *, seed: int) -> Images:
    """Draw faces.

    Skin, ink, brows, gaze, nose and mouth vary from face to face, and so does the place of the
    whole face.

    Args:
        count: How many.
        seed: The same seed gives the same faces.

    Returns:
        Grey values from 0 (black) to 1 (white), float32 of shape (count, 37, 37, 1).

    Raises:
        ValueError: If `count` is not positive or `seed` is negative.

    >>> from cnn_docs.faces import faces
    >>> faces(2, seed=0).shape
    (2, 37, 37, 1)
    """
    return _draw(count, seed, [("eye", "eye", "nose", "mouth")])


def rearranged_faces(
    count: int, *, seed: int, arrangements: Sequence[Sequence[str]] = REARRANGEMENTS
) -> Images:
    """Draw the faces that `faces` draws with the same seed, with their parts in other places.

    Args:
        count: How many.
        seed: The same seed gives the same parts as in `faces`, and the same skin.
        arrangements: What may stand in the four places. One is drawn for each picture.

    Returns:
        Grey values from 0 to 1, float32 of shape (count, 37, 37, 1).

    Raises:
        ValueError: As for `faces`, or if an arrangement is none of `REARRANGEMENTS`.

    >>> from cnn_docs.faces import faces, rearranged_faces
    >>> face, rearranged = faces(1, seed=0), rearranged_faces(1, seed=0)
    >>> bool((face == rearranged).all()), bool(np.isclose(face.sum(), rearranged.sum()))
    (False, True)
    """
    chosen = [tuple(arrangement) for arrangement in arrangements]
    if not chosen or any(arrangement not in REARRANGEMENTS for arrangement in chosen):
        raise ValueError(
            f"`arrangements` must hold one or more of cnn_docs.faces.REARRANGEMENTS, got {chosen}."
        )
    return _draw(count, seed, chosen)


def non_faces(count: int, *, seed: int) -> Images:
    """Draw pictures with no part of a face: bars, crosses, rings and the like in the four places.

    Args:
        count: How many.
        seed: The same seed gives the same pictures.

    Returns:
        Grey values from 0 to 1, float32 of shape (count, 37, 37, 1).

    Raises:
        ValueError: As for `faces`.

    >>> from cnn_docs.faces import non_faces
    >>> non_faces(2, seed=0).shape
    (2, 37, 37, 1)
    """
    return _draw(count, seed, [("mark", "mark", "mark", "mark")])


def _draw(count: int, seed: int, arrangements: list[tuple[Any, ...]]) -> Images:
    positive_integer(count, "count")
    non_negative_integer(seed, "seed")
    # Two streams: what is drawn does not depend on where it stands.
    what, where = (np.random.default_rng([seed, stream]) for stream in (0, 1))
    images = np.empty((count, SIZE, SIZE, 1), np.float32)
    for image in images:
        skin, ink = what.uniform(0.55, 0.8), what.uniform(0.0, 0.25)
        shift = what.integers(-SHIFT, SHIFT + 1, size=2)
        eye, mark = _eyes(what, skin, ink), _marks(what, skin, ink)
        patches = {
            "eye": [eye, eye],
            "nose": [_nose(what, skin, ink)],
            "mouth": [_mouth(what, skin, ink)],
            "mark": mark,
        }
        image[:] = skin
        arrangement = arrangements[where.integers(len(arrangements))]
        for name, (row, column) in zip(arrangement, np.array(PLACES) + shift, strict=True):
            image[row - 2 : row + 3, column - 4 : column + 5, 0] = patches[name].pop()
    return images


def _eyes(rng: Generator, skin: float, ink: float) -> Patch:
    """One eye, drawn twice in a face: a brow, and a white ellipse with the iris somewhere in it."""
    patch = np.full(PART, skin)
    reach = rng.integers(2, 5)
    patch[0, 4 - reach : 5 + reach] = ink
    patch[3, 1:8] = 1.0
    patch[2:5, 2:7] = 1.0
    iris = rng.integers(3, 6)
    patch[2:5, iris - 1 : iris + 2] = ink + 0.15
    patch[3, iris] = ink
    return patch


def _nose(rng: Generator, skin: float, ink: float) -> Patch:
    """A shaded ridge over two nostrils."""
    patch = np.full(PART, skin)
    patch[: rng.integers(3, 5), 4] = (skin + ink) / 2
    width = rng.integers(1, 3)
    patch[4, [4 - width, 4 + width]] = ink
    patch[4, 4 - width + 1 : 4 + width] = (skin + ink) / 2
    return patch


def _mouth(rng: Generator, skin: float, ink: float) -> Patch:
    """Lips that smile, frown or stay level, closed or open."""
    patch = np.full(PART, skin)
    reach = rng.integers(3, 5)
    bend = rng.integers(-1, 2)
    patch[2, 5 - reach : 4 + reach] = ink
    patch[2 + bend, [4 - reach, 4 + reach]] = ink
    if rng.random() < 0.5:
        patch[3, 6 - reach : 3 + reach] = (ink + skin) / 2
    return patch


def _marks(rng: Generator, skin: float, ink: float) -> list[Patch]:
    """Four marks as large as the parts and in their tones."""
    return [_mark(rng, skin, ink) for _ in range(4)]


def _mark(rng: Generator, skin: float, ink: float) -> Patch:
    patch = np.full(PART, skin)
    tone = rng.choice([ink, (ink + skin) / 2, 1.0])
    kind = rng.integers(5)
    if kind == 0:  # bars
        patch[:, rng.integers(0, 3) : 9 : 3] = tone
    elif kind == 1:  # a cross
        patch[2, 2:7] = patch[:, 4] = tone
    elif kind == 2:  # a ring
        patch[:, 2:7] = tone
        patch[1:4, 3:6] = skin
    elif kind == 3:  # a stroke that climbs or falls
        rows = np.arange(5)[:: rng.choice([-1, 1])]
        patch[rows, np.arange(2, 7)] = patch[rows, np.arange(3, 8)] = tone
    else:  # a block
        patch[1:4, 4 - rng.integers(1, 4) : 5 + rng.integers(1, 4)] = tone
    return patch
