"""Pages that break the page contract, each in one way, and pages that do not.

The line is where the one message about the fault must lead.
"""

from __future__ import annotations

from dataclasses import dataclass

OUTPUT = '```text title="Output"'


@dataclass(frozen=True)
class Case:
    """A page, the line of its fault, and what the message about it says (a regular expression)."""

    name: str
    text: str
    line: int
    message: str
    suffix: str = ".md"


def _block(code: str, output: str | None = None, below: str = "") -> str:
    """A block that begins on line 3, its output, and what follows."""
    shown = "" if output is None else f"\n{OUTPUT}\n{output}\n```\n"
    return f"```python\n{code}\n```\n{shown}{below}"


def _page(body: str) -> str:
    return f"# A page\n\n{body}\nThe end.\n"


PLOT = "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])"
HIDES = "could hide or alter what a reader sees"
NO_CODE = "code here that no block of this page is"
NO_RUN = "shown and never run"

#: Outputs: what a block does, what the page shows, and how far from its first line it is wrong.
_OUTPUTS: dict[str, tuple[str, str, *tuple[int, ...]]] = {
    "nine-for-81": ("print(0.81)", "0.9"),
    "fewer-digits": ("print(0.99)", "0.9"),
    "last-digit": ("print(3.14159)", "3.15"),
    "percentage": ('print("99.91 %")', "100.0 %"),
    "exponent": ("print(1e-05)", "2e-05"),
    "hundredth-after-a-word": ('print("accuracy 0.98")', "accuracy 0.97"),
    "more-digits-than-printed": ("print(0.5)", "0.50"),
    "int-for-float": ("print([1.0, 1.0])", "[1, 1]"),
    "truth-for-one": ("print(True)", "1"),
    "sign": ("print(-0.5)", "0.5"),
    "version": ('print("2.21.0")', "2.2.0"),
    "identifier": ('print("conv2d_12")', "conv2d_1"),
    "spaces": ('print("a  b")', "a b"),
    "blank-line-by-name": ('print("a\\n\\nb")', "a\n<BLANKLINE>\nb", 1),
    "last-blank-line": ('print("a\\n")', "a"),
    "first-state-of-a-bar": (r'print("10%\r100%")', "10%\n100%"),
    "dots-for-numbers": ("print([1, 2, 3])", "[1, ..., 3]"),
    "dots-for-a-line": ("print(1)\nprint(2)", "1\n...", 1),
    "output-of-dots": ("print(1)", "...", -1),
    "empty-output": ("x = 1", ""),
}

_OTHERS = [
    # What runs
    Case("raises", _page(_block('raise KeyError("lost")')), 4, "raised KeyError: 'lost'"),
    Case(
        "raises-in-the-package",
        _page(_block("from cnn_docs.arithmetic import output_size\n\noutput_size(0, 3)")),
        6,
        r"in cnn_docs/\S+\.py:\d+ the block raised ValueError",
    ),
    Case("no-python", _page(_block("1 +")), 4, "raised SyntaxError"),
    Case("exits", _page(_block("import sys\n\nsys.exit(0)")), 6, "raised SystemExit"),
    Case("ends-its-process", _page(_block("import os\n\nos._exit(0)")), 3, "ended in this block"),
    Case(
        "crashes",
        _page(_block("import os\nimport signal\n\nos.kill(os.getpid(), signal.SIGSEGV)")),
        3,
        "SIGSEGV",
    ),
    Case(
        "own-base-exception",
        _page(_block('class Stop(BaseException):\n    pass\n\n\nraise Stop("now")')),
        8,
        "raised Stop: now",
    ),
    Case("interrupts", _page(_block("raise KeyboardInterrupt")), 4, "raised KeyboardInterrupt"),
    Case(
        "error-that-cannot-be-written",
        _page(_block("class Bad(Exception):\n    __str__ = None\n\n\nraise Bad")),
        8,
        "raised Bad: .its message cannot be written",
    ),
    Case("asks", _page(_block('input("name? ")')), 4, "nobody answers input"),
    Case("endless", _page(_block("while True:\n    pass")), 3, "still runs after 20 s"),
    Case("empty-block", _page("```python\n```\n"), 3, "holds no statement"),
    Case("only-a-comment", _page(_block("# nothing")), 3, "holds no statement"),
    # What is printed
    Case("prints-unshown", _page(_block('print("new")')), 3, "prints 'new' but no output stands"),
    Case("backticks-unshown", _page(_block('print("```")')), 3, "but no output stands"),
    Case(
        "tf-print",
        _page(_block('import tensorflow as tf\n\ntf.print("loss", 0.5)')),
        3,
        "prints 'loss 0.5' but no output stands",
    ),
    Case(
        "writes-past-python",
        _page(_block('import os\n\nos.write(1, b"by C code")')),
        3,
        "prints 'by C code' but no output stands",
    ),
    Case(
        "child-process-prints",
        _page(_block('import os\n\nos.system("echo child")')),
        3,
        "prints 'child' but no output stands",
    ),
    Case(
        "late-thread",
        _page(
            _block(
                "import threading\nimport time\n\n\ndef late():\n    time.sleep(1)\n"
                '    print("late")\n\n\nthreading.Thread(target=late).start()'
            )
        ),
        3,
        "'late' was printed after this block had ended",
    ),
    Case("output-without-code", _page(f"{OUTPUT}\n1\n```\n"), 3, "has no code"),
    Case(
        "wrong-cell",
        _page(_block('print("| a |\\n|---|\\n| 0.81 |")', below="\n| a |\n|---|\n| 0.9 |\n")),
        9,
        "column 'a' shows '0.9', the block printed '0.81'",
    ),
    Case(
        "table-of-dots",
        _page(_block('print("| a |\\n|---|\\n| 1 |")', below="\n| ... |\n|---|\n| ... |\n")),
        7,
        "shows '...', the block printed 'a'",
    ),
    Case(
        "beyond-its-tolerance",
        _page(f'```python\nprint(3.9)\n```\n\n{OUTPUT} within="0.5"\n4.5\n```\n'),
        8,
        "shows '4.5', the block printed '3.9'",
    ),
    Case(
        "no-tolerance",
        _page(f'```python\nprint(3.9)\n```\n\n{OUTPUT} within="some"\n3.9\n```\n'),
        7,
        "a tolerance is a number or a percentage",
    ),
    # What is drawn
    Case("figure-without-image", _page(_block(PLOT)), 3, "draws a figure that no image claims"),
    Case(
        "image-of-nothing",
        _page(_block("x = 1", below="\n![A line](figures/nothing.svg)\n")),
        7,
        r"no figure fills figures/nothing\.svg",
    ),
    Case("stray-image", _page("![A line](figures/stray.svg)\n"), 3, "no block draws figures/stray"),
    Case(
        "two-figures",
        _page(
            _block("import matplotlib.pyplot as plt\n\nfirst, second = plt.figure(), plt.figure()")
        ),
        3,
        "draws 2 figures",
    ),
    Case(
        "no-description",
        _page(_block(PLOT, below="\n![](figures/no-description.svg)\n")),
        9,
        "empty alt text",
    ),
    Case(
        "one-name-twice",
        _page(2 * _block(PLOT, below="\n![A line](figures/same.svg)\n\n")),
        17,
        r"figures/same\.svg is already drawn at .*:9",
    ),
    Case(
        "picture-first-that-prints",
        _page(
            "![A line](figures/printing.svg)\n\n/// details | Code\n\n"
            + _block(f'{PLOT}\nprint("seen?")', below="\n///\n")
        ),
        7,
        "prints 'seen.' but no output stands",
    ),
    Case(
        "picture-before-two-blocks",
        _page(
            "![A line](figures/two.svg)\n\n/// details | Code\n\n"
            + _block("x = 1", below="\n")
            + _block(PLOT, below="\n///\n")
        ),
        3,
        "no block draws figures/two",
    ),
    # What looks like code
    *(
        Case(name, _page(f"```{info}\n1 + 1\n```\n"), 3, "would escape the tests")
        for name, info in {
            "py": "py",
            "pycon": "pycon",
            "braces": "{.python .annotate}",
            "attribute": 'python title="a.py"',
            "space": "python ",
            "text": "text",
            "unknown-language": "julia",
        }.items()
    ),
    Case("tildes", _page("~~~python\n1\n~~~\n"), 3, "put it flush left"),
    Case("in-tab", _page('=== "Tab"\n\n    ```python\n    1\n    ```\n'), 3, "indented admonition"),
    Case("in-note", _page("!!! note\n\n    ```python\n    1\n    ```\n"), 3, "indented admonition"),
    Case("in-fold", _page("??? note\n    ```python\n    1\n    ```\n"), 3, "indented admonition"),
    Case("in-list", _page("- An item\n\n    ```python\n    1\n    ```\n"), 5, "inside a list"),
    Case("in-quote", _page("> ```python\n> 1\n> ```\n"), 3, "inside a list"),
    Case("by-indentation", _page("    1 + 1\n"), 3, "by indentation"),
    Case("in-a-long-item", _page("100. An item\n\n        print(1)\n"), 5, NO_CODE),
    Case("in-an-indented-item", _page(" -   An item\n\n        print(1)\n"), 5, NO_CODE),
    Case("after-a-container", _page("/// note\n\nText\n\n///\n    print(1)\n"), 7, "leave a blank"),
    Case(
        "table-in-a-container",
        _page("/// note\n\n| a |\n|---|\n| 1 |\n///\n"),
        8,
        "as its last row",
    ),
    Case("open-container", _page("/// note\n\nText\n"), 3, "never closed"),
    Case("closing-nothing", _page("Text\n\n///\n"), 5, "closes no container"),
    Case("never-closed", _page("````python\n1\n"), 3, "not closed as it was opened"),
    Case(
        "closed-indented", _page("```python\nx = 1\n  ```\n\n```bash\nls\n```\n"), 3, "not closed"
    ),
    Case("console-session", _page("```console\n>>> 8 - 3 + 1\n7\n```\n"), 3, NO_RUN),
    Case("python-by-shell", _page("```bash\npython3 -c 'print(1)'\n2\n```\n"), 3, NO_RUN),
    Case("fence-in-fence", _page("````markdown\n```python\n1\n```\n````\n"), 3, NO_RUN),
    Case("python-as-markdown", _page("```markdown\nprint(8 - 3)\n```\n"), 3, NO_RUN),
    Case("no-json", _page("```json\nprint(1)\n```\n"), 3, "this is no JSON"),
    Case("control-character", _page(_block("x = 'a\x00b'")), 4, "not shown as it is"),
    Case("tab-character", _page(_block("x = 'a\tb'")), 4, "not shown as it is"),
    # What hides or alters
    Case(
        "hidden-box", _page("<div hidden markdown>\n\n" + _block("x = 1") + "\n</div>\n"), 3, HIDES
    ),
    Case(
        "no-height",
        _page('<div style="height:0" markdown>\n\n' + _block("x = 1") + "\n</div>\n"),
        3,
        HIDES,
    ),
    Case("hidden-container", _page("/// html | div[hidden]\n\nText\n\n///\n"), 3, HIDES),
    Case("hidden-by-attribute", _page("Text\n{ hidden }\n"), 4, HIDES),
    Case("hidden-by-class", _page("Text\n{ .md-hidden }\n"), 4, "class 'md-hidden'"),
    *(
        Case(
            f"tag-{tag}", _page(f"{html}\n"), 3, f"<{tag}> is not among|{NO_CODE}|no block of this"
        )
        for tag, html in {
            "pre": "<pre>print(1)</pre>",
            "samp": "<samp>>>> 1 + 1<br>3</samp>",
            "xmp": "<xmp>\nprint(1)\n</xmp>",
            "tt": "<tt>print(1)</tt>",
            "template": "<template>print(1)</template>",
            "style": "<style>code { display: none }</style>",
            "object": '<object data="figures/old.png">A chart</object>',
            "picture": '<picture><source srcset="figures/old.png"></picture>',
            "img": '<img src="figures/old.png" alt="A chart">',
            "svg": "<svg></svg>",
            "iframe": '<iframe src="other.html"></iframe>',
            "script": "/// html | script\ndocument.title = '7'\n///",
        }.items()
    ),
    Case("formula-in-title", _page("/// note | The case $\\foo{x}$\n\nText\n\n///\n"), 3, r"\\foo"),
    # What needs data
    Case(
        "needs-name",
        _page('```python needs="mnist"\ntaken = 1\n```\n\n```python\nother = taken + 1\n```\n'),
        7,
        "uses `taken`, which a needs='mnist' block sets or changes",
    ),
    Case(
        "needs-changes",
        _page(
            _block("log = []", below='\n```python needs="mnist"\nlog.append(1)\n```\n\n')
            + _block("print(len(log))", "1")
        ),
        11,
        "uses `log`",
    ),
    Case("unknown-need", _page('```python needs="imagenet"\n1\n```\n'), 3, "accepted: mnist"),
    # Files and heads that MkDocs reads otherwise
    Case("other-suffix", _page("Text\n"), 1, "would be published unchecked", ".markdown"),
    Case("not-utf-8", _page("Caf\udce9\n"), 1, "cannot be read"),
    Case("rules-for-a-head", "---\n\n# A page\n\n---\n\nText\n", 1, "is no front matter"),
    Case("key-at-the-head", "Note: it fails.\n\n# A page\n", 1, "MkDocs drops a first line"),
    Case(
        "number-in-prose", _page("The kernel has 289 weights.\n"), 3, "nothing on this page shows"
    ),
    # Notebook pages
    Case(
        "empty-cell",
        "# %% [markdown]\n# # Title\n\n# %%\n\n# %%\nx = 1\n\n# %% [markdown]\n# The end.\n",
        4,
        "holds no statement",
        ".py",
    ),
    Case(
        "code-in-a-cells-list",
        "# %% [markdown]\n# # Title\n#\n# 100. item\n#\n#         print(1)\n\n# %%\nx = 1\n\n"
        "# %% [markdown]\n# The end.\n",
        6,
        NO_CODE,
        ".py",
    ),
]

FAULTS = [
    *(
        Case(name, _page(_block(code, shown)), 8 + code.count("\n") + line, "")
        for name, (code, shown, *lines) in _OUTPUTS.items()
        for line in lines or [0]
    ),
    *_OTHERS,
]

#: Faults that only show where the data is at hand.
NEEDS_FAULTS = [
    Case("needless", _page('```python needs="mnist"\nx = 1\n```\n'), 3, "needs no mnist"),
    Case(
        "needs-random-numbers",
        _page(
            '```python needs="mnist"\nimport numpy as np\n\nfrom cnn_docs.data import mnist\n\n'
            "images, _ = mnist()\nnp.random.rand(3)\n```\n\n"
            + _block("import numpy as np\n\nprint(np.random.rand() < 2)", "True")
            + "\n"
            + _block('print(f"{np.random.rand():.6f}")', "0.423655")
        ),
        22,
        "does something else where the data of an earlier needs block is missing",
    ),
]

#: Pages that keep the contract, with what the finished page must hold.
SOUND = {
    "plain": (_page(_block("print(8 - 3 + 1)", "6")), "6"),
    "digits": (_page(_block("print(3.14159, 0.125)", "3.14 0.13")), "3.14 0.13"),
    "four-backticks": (_page("````python\nx = '''\n```\n'''\n````\n"), "````|```"),
    "form-feed": (_page(_block(r'print("a\x0cb")', "a\x0cb")), "a\x0cb"),
    "bar": (_page(_block(r'print("10%\r100%")', "100%")), "100%"),
    "dots": (_page(_block('print("at 0x7f: ready")', "at ...: ready")), "at ...: ready"),
    "child": (_page(_block('import os\n\n_ = os.system("echo child")', "child")), "child"),
    "two-line-description": (
        _page(_block(PLOT, below="\n![A line\nthat rises](figures/two-lines.svg)\n")),
        'alt="A line that rises"',
    ),
    "brackets": (
        _page(_block(PLOT, below="\n![Pixel [0, 0] is `bright`](figures/brackets.svg)\n")),
        'alt="Pixel \\[0, 0\\] is bright"',
    ),
    "escaped": (
        _page(_block(PLOT, below="\n![Pixel \\[0\\] is bright](figures/escaped.svg)\n")),
        'alt="Pixel \\[0\\] is bright"',
    ),
    "picture-first": (
        _page(
            "![A line](figures/first.svg)\n\n/// details | How it is drawn\n\n"
            + _block(PLOT, below="\n///\n")
        ),
        r'(?s)<img class="figure" src="figures/first\.svg".*<details>.*How it is drawn',
    ),
    "live-element": (
        _page(
            "/// html | conv-bench\n\n![A line](figures/live.svg)\n\nWithout JavaScript: a picture."
            "\n\n///\n\n/// details | How it is drawn\n\n" + _block(PLOT, below="\n///\n")
        ),
        r'(?s)<conv-bench>.*src="figures/live\.svg".*</conv-bench>.*<details>',
    ),
    "tolerance": (
        _page(f'```python\nprint("error", 3.9)\n```\n\n{OUTPUT} within="0.5"\nerror 4.2\n```\n'),
        r"(?s)± 0\.5 when trained from other seeds.*error 3\.9",
    ),
    "tolerance-of-a-column": (
        _page(
            _block(
                'print("| n | error |\\n|---|---|\\n| 4 | 3.9 |")',
                below='\n| n | error |\n|---|---|\n| 4 | 4.2 |\n\n{ within="error 0.5" }\n',
            )
        ),
        r"(?s)<td>3\.9</td>.*Error ± 0\.5 when trained from other seeds",
    ),
}
