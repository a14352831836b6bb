"""What people type or paste into the search leads them to the right page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import DESKTOP, complaints, served

#: For each page, what is typed or pasted into the search by people who should land there.
QUERIES = {
    "when-it-fails": """
        min_ndim
        found ndim=5
        ValueError: Input 0 of layer "conv2d" is incompatible with the layer: expected min_ndim=4, found ndim=3. Full shape received: (None, 28, 28)
        UnimplementedError: The Conv2D op currently only supports the NHWC tensor format on the CPU. The op was given the format: NCHW
        ValueError: Negative dimension size caused by subtracting 2 from 1 for '{{node max_pooling2d_2/MaxPool}} = MaxPool[T=DT_FLOAT, data_format="NHWC"]' with input shapes: [?,1,1,64].
        ValueError: Shapes (None, 1) and (None, 10) are incompatible
        Received a label value of 9 which is outside the valid range of [0, 9).
        logits and labels must have the same first dimension, got logits shape [32,10] and labels shape [320]
        Data cardinality is ambiguous: x sizes: 60000 y sizes: 10000
        AttributeError: 'Sequential' object has no attribute 'predict_classes'
        KeyError: 'acc'
        Computed output size would be zero or negative. Received `inputs shape=(None, 2, 2, 8)`
        The layer has never been called and thus has no defined output.
        You must call `compile()` before using the model.
        expected axis -1 of input shape to have value 1, but received input with shape (1, 52, 52, 3)
        setting an array element with a sequence
        `strides > 1` not supported in conjunction with `dilation_rate > 1`.
        loss is nan
        my network does not learn
        accuracy stuck at 10%
        validation accuracy higher than training accuracy
        loss stays at 2.303
        sparse or one-hot labels
        from_logits
        softmax twice
        NCHW
        channels_first
        model.weights empty
        why does predict give different results each time
        freeze layers
        batch normalization
        data augmentation
        zero or negative
    """,
    "lessons/conv2d": """
        same padding
        stride
        xavier
        glorot uniform
        im2col
        weight initialization
        kernel size
        how many parameters does a conv layer have
        합성곱
        커널
        패딩
        스트라이드
    """,
    "lessons/relu": """
        activation function
        leaky
        dead relu
        vanishing gradient
        활성화 함수
    """,
    "lessons/stacking": """
        receptive field
        수용 영역
    """,
    "lessons/pooling": """
        max pooling
        translation invariance
        풀링
    """,
    "lessons/dropout": """
        overfitting
        how does dropout work
        드롭아웃
        과적합
    """,
    "lessons/flatten": """
        softmax
        flatten layer
    """,
    "lessons/channels": """
        channels_last
        grayscale channel
        rgb bgr
        채널
    """,
    "lessons/channel-sum": """
        depthwise separable convolution
        1x1 convolution
    """,
    "lessons/scaling": """
        learning rate
        normalize pixels
        mglearn
        backpropagation
        학습률
    """,
    "lenet5/architecture": """
        61706
        why 32x32
    """,
    "lenet5/training": """
        levenberg marquardt
    """,
    "reference/glossary": """
        특징 맵
        편향
        소프트맥스
        가중치
        배치
    """,
}  # fmt: skip
ASKED = [(query.strip(), page) for page, them in QUERIES.items() for query in them.split("\n")[1:-1]]

#: The first pages that the search offers, best first, once it has an answer.
FIRST = """
count => {
  const items = [...document.querySelectorAll(".md-search-result__item")]
  const answer = document.querySelector(".md-search-result__meta").textContent
  if (!items.length && answer !== "No matching documents") return null
  return items.slice(0, count).map(item => new URL(item.querySelector("a").href).pathname)
}
"""


@pytest.fixture(scope="module")
def searching(browser: Browser, site: Path) -> Iterator[Page]:
    """A page whose search is open."""
    with served(site) as address, browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        heard = complaints(page)
        page.goto(address, wait_until="networkidle")
        page.keyboard.press("/")
        yield page
        assert not heard


def first_pages(searching: Page, query: str, count: int) -> list[str]:
    """The pages that the search offers first, without ``.html``."""
    box = searching.locator(".md-search__input")
    box.fill("")
    searching.wait_for_function("!document.querySelector('.md-search-result__item')")
    box.fill(query)  # as a menu pastes: no key goes down or up
    found = searching.wait_for_function(FIRST, arg=count).json_value()
    return [path.removeprefix("/").removesuffix(".html") for path in found]


@pytest.mark.parametrize(("query", "page"), ASKED, ids=[query[:60] for query, _ in ASKED])
def test_the_right_page_is_among_the_first_three(searching: Page, query: str, page: str) -> None:
    assert page in first_pages(searching, query, 3)


def test_a_glossary_term_is_found_in_both_languages(searching: Page, site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    titles = [
        entry["title"]
        for entry in index["docs"]
        if entry["location"].startswith("reference/glossary.html#")
    ]
    assert titles
    missed = []
    for title in titles:
        english, _, korean = title.rstrip(")").partition(" (")
        for term in [english, *korean.split(", ")]:
            if "reference/glossary" not in first_pages(searching, term, 5):
                missed.append(term)
    assert not missed


def test_signs_of_a_message_are_not_taken_for_operators(searching: Page) -> None:
    plain = first_pages(searching, "expected axis 1 of input shape", 5)
    assert plain
    assert first_pages(searching, 'expected "axis" -1: of +input ^shape~', 5) == plain
