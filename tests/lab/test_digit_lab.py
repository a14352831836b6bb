"""The numbers of the digit lab against Keras."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from cnn_docs import data
from cnn_docs.lab.sample_files import digits_file
from cnn_docs.lenet5 import network, pretrained
from cnn_docs.lenet5.inputs import prepare
from cnn_docs.lenet5.specification import C3_TABLE, receptive_field
from cnn_docs.training.ship import digit_inputs
from tests.lab.drawn_digits import DRAWINGS

needs_mnist = pytest.mark.skipif(
    data.mnist_path() is None, reason="MNIST is not at hand: set CNN_DOCS_MNIST"
)


@pytest.fixture(scope="module")
def keras_model() -> Any:
    return pretrained.pretrained()


@pytest.fixture(scope="module")
def modules(browser: Browser, lab_address: str) -> Iterator[Page]:
    """A blank page on which the lab's modules stand as `net`, `inputs`, … and `network`."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{lab_address}blank.html")
        page.evaluate(
            """async () => {
              const load = name => import(`/assets/lab/digit/${name}.js`)
              window.net = await load("lenet5")
              window.inputs = await load("network-input")
              window.strokes = await load("strokes")
              window.unit = await load("unit")
              window.network = await (await load("network")).loadNetwork()
            }"""
        )
        yield page


# The numbers

FORWARD = """
images => images.map(image => {
  const outputs = net.forward(network, image)
  return Object.fromEntries(Object.entries(outputs).map(([name, o]) => [name, Array.from(o)]))
})
"""


def _layers_apart(page: Page, model: Any, images: np.ndarray) -> dict[str, float]:
    """For each layer the largest difference from Keras, relative to the layer's largest value."""
    expected = network.feature_maps(model, images)
    found = page.evaluate(FORWARD, images.reshape(len(images), -1).tolist())
    apart = {}
    for name, maps in expected.items():
        by_map = np.moveaxis(maps, -1, 1).reshape(len(images), -1)
        difference = np.abs(by_map - np.array([outputs[name] for outputs in found]))
        apart[name] = float((difference / np.abs(by_map).max(axis=1, keepdims=True)).max())
    return apart


def test_every_layer_agrees_with_keras(modules: Page, keras_model: Any) -> None:
    images = [digit_inputs()[0][:60]]
    if data.mnist_path() is not None:
        images.append(prepare(data.mnist()[1][0][:60]))
    apart = _layers_apart(modules, keras_model, np.concatenate(images))
    print(apart)
    assert list(apart) == ["C1", "S2", "C3", "S4", "C5", "F6", "RBF"]
    assert {name: worst for name, worst in apart.items() if worst > 1e-5} == {}


PLAIN = "{ right: 0, down: 0, tiles: '1', permuted: false, seed: 1 }"

ANSWERS = f"""
async ({{ address, count }}) => {{
  const pixels = new Uint8Array(await (await fetch(address)).arrayBuffer())
  return Array.from({{ length: count }}, (_, n) => {{
    const field = Float64Array.from(pixels.subarray(784 * n, 784 * n + 784), grey => grey / 255)
    return net.answer(net.forward(network, inputs.networkInput(network, field, {PLAIN})).RBF)
  }})
}}
"""


@pytest.fixture(scope="module")
def mnist_pixels(lab_folder: Path) -> str:
    """Where the browser finds MNIST's test images, one byte a pixel."""
    (lab_folder / "mnist.bin").write_bytes(data.mnist()[1][0].tobytes())
    return "/mnist.bin"


@needs_mnist
@pytest.mark.parametrize("count", [500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_mnist_gets_the_answers_that_keras_gives(
    modules: Page, keras_model: Any, mnist_pixels: str, count: int
) -> None:
    images = prepare(data.mnist()[1][0][:count])
    answers = modules.evaluate(ANSWERS, {"address": mnist_pixels, "count": count})
    assert answers == network.classify(keras_model, images).tolist()


# What a reader draws


def test_a_drawing_becomes_what_mnist_would_hold(modules: Page) -> None:
    for drawing in DRAWINGS:
        field = np.array(
            modules.evaluate(
                "({ strokes: drawn, pen }) => Array.from(strokes.likeMnist(drawn, pen))",
                drawing._asdict(),
            )
        ).reshape(28, 28)
        rows, columns = (np.flatnonzero(field.any(axis=axis)) for axis in (1, 0))
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
        middle = np.argwhere(np.ones((28, 28))).T @ field.ravel() / field.sum()
        assert np.abs(middle - 14).max() <= 0.5


def test_embedded_digits_are_enlarged_as_by_the_package(modules: Page) -> None:
    offered = json.loads(digits_file())["digits"]
    expected = digit_inputs()[0][[digit["position"] for digit in offered]]
    found = modules.evaluate(
        "all => all.map(values => "
        f"  Array.from(inputs.networkInput(network, inputs.enlarge(values), {PLAIN})))",
        [digit["values"] for digit in offered],
    )
    np.testing.assert_allclose(np.array(found).reshape(expected.shape), expected, atol=2e-7)


# One unit

UNITS = {"C1": 28, "S2": 14, "C3": 10, "S4": 5, "C5": 1, "F6": 1, "RBF": 1}
MAPS = {"C1": 6, "S2": 6, "C3": 16, "S4": 16, "C5": 120, "F6": 84, "RBF": 10}


def test_a_unit_sees_what_the_package_says(modules: Page) -> None:
    for layer, size in UNITS.items():
        for row in {0, size // 2, size - 1}:
            place = {"layer": layer, "map": 0, "row": row, "column": size - 1}
            found = modules.evaluate("place => unit.receptiveField(network, place)", place)
            top, left, bottom, right = receptive_field(layer, row, size - 1)
            assert found == {
                "row": top,
                "column": left,
                "height": bottom - top,
                "width": right - left,
            }


def test_the_terms_of_every_unit_add_up_to_what_keras_gives(
    modules: Page, keras_model: Any
) -> None:
    image = digit_inputs()[0][:1]
    expected = network.feature_maps(keras_model, image)
    modules.evaluate(
        "image => { window.outputs = net.forward(network, image) }",
        image.ravel().tolist(),
    )
    for layer, maps in expected.items():
        middle = UNITS[layer] // 2
        found = modules.evaluate(
            """([layer, maps, middle]) => Array.from({ length: maps }, (_, map) => {
              const place = { layer, map, row: middle, column: middle }
              const { groups, value } = unit.arithmetic(network, outputs, place)
              return { read: groups.map(group => group.map), value }
            })""",
            [layer, MAPS[layer], middle],
        )
        values = maps.reshape(UNITS[layer], UNITS[layer], -1)[middle, middle]
        apart = np.abs([unit["value"] for unit in found] - values).max()
        assert apart <= 1e-5 * np.abs(values).max(), layer
        if layer == "C3":
            assert [tuple(unit["read"]) for unit in found] == list(C3_TABLE)


def test_the_contributions_to_a_unit_of_c3_are_those_of_keras(
    modules: Page, keras_model: Any
) -> None:
    image = digit_inputs()[0][:1]
    s2 = network.feature_maps(keras_model, image)["S2"][0]
    kernel = np.asarray(keras_model.get_layer("C3").dense_kernel())
    for target in (0, 7, 15):
        found = modules.evaluate(
            """([image, map]) => {
              const outputs = net.forward(network, image)
              const place = { layer: "C3", map, row: 3, column: 6 }
              return unit.arithmetic(network, outputs, place).groups.map(group => group.sum)
            }""",
            [image.ravel().tolist(), target],
        )
        window = s2[3:8, 6:11]
        expected = (window * kernel[..., target]).sum(axis=(0, 1))[list(C3_TABLE[target])]
        np.testing.assert_allclose(found, expected, atol=1e-5 * np.abs(expected).max())
