"""Pages as percent scripts and notebooks: read line for line, written so that they run."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from cnn_docs.publish.check import Checked, check, read_page
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.reading.percent import markdown_of
from cnn_docs.publish.running.page_run import PageRun
from cnn_docs.publish.settings import load_settings
from cnn_docs.publish.writing.notebook import to_ipynb, to_script
from cnn_docs.publish.writing.percent_script import script_of

SETTINGS = load_settings(Path(__file__).parents[3])

SCRIPT = """# ---
# title: A page
# ---

# %% [markdown]
# # Title
#
# Prose.

# %%
import matplotlib.pyplot as plt

print(1 + 1)

# %% [markdown]
# ```text title="Output"
# 2
# ```

# %%
plt.plot([1, 2])  # a line

# %% [markdown]
# ![A line](figures/line.svg)
#
# /// details | Answer
# See [there](other.md#x), or [here](https://a.b/).

# %% needs="mnist"
missing = 1

# %% [markdown]
# ///
#
# End.
"""


@pytest.fixture(scope="module")
def checked() -> Checked:
    page = parse_page(SCRIPT, path="a.py")
    assert page.problems == ()
    with PageRun(page, SETTINGS, without=frozenset(["mnist"])) as run:
        outcomes = run.all()
    assert isinstance(outcomes, list), outcomes
    return Checked(page, tuple(outcomes))


def test_a_script_reads_as_markdown_line_for_line_and_back() -> None:
    markdown, problems = markdown_of(SCRIPT, path="a.py")
    assert problems == []
    assert len(markdown.splitlines()) == len(SCRIPT.splitlines())
    page = parse_page(SCRIPT, path="a.py")
    assert [(block.line, block.needs) for block in page.blocks] == [
        (10, None), (20, None), (29, "mnist"),
    ]  # fmt: skip
    output, image = page.blocks[0].output, page.blocks[1].image
    assert output is not None and output.text == "2\n"
    assert image is not None and image.target == "figures/line.svg"
    assert script_of(markdown, page.blocks) == SCRIPT


def test_jupytext_sees_the_same_cells() -> None:
    notebook = jupytext.reads(SCRIPT, fmt="py:percent")
    assert [cell.cell_type for cell in notebook.cells] == [
        "raw", "markdown", "code", "markdown", "code", "markdown", "code", "markdown",
    ]  # fmt: skip
    assert notebook.cells[6].metadata["needs"] == "mnist"


@pytest.mark.parametrize(
    ("script", "line", "what"),
    [
        ("# %%\nx = 1\n# %% [markdown]\n# a\n", 3, "blank line"),
        ("# %% [md]\n# a\n", 1, "starts no cell"),
        ("# %%python\nx\n\n# %% [markdown]\n# a\n", 1, "starts no cell"),
        ("# %% [markdown]\nx = 1\n", 2, "begin it with"),
        ("import numpy\n\n# %% [markdown]\n# a\n", 1, "begin it with"),
        (" # %%\n\n# %% [markdown]\n# a\n", 1, "editors begin a cell"),
        ("# %%\nx = 1\n\n# In[2]:\ny = 2\n\n# %% [markdown]\n# a\n", 4, "editors begin a cell"),
        ("# %%\nx = '\u2028'\n\n# %% [markdown]\n# a\n", 2, "'\\u2028' breaks this line unseen"),
        ("# %% [markdown]\n# a\n\n# %%\nx = 1\n", 5, "ends in a Markdown cell"),
        ("# %%\nprint(1)\n\n# %% [markdown]\n# ```text\n# 1\n# ```\n", 5, "output"),
    ],
)
def test_a_faulty_script_is_refused_at_its_line(script: str, line: int, what: str) -> None:
    problems = parse_page(script, path="a.py").problems
    assert (line, True) in {(problem.line, what in problem.message) for problem in problems}


def test_a_comment_that_looks_like_a_magic_command_stays_a_comment() -> None:
    code = "# %time\n# !ls\nls = 1\n"
    page = parse_page(f"# %%\n{code}\n# %% [markdown]\n# End.\n", path="a.py")
    assert (page.problems, page.blocks[0].code) == ((), code)
    assert code in script_of(page.text, page.blocks)


def test_the_notebook_holds_what_the_cells_did(checked: Checked) -> None:
    text = to_ipynb(checked, repository=None, address=None)
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2]
    assert code[0].outputs[0].text == "2\n"
    assert code[1].source == "plt.plot([1, 2]);  # a line"
    svg = code[1].outputs[0].data["image/svg+xml"]
    assert "var(--" not in svg and "prefers-color-scheme" not in svg
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert notebook.cells[0].source.endswith("Install first: pip install matplotlib")
    assert "**Answer**" in prose and "///" not in prose and "title: A page" not in prose
    assert "See there, or [here](https://a.b/)." in prose
    assert "needs MNIST" in prose and "missing = 1" in prose
    assert "Output" not in prose and "figures/line.svg" not in text
    assert text == to_ipynb(checked, repository=None, address=None)


def test_links_lead_to_the_site_where_its_address_is_known(checked: Checked) -> None:
    text = to_ipynb(checked, repository=None, address="https://c.d/lessons/a.html")
    assert "[there](https://c.d/lessons/other.html#x)" in text


def test_the_script_runs_and_prints_what_the_page_shows(checked: Checked, tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text(to_script(checked, repository=None, address=None), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-W", "ignore", path], env={"MPLBACKEND": "agg"}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert run.stdout == "2\n"
    assert "plt.plot([1, 2])  # a line\nplt.show()\n" in path.read_text(encoding="utf-8")
    assert "\n# missing = 1\n" in path.read_text(encoding="utf-8")


def test_a_figure_is_shown_by_a_script_that_never_imports_pyplot(checked: Checked) -> None:
    page = parse_page(
        "```python\nfrom pylab import plot\n\nplot([1])\n```\n\n![A dot](figures/dot.svg)\n",
        path="a.md",
    )
    script = to_script(Checked(page, (checked.outcomes[1],)), repository=None, address=None)
    assert script.index("import matplotlib.pyplot as plt") < script.index("plt.show()")


def statements_of(program: str) -> list[str]:
    """The statements of a program, one by one, but for those that show a figure."""
    found = [ast.unparse(statement) for statement in ast.parse(program).body]
    return [one for one in found if one not in ("import matplotlib.pyplot as plt", "plt.show()")]


@pytest.mark.slow  # a page that has not run yet is run
@pytest.mark.parametrize("page", SETTINGS.page_files(), ids=SETTINGS.shown)
def test_the_script_of_every_page_is_what_ran(page: Path) -> None:
    report = check([read_page(page, SETTINGS)], SETTINGS)
    assert report.problems == []
    [checked] = report.checked.values()
    blocks = zip(checked.page.blocks, checked.outcomes, strict=True)
    ran = "\n".join(block.code for block, outcome in blocks if outcome)
    assert statements_of(to_script(checked, repository=None, address=None)) == statements_of(ran)


@pytest.mark.slow
def test_the_notebook_runs(checked: Checked) -> None:
    text = to_ipynb(checked, repository=None, address=None)
    ran = NotebookClient(nbformat.reads(text, as_version=4), kernel_name="python3").execute()
    printed = [
        output.text
        for cell in ran.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    ]
    assert printed == [
        "".join(output["text"])
        for cell in json.loads(text)["cells"]
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        if output["output_type"] == "stream"
    ]
