"""What a person writes: numbers in prose are borne out, lines of code fit their column."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnn_docs.publish.check import read_page
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.reading.prose import problems_in_prose
from cnn_docs.publish.settings import load_settings

ROOT = Path(__file__).resolve().parents[3]

#: Characters of code that fit beside both sidebars of a laptop (look.css, code.css).
COLUMN = 82

#: A page that shows 0.142, 0.5, 784, 97.3 and, as a share of one, 0.0273. The prose begins on
#: line 16.
PAGE = """---
title: A page
{front}---

```python
rate = 0.5  # 0.25 would be too slow, and 3,999 too many
print(f"{{1 / 7.04:.3f}} {{28 * 28}} {{97.3:.1f}} {{0.02734:.4f}}")
```

```text title="Output"
0.142 784 97.3 0.0273
```

A sentence.

{prose}
"""

REFUSED = {
    "an integer": ("It has 289 weights.", "289"),
    "thousands that look like a year": ("The layer has 2,048 units.", "2,048"),
    "a year with a comma": ("It is right in 2,024 of them.", "2,024"),
    "a year that no word makes one": ("It learns 2000 of them.", "2000"),
    "a count after a word that goes with years": ("It learns from 2000 digits.", "2000"),
    "a capital that only begins the sentence": ("Only 1998 of them are right.", "1998"),
    "a shape that looks like a year": ("The shape is `(2000, 28, 28)`.", "2000"),
    "a formula": ("Its weights are $= 289$ in all.", "289"),
    "a formula on a line of its own": ("$$n = 17^2 = 289$$", "289"),
    "thousands in TeX": ("There are $9{,}248$ of them.", "9,248"),
    "thousands apart": ("There are 9\u202f248 of them.", "9\u202f248"),
    "thousands set apart in HTML": ("There are 9&nbsp;248 of them.", "9\u00a0248"),
    "a number after a macro": (r"The cost is $n \times289$.", "289"),
    "a fraction in TeX": (r"It is scaled by $\frac{1}{255}$.", "255"),
    "a unit glued on": ("The map is 289px wide.", "289"),
    "the second of two sides": ("The map has 28x289 pixels.", "289"),
    "a fraction": ("The share is 289/784.", "289"),
    "no digit before the point": ("The accuracy is .947 at last.", ".947"),
    "a heading": ("## 947 filters", "947"),
    "the description of an image": ("![A map of 947 cells](figures/map.svg)", "947"),
    "the title of a fold": ("/// details | All 947 runs\nThey agree.\n\n///", "947"),
    "a table written as prose": ("Runs:\n\n| run | error |\n|---|---|\n| one | 0.81 |", "0.81"),
    "a list": ("1. One\n2. Error 0.81\n", "0.81"),
    "the text of a link": ("See [the 947 runs](runs.md).", "947"),
    "code within a line": ("Set `units=947`.", "947"),
    "thousands in code within a line": ("Set `units=9_248`.", "9_248"),
    "bold": ("It is **0.81**.", "0.81"),
    "italic": ("It is _0.81_.", "0.81"),
    "scientific notation": ("The rate is 1e-5.", "1e-5"),
    "a rounding in the wrong direction": ("It is about 0.15.", "0.15"),
    "more digits than are shown": ("It is 0.1420.", "0.1420"),
    "a wrong percentage of two digits": ("It is 4 % wrong.", "4"),
    "a wrong percentage": ("It is 2.83 % wrong.", "2.83"),
    "a share that is shown in per cent": ("It is 2.73 wrong.", "2.73"),
    "a comment in the code": ("A rate of 0.25 is slow, and 3,999 too many.", "0.25"),
    "a precision in the code": ("It is .3 at least.", ".3"),
    "an address on the same line": ("It is 0.81 [here](there.md?at=0.81).", "0.81"),
    "a source in another sentence": ("See [it](https://a.example). It is 0.81.", "0.81"),
    "a source in the title": ("/// note | [It](https://a.example)\nIt is 0.81.\n\n///", "0.81"),
    "a source in another item": ("- [it](https://a.example)\n- 0.81", "0.81"),
    "a part of a sum": ("That makes 289 + 1 = 290.", "289"),
    "a sum that begins with a letter": ("That makes n × 3 + 280 = 283.", "280"),
}

SOUND = {
    "shown": "It is 0.142 of 784, at a rate of 0.5.",
    "shown and rounded": "It is about 0.14.",
    "code, with more digits": "A rate of 0.50 it is.",
    "a percentage": "Right are 97.3 %, wrong are 2.73 %, or 2.7 per cent.",
    "one digit and two": "28x28 pixels, 64 maps and 7 of 10.",
    "years": "The network of 1998, in 2010 and since 1989.",
    "a year in brackets": "A paper (1998) says so.",
    "years after names": "LeCun et al. 1998, Nair and Hinton 2010, and in June 1996.",
    "years in a range": "It took from 1989 to 1998, and 1998–2012 nobody cared.",
    "decades": "It was forgotten in the 1990s.",
    "a year in Korean": "1998년의 신경망.",
    "names": "`conv2d_289`, MNIST784 and `float320` are names.",
    "a version": "Python 3.11.2 runs it.",
    "an address": "[See](there.md?at=947#n-289), <https://a.example/947>.",
    "a footnote": "It is so.[^947]\n\n[^947]: Because.",
    "a fence": "```bash\necho 947\n```",
    "a source": "It is 0.81 in [the paper](../reference/bibliography.md#lecun-1998).",
    "a source on the web": "It is 0.81 ([the paper](https://a.example)), they say.",
    "a sum": "It has 12 × 12 × 32 = 4,608 numbers, and 12x12*2 = 288, and 9 / 8 ≈ 1.13.",
    "a sum in brackets": "Nine filters (9 × (32 + 1) = 297) and 289 = 17 * 17.",
    "a sum in TeX": r"It has $12 \times 12 = 144$ and $\frac{9}{8} = 1.125$.",
    "a chain of sums": "It has 9 × 32 = 9 × 30 + 9 × 2 = 288.",
    "a sum that begins a fold": "/// details | Answer\n9 × 32 = 288.\n\n///",
    "a sum in per cent": "It is 1 / 8 = 12.5 %.",
    "a sum that begins with a letter": "n × 3 + 1 = 7, f(1) = 2 and (n − 1) / 2 + 1 = 5.",
    "a dash before a sum": "- 17 × 17 = 289",
}


def _page(prose: str, front: str = "") -> str:
    return PAGE.format(prose=prose, front=front)


def _problems(prose: str, front: str = "", path: str = "a.md") -> list[str]:
    page = parse_page(_page(prose, front), path=path)
    return [str(problem) for problem in problems_in_prose(page)]


@pytest.mark.parametrize("name", REFUSED)
def test_a_number_that_nothing_bears_out_is_refused_on_its_line(name: str) -> None:
    prose, number = REFUSED[name]
    written = number.replace("9,248", "9{,}248").replace("\u00a0", "&nbsp;")
    line = 16 + prose[: prose.index(written)].count("\n")
    problems = _problems(prose)
    assert problems[0].startswith(f"a.md:{line}: nothing on this page shows {number}; show it")


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_sentence_passes(name: str) -> None:
    assert _problems(SOUND[name]) == []


@pytest.mark.parametrize(
    ("prose", "message"),
    [
        ("17 × 17 = 784 pixels.", "17 × 17 does not come to 784 but to 289"),
        ("It is $784 = 17 \\cdot 17$.", "17 · 17 does not come to 784 but to 289"),
        ("Twice that is 0.142 * 2 = 0.5.", "0.142 * 2 does not come to 0.5 but to 0.284"),
        ("It has 28 × 28 = 28 × 27 = 784.", "28 × 28 does not come to 28 × 27 but to 784"),
    ],
)
def test_a_wrong_sum_is_refused_although_its_result_is_shown(prose: str, message: str) -> None:
    assert f"a.md:16: {message}; correct the sum" in _problems(prose)


def test_numbers_in_title_and_description_count() -> None:
    (problem,) = _problems("", "description: >-\n  All\n  947 runs.\n")
    assert problem.startswith("a.md:5: nothing on this page shows 947")


def test_numbers_of_a_script_page_are_refused_on_their_line() -> None:
    script = "# %% [markdown]\n# # A page\n#\n# It has 947 filters.\n"
    (problem,) = parse_page(script, path="a.py").prose
    assert str(problem).startswith("a.py:4: nothing on this page shows 947")


@pytest.mark.parametrize("path", ["docs/en/reference/glossary.md", "README.md"])
def test_pages_that_do_not_teach_are_exempt(path: str) -> None:
    assert _problems("It has 947 filters.", path=path) == []


def test_front_matter_accounts_for_numbers() -> None:
    front = "accounted:\n  0.10: a step\n  1,797: digits of scikit-learn\n"
    assert _problems("A step of 0.10, and 1,797 digits.", front) == []


@pytest.mark.parametrize(
    ("account", "message"),
    [
        ("  289: why", "289 is accounted for without need"),
        ("  784: why", "784 is accounted for without need"),
        ("  0.81:", "0.81 is accounted for without a reason"),
        ("  many: why", "'many' under accounted is no number"),
    ],
)
def test_an_account_at_fault_is_refused_on_its_line(account: str, message: str) -> None:
    problems = _problems("It has 784 cells, and 0.81 of them.", f"accounted:\n{account}\n")
    assert any(problem.startswith(f"a.md:4: {message}") for problem in problems)


def test_an_account_that_is_no_mapping_is_refused() -> None:
    assert _problems("", "accounted: [289]\n")[0].startswith("a.md:3: accounted: maps numbers")


def test_a_module_of_the_package_accounts_for_the_numbers_in_its_code() -> None:
    front = "accounted_in: cnn_docs.lenet5.layers\n"
    assert _problems("It levels off at 1.7159, about 1.72.", front) == []
    (problem,) = _problems("1.7159 or 1.7259.", front)
    assert "shows 1.7259" in problem


def test_a_package_does_not_account_for_the_numbers_of_its_modules() -> None:
    problems = _problems("It levels off at 1.7159.", "accounted_in: cnn_docs.lenet5\n")
    assert problems[0].startswith("a.md:3: the code of 'cnn_docs.lenet5' accounts for no number")


@pytest.mark.parametrize("module", ["cnn_docs.lenet5.layers", "cnn_docs.nowhere", "no.where", ""])
def test_a_module_that_accounts_for_nothing_is_refused(module: str) -> None:
    problems = _problems("It has 0.81.", f"accounted_in: {module}\n")
    assert problems[0].startswith(f"a.md:3: the code of {module!r} accounts for no number")


PAGES = [
    path.relative_to(ROOT / "docs/en").as_posix()
    for path in load_settings(ROOT).page_files()
    if "reference" not in path.parts
]


@pytest.mark.parametrize("name", PAGES)
def test_no_line_of_code_is_wider_than_the_column(name: str) -> None:
    settings = load_settings(ROOT)
    page = read_page(settings.docs / name, settings)
    lines = [line for block in page.blocks for line in block.code.splitlines()]
    assert [line for line in lines if len(line) > COLUMN] == []
