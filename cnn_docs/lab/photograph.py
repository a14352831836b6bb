"""The photograph that the convolution bench offers as a picture of three channels."""

from __future__ import annotations

import json

from sklearn.datasets import load_sample_image


def flower_file() -> str:
    """Return the flower that ships with scikit-learn, 8×8 pixels of it, as JSON.

    Every fortieth pixel, each channel in whole numbers from 0 to 15, so that the numbers fit the
    cells of the bench. The photograph is by the Flickr user vultilion (CC BY 2.0).

    Returns:
        `{"channels": [64 red values row by row, 64 green, 64 blue]}`.

    >>> [len(channel) for channel in json.loads(flower_file())["channels"]]
    [64, 64, 64]
    """
    pixels = load_sample_image("flower.jpg")[40:360:40, 140:460:40] // 16
    channels = pixels.reshape(-1, 3).T.tolist()
    return json.dumps({"channels": channels}, separators=(",", ":"))
