"""A notebook page: handed to mkdocs-jupyter as an executed notebook, and tamed when it is back."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from mkdocs_jupyter.convert import nb2html

from cnn_docs.publish.check import Checked
from cnn_docs.publish.integration.jupyter import Executed, executed, tamed
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.running.session import Outcome
from cnn_docs.publish.settings import load_settings
from cnn_docs.publish.site.judge import problems_in_html
from cnn_docs.publish.site.rendering import render
from cnn_docs.publish.writing.page_markdown import published_markdown

SCRIPT = """# %% [markdown]
# # Title
#
# A `$` and $x < 1$; [there](other.html).

# %%
print("a < b")

# %% [markdown]
# ```text title="Output"
# a < b
# ```
#
# ```bash
# pip install .
#
# echo $HOME $$
# ```
#
# /// details | Answer
# Before.

# %%
import matplotlib.pyplot as plt

plt.plot([1, 2])

# %% [markdown]
# ![A line, "rising" [0, 1]](figures/line.svg)

# %%
print("one")
print()
print("three")

# %% [markdown]
# ```text title="Output"
# one
#
# three
# ```
#
# After.
#
# ///

# %% needs="mnist"
missing = 1

# %% [markdown]
# End.
"""
SVG = '<svg viewBox="0 0 432 216"></svg>'


@pytest.fixture(scope="module")
def checked() -> Checked:
    page = parse_page(SCRIPT, path="a.py")
    assert page.problems == ()
    outcomes = (
        Outcome("a < b\n", None, 0.0),
        Outcome("", SVG, 0.0),
        Outcome("one\n\nthree\n", None, 0.0),
        None,
    )
    return Checked(page, outcomes)


@pytest.fixture(scope="module")
def html(checked: Checked) -> str:
    """The page as MkDocs renders it."""
    settings = load_settings(Path(__file__).parents[3])
    return render(published_markdown(checked.page, checked.outcomes), settings)


@pytest.fixture(scope="module")
def handed_over(html: str, checked: Checked) -> Executed:
    return executed(html, checked)


@pytest.fixture(scope="module")
def page(handed_over: Executed, tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    path = tmp_path_factory.mktemp("notebook") / "a.ipynb"
    path.write_text(handed_over.notebook, encoding="utf-8")
    return BeautifulSoup(tamed(nb2html(str(path)), handed_over.labels), "html.parser")


def test_the_notebook_is_valid_and_holds_what_ran(
    handed_over: Executed, html: str, checked: Checked
) -> None:
    notebook = nbformat.reads(handed_over.notebook, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3]
    assert [cell.source + "\n" for cell in code] == [b.code for b in checked.page.blocks[:3]]
    assert [cell.outputs[0].get("text") for cell in code] == ["a < b\n", None, "one\n\nthree\n"]
    assert list(code[1].outputs[0].data) == ["text/html"]
    assert handed_over == executed(html, checked)


def test_a_reader_sees_the_code_that_ran_and_what_it_did(
    page: BeautifulSoup, checked: Checked
) -> None:
    code = [box.get_text() for box in page.select(".jp-CodeCell > .language-python.highlight")]
    assert code == [block.code for block in checked.page.blocks[:3]]
    printed = [pre.get_text() for pre in page.select(".jp-CodeCell > .language-text > pre")]
    assert printed == ["a < b\n", "one\n\nthree\n"]
    assert {label.get_text() for label in page.select(".jp-CodeCell .filename")} == {"Output"}
    prompts = [prompt.get_text() for prompt in page.select(".jp-CodeCell > .jp-InputPrompt")]
    assert prompts == ["In\xa0[1]:", "In\xa0[2]:", "In\xa0[3]:"]
    image = page.select_one(".jp-CodeCell img.figure")
    assert image and image["src"] == "figures/line.svg" and image["width"] == "576"
    assert image["alt"] == 'A line, "rising" [0, 1]'


def test_the_judge_finds_all_that_ran_and_nothing_else(
    page: BeautifulSoup, checked: Checked
) -> None:
    html = str(page)
    assert problems_in_html(html, checked.page, checked.outcomes) == []
    assert problems_in_html(html.replace("three", "four"), checked.page, checked.outcomes)


def test_code_has_the_colours_of_other_pages(page: BeautifulSoup, html: str) -> None:
    theirs = BeautifulSoup(html, "html.parser")
    ours = [code.select("span[class]") for code in page.select(".language-python")]
    assert ours == [code.select("span[class]") for code in theirs.select(".language-python")]


def test_prose_comes_back_as_it_was_and_folds_hold_their_cells(
    page: BeautifulSoup, html: str
) -> None:
    fold = page.select_one("details")
    assert fold and len(fold.select(".jp-CodeCell")) == 2
    assert fold.get_text().split()[-1] == "After."

    before = BeautifulSoup(html, "html.parser")
    after = BeautifulSoup(str(page), "html.parser")
    for box in before.select(".language-python, .language-text, p:has(> img)"):
        box.extract()
    for cell in after.select(".jp-CodeCell"):
        cell.extract()
    assert _without_gaps(after) == _without_gaps(before)
    assert after.select("math, h1[id=title], .admonition")


def test_nothing_of_what_mkdocs_jupyter_brings_along_stays(page: BeautifulSoup) -> None:
    assert page.select("style, script, link, svg, clipboard-copy, [style], [id^=cell]") == []
    assert "http" not in str(page)
    assert {c for e in page.select("[class^=jp-]") for c in e["class"]} == {
        "jp-Cell", "jp-CodeCell", "jp-InputPrompt",
    }  # fmt: skip


def test_a_page_that_mkdocs_jupyter_never_saw_is_refused() -> None:
    with pytest.raises(ValueError, match=r"mkdocs.yml must list it before cnn-docs"):
        tamed("<p>Plain.</p>", [])


def _without_gaps(soup: BeautifulSoup) -> str:
    return re.sub(r"\s*\n\s*", "\n", soup.decode()).strip()
