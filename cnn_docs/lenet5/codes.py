"""The target codes of the output layer: one 7×12 bitmap for each digit.

The paper prints its codes as a picture only (Fig. 3), so no set is canonical. These were drawn for
this project: stylised characters with strokes two pixels wide, as in a printed typeface. Digits
that look alike get codes that are alike, which is the paper's reason for using characters at all:
a mistake between similar shapes then costs less than one between shapes that share nothing.
"""

import numpy as np
from numpy.typing import NDArray

ROWS, COLUMNS = 12, 7

_DRAWINGS = """
.#####. ...##.. .#####. .#####. ....##. ####### ..####. ####### .#####. .#####.
####### ..###.. ####### ####### ...###. ####### .#####. ####### ####### #######
##...## .####.. ##...## ##...## ..####. ##..... ##..... .....## ##...## ##...##
##...## ...##.. .....## .....## .##.##. ##..... ##..... .....## ##...## ##...##
##...## ...##.. .....## .....## ##..##. ######. ######. ....##. ##...## ##...##
##...## ...##.. ....##. ..####. ##..##. ####### ####### ....##. .#####. #######
##...## ...##.. ...##.. ..####. ##..##. .....## ##...## ...##.. .#####. .######
##...## ...##.. ..##... .....## ####### .....## ##...## ...##.. ##...## .....##
##...## ...##.. .##.... .....## ####### .....## ##...## ..##... ##...## .....##
##...## ...##.. ##..... ##...## ....##. ##...## ##...## ..##... ##...## .....##
####### .###### ####### ####### ....##. ####### ####### .##.... ####### .#####.
.#####. .###### ####### .#####. ....##. .#####. .#####. .##.... .#####. .####..
"""


def bitmaps() -> NDArray[np.float32]:
    """Return the ten codes as pictures.

    Returns:
        float32 array of shape (10, 12, 7): +1 where there is ink, −1 elsewhere.

    >>> digits = bitmaps()
    >>> digits.shape
    (10, 12, 7)
    >>> for row in digits[1, :4]:
    ...     print("".join("#" if cell > 0 else "-" for cell in row))
    ---##--
    --###--
    -####--
    ---##--
    """
    rows = [line.split() for line in _DRAWINGS.split("\n") if line]
    ink = np.array([[[cell == "#" for cell in text] for text in row] for row in rows])
    return np.where(ink.transpose(1, 0, 2), 1.0, -1.0).astype(np.float32)


def codes() -> NDArray[np.float32]:
    """Return the ten codes as vectors, read row by row: the weights of the RBF layer.

    Returns:
        float32 array of shape (10, 84) holding −1 and +1.

    >>> codes().shape
    (10, 84)
    """
    return bitmaps().reshape(10, ROWS * COLUMNS)


def code_distances() -> NDArray[np.float32]:
    """Return the squared Euclidean distance between every two codes.

    Two codes that differ in n pixels are 4n apart, so this is four times the Hamming distance. It
    is also what the output layer would show for a perfect F6: zero for the right digit, a row of
    this matrix for the others.

    Returns:
        float32 array of shape (10, 10), zero on the diagonal.

    >>> apart = code_distances()
    >>> float(apart[3, 8]), float(apart[0, 1])
    (40.0, 228.0)
    """
    vectors = codes()
    return np.square(vectors[:, None, :] - vectors[None, :, :]).sum(-1)
