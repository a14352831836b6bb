"""What the layers take and give."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
"""An array of floating-point numbers."""

Size = int | tuple[int, int]
"""One number for both axes, or (height, width)."""

Padding2D = str | tuple[tuple[int, int], tuple[int, int]]
"""`"valid"`, `"same"`, or the rows and columns of zeros ((top, bottom), (left, right))."""
