"""What a person writes: numbers in prose are shown by blocks, lines of code fit their column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cnn_docs.publish.check import read_page
from cnn_docs.publish.reading.front_matter import front_matter
from cnn_docs.publish.reading.page import Page
from cnn_docs.publish.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]

#: Characters of code that fit beside both sidebars of a laptop (look.css, code.css).
COLUMN = 82

#: Numbers that no block of their page shows and no source is cited for beside them: what is so by
#: definition, or by the arithmetic of the sentence. Everything else has to be shown.
ACCOUNTED = {
    "index.md": {"1797": "digits in scikit-learn"},
    "lab/conv-bench.md": {"10.62": "shown by the first lesson"},
    "lab/digit-lab.md": {"60000": "parameters of LeNet-5", "1024": "32 × 32"},
    "lenet5/architecture.md": {
        "1.72": "1.7159, rounded",
        "900": "2,416 − 1,516",
        "1.275": "1.175 + 0.1",
        "340068": "340,908 − 840",
    },
    "lenet5/trade-offs.md": {
        "1.716": "1.7159, rounded",
        "9568": "320 + 9,248",
    },
    "lenet5/training.md": {
        "1347": "digits to learn from: three quarters of 1,797",
        "60000": "training images of MNIST, and parameters of LeNet-5",
        "0.02": "μ of the paper",
        "540000": "distorted images of the paper",
        "55000": "60,000 − 5,000",
        "5000": "held-out images",
        "61706": "parameters of what is commonly called LeNet-5",
    },
    "lessons/channel-sum.md": {"0.01": "the last place of a rounded number"},
    "lessons/co-adaptation.md": {"120": "pairs of 16"},
    "lessons/conv2d.md": {"0.142": "0.1421, rounded"},
    "lessons/dropout.md": {
        "7.1": "a section of the paper that the lesson follows",
        "7.2": "a section of it",
        "7.4": "a section of it",
        "500": "images in section 7.4",
        "3.5": "kurtosis of noise",
    },
    "lessons/flatten.md": {"1347": "three quarters of 1,797", "0.7": "a standard error"},
    "lessons/pooling.md": {"141": "√2, in per cent"},
    "lessons/relu.md": {"0.25": "the largest slope of the sigmoid"},
    "lessons/scaling.md": {"1.2": "an example", "130": "wines", "162": "an example"},
    "lessons/stacking.md": {"288": "9 × 32", "9216": "288 × 32"},
}

_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_NUMBER = re.compile(r"(?<![\w.,/])\d[\d,]*(?:\.\d+)?(?![\w/])")


def _numbers(text: str) -> set[str]:
    """The numbers of a text with decimals or of three digits and more, but for years."""
    found = (match[0].replace(",", "") for match in _NUMBER.finditer(text))
    telling = (n for n in found if "." in n or len(n) > 2)
    return {n for n in telling if not re.fullmatch(r"(19|20)\d\d", n)}


def _prose(page: Page) -> list[str]:
    """The paragraphs that a person wrote, without code, outputs, tables, formulas and targets."""
    text = page.text[len(front_matter(page.text)) :]
    text = re.sub(r"^\|.*$", "", _FENCE.sub("", text), flags=re.MULTILINE)
    text = re.sub(r"\$\$?[^$]*\$\$?", "", text)
    return [p for p in re.split(r"\n\s*\n", text) if p.strip()]


def _is_cited(paragraph: str) -> bool:
    return "bibliography.md#" in paragraph or "](https://" in paragraph


def _computed(paragraph: str) -> set[str]:
    """What a sentence itself computes: the 4,608 of «12 × 12 × 32 = 4,608», if it is right."""
    right = set()
    for sides in re.finditer(r"(\d+(?: [×+−] \d+)+) = ([\d,]+)", paragraph):
        left = sides[1].replace("×", "*").replace("−", "-")
        result = sides[2].replace(",", "")
        if eval(left) == int(result):
            right.add(result)
    return right


def _unshown(page: Page) -> set[str]:
    """The numbers in a page's prose that neither a block shows nor a source is cited for."""
    shown = set()
    for block in page.blocks:
        shown |= _numbers(_plain(block.code)) | _numbers(block.output.text if block.output else "")
    if page.path.endswith("evidence.md"):  # it tells how the experiments are set up
        for source in (ROOT / "cnn_docs/experiments").rglob("*.py"):
            shown |= _numbers(_plain(source.read_text(encoding="utf-8")))
    told = set()
    for paragraph in _prose(page):
        if not _is_cited(paragraph):
            told |= _numbers(re.sub(r"\]\([^)]*\)", "]", paragraph)) - _computed(paragraph)
    return told - shown


def _plain(code: str) -> str:
    """Code whose numbers stand alone: 3_000 as 3000, 3e-3 as 0.003."""
    return re.sub(r"\b\d+e-\d+\b", lambda found: str(float(found[0])), code.replace("_", ""))


PAGES = [
    path.relative_to(ROOT / "docs/en").as_posix()
    for path in load_settings(ROOT).page_files()
    if "reference" not in path.parts
]


@pytest.mark.parametrize("name", PAGES)
def test_numbers_in_prose_are_shown_on_the_page(name: str) -> None:
    settings = load_settings(ROOT)
    page = read_page(settings.docs / name, settings)
    assert _unshown(page) == set(ACCOUNTED.get(name, {}))


@pytest.mark.parametrize("name", PAGES)
def test_no_line_of_code_is_wider_than_the_column(name: str) -> None:
    settings = load_settings(ROOT)
    page = read_page(settings.docs / name, settings)
    lines = [line for block in page.blocks for line in block.code.splitlines()]
    assert [line for line in lines if len(line) > COLUMN] == []
