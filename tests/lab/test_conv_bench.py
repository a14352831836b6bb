"""The convolution bench: its numbers against Keras, and the scripts that it hands out."""

from __future__ import annotations

import contextlib
import io
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
from playwright.sync_api import Browser, Page

from cnn_docs.lenet5.layers import scaled_tanh
from tests.browser import DESKTOP
from tests.lab.bench import open_bench

RELATIVE = 1e-5  # of Σ|x·w|, and of what LeNet-5's squashing makes of that


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=DESKTOP, reduced_motion="reduce") as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


# Numbers

POOLINGS = {
    "none": lambda maps, _: maps,
    "max": lambda maps, _: tf.keras.layers.MaxPooling2D(2)(maps).numpy(),
    "average": lambda maps, _: tf.keras.layers.AveragePooling2D(2)(maps).numpy(),
    "lenet": lambda maps, trained: scaled_tanh(
        4 * trained["coefficient"] * tf.keras.layers.AveragePooling2D(2)(maps) + trained["shift"]
    ).numpy(),
}


def geometries() -> list[dict[str, Any]]:
    """Every way in which a window can lie that Keras takes."""
    found = []
    for size, stride, dilation in itertools.product(range(1, 6), range(1, 4), range(1, 4)):
        for padding in ("valid", "same"):
            fits = padding == "same" or dilation * (size - 1) + 1 <= 8
            if fits and not (stride > 1 and dilation > 1):
                found.append(
                    {"size": size, "stride": stride, "padding": padding, "dilation": dilation}
                )
    return found


def random_layer(
    rng: np.random.Generator, geometry: dict[str, Any], channels: int
) -> dict[str, Any]:
    """A picture, weights, and the other settings of the layer."""
    return {
        "geometry": geometry,
        "channels": rng.integers(0, 17, (channels, 64)).tolist(),
        "slices": rng.normal(0, 1, (channels, geometry["size"] ** 2)).round(3).tolist(),
        "bias": round(float(rng.normal(0, 5)), 3),
        "relu": bool(rng.integers(2)),
        "coefficient": round(float(rng.normal(0, 0.2)), 3),
        "shift": round(float(rng.normal()), 3),
    }


def keras_maps(geometry: dict[str, Any], layers: list[dict[str, Any]]) -> tuple[Any, Any]:
    """The sums of each layer, and Σ|x·w| + |bias| of each, both (layers, height, width, 1).

    One Conv2D computes all: each layer is one of its filters, on a picture of its own.
    """
    size = geometry["size"]
    own = np.arange(len(layers))
    x = np.reshape([layer["channels"] for layer in layers], (len(layers), -1, 8, 8))
    kernel = np.reshape([layer["slices"] for layer in layers], (len(layers), -1, size, size))
    weights = [kernel.transpose(2, 3, 1, 0), np.array([layer["bias"] for layer in layers])]
    conv = tf.keras.layers.Conv2D(
        len(layers),
        size,
        strides=geometry["stride"],
        padding=geometry["padding"],
        dilation_rate=geometry["dilation"],
    )
    x = x.transpose(0, 2, 3, 1).astype("float32")
    conv.build(x.shape)
    results = []
    for arrays in (weights, [np.abs(array) for array in weights]):
        conv.set_weights(arrays)
        results.append(conv(x).numpy()[own, :, :, own, np.newaxis])
    return results[0], results[1]


def test_hundreds_of_random_settings_agree_with_keras(
    page: Page, lab_address: str, record_property: Callable[[str, object], None]
) -> None:
    rng = np.random.default_rng(7)
    cases = []  # what the browser is asked, and what Keras makes of it, with the error allowed
    for geometry, channels in itertools.product(geometries(), (1, 3)):
        layers = [random_layer(rng, geometry, channels) for _ in range(4)]
        for layer, sums, sizes in zip(layers, *keras_maps(geometry, layers), strict=True):
            maps = np.maximum(sums, 0) if layer["relu"] else sums
            pooling = str(rng.choice(list(POOLINGS))) if maps.shape[0] > 1 else "none"
            expected = POOLINGS[pooling](maps[np.newaxis], layer)
            # The squashing stretches differences by its slope; the others never do.
            slope = 1.7159 * 2 / 3 * 4 * abs(layer["coefficient"]) if pooling == "lenet" else 1
            allowed = max(1.0, slope) * RELATIVE * sizes.max()
            cases.append((layer | {"pooling": pooling}, expected.ravel(), allowed))

    page.goto(f"{lab_address}blank.html")
    found = page.evaluate(
        """async layers => {
          const { layerOf } = await import("./assets/lab/bench/convolution.js")
          return layers.map(layer => {
            const channels = layer.channels.map(values => ({ height: 8, width: 8, values }))
            const { map, pooled } = layerOf(channels, layer.slices, layer)
            return Array.from((pooled ?? map).values)
          })
        }""",
        [layer for layer, _, _ in cases],
    )
    errors = [
        np.abs(np.array(seen) - expected).max() / allowed
        for seen, (_, expected, allowed) in zip(found, cases, strict=True)
    ]
    worst = f"{len(cases)} settings, largest difference {max(errors) * RELATIVE:.1e} of Σ|x·w|"
    record_property("measured", worst)
    assert len(cases) > 200
    assert max(errors) < 1


# The script

STATES = [
    "",
    "?input=flower&kernel=c1-2&padding=same&bias=-2.5&relu=1&pooling=average",
    "?input=digit-12&kernel=0.1,-2,3.25,1e-3&stride=3",
    "?input=square&kernel=sobel-x&dilation=3&padding=same&pooling=max",
    "?input=twins&kernel=difference&relu=1",
    "?input=digit-7&kernel=random-2&pooling=lenet&coefficient=-0.3&shift=0.5",
]


@pytest.mark.parametrize("state", STATES)
def test_the_script_gives_the_numbers_on_the_screen(
    page: Page, lab_address: str, state: str
) -> None:
    open_bench(page, lab_address, state)
    assert not page.locator(".lab-complaint").count()
    page.get_by_text("Show the Keras code").click()
    script = page.locator(".lab-code").text_content() or ""
    on_screen = page.evaluate(
        """() => {
          const { map, pooled, parts } = document.querySelector("conv-bench").bench
          const { height, width, values } = pooled ?? map
          return { shape: [1, height, width, 1], values: Array.from(values),
                   scale: Math.max(1, ...parts.flatMap(part => Array.from(part.values, Math.abs))) }
        }"""
    )
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(script, names)
    maps = names["maps"].numpy()
    assert list(maps.shape) == on_screen["shape"]
    np.testing.assert_allclose(
        maps.ravel(), on_screen["values"], rtol=0, atol=RELATIVE * on_screen["scale"]
    )
    assert str(maps[0, :, :, 0]) in printed.getvalue()
