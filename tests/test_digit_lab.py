"""The digit lab: its numbers against Keras, and its element as a reader uses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from cnn_docs import data
from cnn_docs.lenet5 import network, pretrained
from cnn_docs.lenet5.images import prepare
from cnn_docs.training.ship import digit_inputs

needs_mnist = pytest.mark.skipif(
    data.mnist_path() is None, reason="MNIST is not at hand: set CNN_DOCS_MNIST"
)


@pytest.fixture(scope="module")
def keras_model() -> Any:
    return pretrained.pretrained()


@pytest.fixture(scope="module")
def modules(browser: Browser, lab_address: str) -> Iterator[Page]:
    """A blank page on which the lab's modules stand as `net`, `input`, … and `weights`."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{lab_address}blank.html")
        page.evaluate(
            """async () => {
              const load = name => import(`/assets/lab/${name}.js`)
              window.net = await load("lenet5")
              window.inputs = await load("digit-input")
              window.strokes = await load("strokes")
              window.file = await (await fetch("/assets/lab/lenet5.bin")).arrayBuffer()
              window.weights = net.readWeights(file)
            }"""
        )
        yield page


# The numbers

FORWARD = """
images => images.map(image => {
  const outputs = net.forward(weights, image)
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
