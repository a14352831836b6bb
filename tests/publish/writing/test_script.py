"""Copy as script: the smallest program that ends in a block, run alone."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import zlib
from functools import cache
from pathlib import Path

import pytest

from cnn_docs.publish.check import read_page
from cnn_docs.publish.reading.page import Page
from cnn_docs.publish.reading.parse import parse_page
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.running.page_run import PageRun
from cnn_docs.publish.settings import Settings, load_settings
from cnn_docs.publish.writing.programs import Scripts, page_scripts

SETTINGS = load_settings(Path(__file__).resolve().parents[3])
PAGES = [read_page(path, SETTINGS) for path in SETTINGS.page_files()]


def _script_of_last(*codes: str) -> str:
    text = "\n\n".join(f"```python\n{code}\n```" for code in codes)
    scripts = page_scripts(parse_page(text, path="page.md").blocks, repository=None)
    return scripts.text(len(codes) - 1).partition("\n")[2].strip()


def test_only_what_the_block_depends_on_is_taken() -> None:
    assert _script_of_last("a = 1\nb = 2", "c = a + 1", "print(c)") == "a = 1\nc = a + 1\nprint(c)"


def test_a_method_call_counts_as_a_change() -> None:
    assert _script_of_last("a = []", "a.append(1)", "print(a)") == "a = []\na.append(1)\nprint(a)"


def test_calling_a_layer_counts_as_a_change_of_it() -> None:
    codes = ("layer = Layer()", "maps = layer(x)", "print(layer.get_weights())")
    assert _script_of_last(*codes) == "\n".join(codes)


def test_calling_a_function_does_not() -> None:
    codes = ("def f(x):\n    return x", "y = f(2)", "print(f(3))")
    assert _script_of_last(*codes) == "\n".join(codes[::2])


def test_a_function_of_our_own_called_for_its_effect_does_unless_it_draws() -> None:
    imports = "from cnn_docs.lessons.classifiers import train\nfrom cnn_docs.figures import images"
    codes = (imports, "net = Net()", "train(net)\nimages.show(net)", "print(net)")
    assert _script_of_last(*codes) == (
        "from cnn_docs.lessons.classifiers import train\nnet = Net()\ntrain(net)\nprint(net)"
    )


def test_a_function_called_for_its_effect_changes_its_first_argument_alone() -> None:
    codes = ("def train(net, x):\n    net.go(x)", "net, x = Net(), [1]", "train(net, x)")
    assert _script_of_last(*codes, "print(net)") == "\n".join([*codes, "print(net)"])
    assert _script_of_last(*codes, "print(x)") == f"{codes[1]}\nprint(x)"


def test_a_layer_that_is_called_changes_itself_alone() -> None:
    codes = ("layer, x = Layer(), [1]", "layer(x)", "print(x)")
    assert _script_of_last(*codes) == "\n".join(codes[::2])


def test_what_a_layer_is_called_with_may_draw_lots() -> None:
    codes = ("layer, rng = Layer(), Generator()", "layer(rng.normal())", "print(rng.normal())")
    assert _script_of_last(*codes) == "\n".join(codes)


def test_a_with_statement_may_end_early() -> None:
    codes = ("text = 0", "with suppress():\n    text = read()", "print(text)")
    assert _script_of_last(*codes) == "\n".join(codes)


def test_what_a_block_sets_before_it_uses_it_is_not_looked_for() -> None:
    loop = "for name in (1, 2):\n    seen = name\n    print(seen)"
    assert _script_of_last("name, seen = 0, 0", loop, loop) == loop
    opened = "with open(path) as file:\n    text = file.read()\n    print(text)"
    codes = ("path, file = 0, 0", "text = 1", opened, "print(file)")
    assert _script_of_last(*codes) == "\n".join([codes[0], *codes[2:]])


def test_what_a_block_adds_to_is_looked_for() -> None:
    assert _script_of_last("a = 1", "a += 1") == "a = 1\na += 1"
    codes = ("a = 1", "for i in range(3):\n    a += i")
    assert _script_of_last(*codes) == "\n".join(codes)


def test_an_assignment_ends_the_search_for_its_name() -> None:
    assert _script_of_last("a = 1", "a = 2", "print(a)") == "a = 2\nprint(a)"


def test_a_loop_does_not_end_the_search() -> None:
    codes = ("a = 1", "for i in range(3):\n    a = a + i", "print(a)")
    assert _script_of_last(*codes) == "\n".join(codes)


def test_what_a_loop_changes_item_by_item_comes_along() -> None:
    codes = ("rows = zeros()", "for row in rows:\n    row[0] = 1", "print(rows)")
    assert _script_of_last(*codes) == "\n".join(codes)


def test_what_a_function_uses_comes_with_it() -> None:
    codes = ("k = 2", "def f(x):\n    return k * x", "print(f(3))")
    assert _script_of_last(*codes) == "\n".join(codes)


def test_earlier_prints_and_figures_stay_behind_but_seeds_come_along() -> None:
    assert _script_of_last(
        "import numpy as np\nimport matplotlib.pyplot as plt",
        "np.random.seed(1)\nx = np.random.rand(3)\nprint(x.mean())\nplt.plot(x)",
        "plt.plot(x)\nprint(x)",
    ) == (
        "import numpy as np\nimport matplotlib.pyplot as plt\nnp.random.seed(1)\n"
        "x = np.random.rand(3)\nplt.plot(x)\nprint(x)"
    )


def test_a_seed_comes_along_for_what_is_drawn_from_it_and_no_further() -> None:
    imports = "import keras\nfrom cnn_docs.models import digit_network"
    seed = "keras.utils.set_random_seed"
    assert _script_of_last(
        imports,
        f"{seed}(0)\nfirst = digit_network()",
        f"{seed}(1)\nsecond = digit_network()",
        f"{seed}(2)\nthird = digit_network()",
        "print(first, third)",
    ) == (
        f"{imports}\n{seed}(0)\nfirst = digit_network()\n{seed}(2)\nthird = digit_network()\n"
        "print(first, third)"
    )


def test_comments_stay_with_their_statement() -> None:
    assert _script_of_last("# one\na = 1\n# two\nb = 2", "print(b)") == "# two\nb = 2\nprint(b)"


@pytest.mark.parametrize(
    ("imports", "install"),
    [
        ("import json\nimport sklearn\nimport numpy as np", "numpy scikit-learn"),
        ("from sklearn.datasets import load_sample_image", "pillow scikit-learn"),
        ("import keras\nimport tensorflow as tf", "tensorflow"),
    ],
)
def test_the_header_says_what_to_install(imports: str, install: str) -> None:
    page = parse_page(f"```python\n{imports}\n\nprint(1)\n```", path="page.md")
    first, _, _ = page_scripts(page.blocks, repository=None).text(0).partition("\n")
    assert first == f"# Python 3.11 to 3.13. Install first: pip install {install}"


@cache
def _scripts_of(path: str) -> Scripts:
    (page,) = (page for page in PAGES if page.path == path)
    return page_scripts(page.blocks, repository=None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "number"),
    [
        pytest.param(page, number, id=f"{page.path}:{block.line}")
        for page in PAGES
        for number, block in enumerate(page.blocks)
    ],
)
def test_a_script_runs_alone_and_prints_what_the_page_shows(
    page: Page, number: int, settings: Settings
) -> None:
    """In a process of its own, under a seed that the page does not know.

    The seed is made from the place of the script, so that a failure comes again.
    """
    block = page.blocks[number]
    if block.needs and settings.data_at_hand(block.needs) is None:
        pytest.skip(f"{block.needs} is not at hand")
    own = block.code.strip()
    before, _, after = _scripts_of(page.path).text(number).rpartition(own)
    foreign = zlib.crc32(f"{page.path} {number}".encode())
    start = f"import keras\n\nkeras.utils.set_random_seed({foreign})\n"
    end = "\nimport matplotlib.pyplot\n\nmatplotlib.pyplot.close('all')\n"
    parts = [start + before + end, own + after]
    blocks = tuple(dataclasses.replace(block, code=part, needs=None) for part in parts)
    with PageRun(dataclasses.replace(page, blocks=blocks), settings) as run:
        outcomes = run.all()
    assert isinstance(outcomes, list), outcomes
    outcome = outcomes[1]
    assert outcome is not None
    # The figure is the page's business; here only the printed text is compared.
    shown = dataclasses.replace(block, image=None)
    printed = dataclasses.replace(outcome, figure=None)
    assert [str(problem) for problem in problems_with(shown, printed, page.path)] == []


def test_a_script_runs_as_a_file(tmp_path: Path) -> None:
    page = next(page for page in PAGES if page.path.endswith("conv2d.md"))
    script = tmp_path / "script.py"
    script.write_text(page_scripts(page.blocks, repository=None).text(2))
    run = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env=os.environ | {"MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
