"""A picture before its block, a live element, a tolerance: everything knows these forms."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from cnn_docs.publish.check import Checked, check
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.settings import load_settings
from cnn_docs.publish.writing.notebook import to_ipynb, to_script
from cnn_docs.publish.writing.programs import page_scripts
from cnn_docs.publish.writing.update import updated_text

SETTINGS = load_settings(Path(__file__).resolve().parents[2])
PLOT = "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])"
FOLD = f"/// details | How it is drawn\n\n```python\n{PLOT}\n```\n\n///\n"
PAGE = f"""# A page

![A line](figures/line.svg)

{FOLD}
/// html | conv-bench

![Another line](figures/live.svg)

Without JavaScript this is a picture.

///

{FOLD}
The end.
"""


def _checked(text: str) -> Checked:
    page = parse_page(text, path="docs/en/a.md")
    assert page.problems == ()
    return check([page], SETTINGS).checked[page.path]


@pytest.fixture(scope="module")
def checked() -> Checked:
    return _checked(PAGE)


def test_the_pictures_are_those_of_the_folded_blocks(checked: Checked) -> None:
    assert sorted(checked.figures) == ["figures/line.svg", "figures/live.svg"]


def test_a_notebook_has_the_block_where_the_page_has_its_picture(checked: Checked) -> None:
    notebook = nbformat.reads(to_ipynb(checked, repository=None, address=None), as_version=4)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert prose[1:] == ["# A page", "The end."]
    assert ["image/svg+xml" in cell.outputs[0].data for cell in code] == [True, True]


def test_a_script_has_no_fold(checked: Checked) -> None:
    script = to_script(checked, repository=None, address=None)
    assert script.count("plt.show()") == 2
    assert "How it is drawn" not in script and "JavaScript" not in script


def test_the_folded_block_can_be_copied_as_a_script(checked: Checked) -> None:
    script = page_scripts(checked.page.blocks, repository=None).text(1)
    assert script.endswith(f"{PLOT}\nimport matplotlib.pyplot as plt\n\nplt.show()\n")


@pytest.mark.parametrize(
    ("page", "updated"),
    [
        (
            "```python\nprint('```')\n```\n",
            "```python\nprint('```')\n```\n\n````text title=\"Output\"\n```\n````\n",
        ),
        (
            '```python\nprint(1.5)\n```\n\n```text title="Output" within="0.5"\n1.7\n```\n',
            '```python\nprint(1.5)\n```\n\n```text title="Output" within="0.5"\n1.5\n```\n',
        ),
        (
            '```python\nprint(3.14159)\n```\n\n```text title="Output"\n3.14\n```\n',
            '```python\nprint(3.14159)\n```\n\n```text title="Output"\n3.14\n```\n',
        ),
        (
            "```python\nprint('| a |\\n|---|\\n| 1 |')\n```\n\n| a |\n|---|\n| 2 |\n",
            "```python\nprint('| a |\\n|---|\\n| 1 |')\n```\n\n| a |\n|---|\n| 1 |\n",
        ),
        (
            '```python\nx = 1\n```\n\n```text title="Output"\n1\n```\n\nEnd.\n',
            "```python\nx = 1\n```\n\n\nEnd.\n",
        ),
    ],
    ids=["backticks", "tolerance", "fewer digits", "table", "nothing printed"],
)
def test_update_writes_what_is_printed_and_leaves_what_agrees(page: str, updated: str) -> None:
    checked = _checked(f"# A page\n\n{page}")
    text = updated_text(checked)
    assert text == f"# A page\n\n{updated}"
    assert updated_text(_checked(text)) == text
