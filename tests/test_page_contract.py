"""Each way to break the page contract fails tests and build, with one line that leads there.

Each fault is injected into a copy of a real page. All copies are run by one pytest and built by
one build, as a contributor would meet them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = "docs/en/lessons/conv2d.md"


@dataclass(frozen=True)
class Fault:
    """A change to a page's text, and what the one line about it says."""

    name: str
    old: str
    new: str
    message: str


BLOCK = "```python\n"
OUTPUT = '```text title="Output"\n'
HEADING = "\n## "


def _before_heading(text: str) -> str:
    """A new paragraph that goes in before the page's first section."""
    return f"\n{text}\n{HEADING}"


RUNTIME_FAULTS = [
    Fault(
        "wrong-number",
        OUTPUT,
        OUTPUT + "-123.456\n",
        r"the page shows '-123\.456', the block printed",
    ),
    Fault(
        "no-output", HEADING, _before_heading('```python\nprint("new")\n```'), "no output stands"
    ),
    Fault(
        "unclaimed-figure",
        HEADING,
        _before_heading("```python\nimport matplotlib.pyplot as plt\n\nfigure = plt.figure()\n```"),
        "draws a figure that no image claims",
    ),
    Fault(
        "image-nothing-draws",
        HEADING,
        _before_heading("```python\nnothing = None\n```\n\n![A picture](figures/nothing.svg)"),
        r"no figure fills figures/nothing\.svg",
    ),
    Fault(
        "exception",
        HEADING,
        _before_heading('```python\nraise KeyError("lost")\n```'),
        "raised KeyError: 'lost'",
    ),
    Fault(
        "two-figures-in-a-block",
        HEADING,
        _before_heading(
            "```python\nimport matplotlib.pyplot as plt\n\nfirst, second = plt.figure(), "
            "plt.figure()\n```"
        ),
        "draws 2 figures",
    ),
]

FAULTS = [
    Fault(
        "output-without-code",
        HEADING,
        _before_heading(OUTPUT + "1\n```"),
        "this output block has no code",
    ),
    Fault(
        "output-of-dots",
        HEADING,
        _before_heading("```python\nprint(1)\n```\n\n" + OUTPUT + "...\n```"),
        r"an output of '\.\.\.' alone matches anything",
    ),
    Fault(
        "stray-image",
        HEADING,
        _before_heading("A sentence.\n\n![A picture](figures/stray.svg)"),
        r"no block draws figures/stray\.svg",
    ),
    Fault(
        "empty-alt",
        HEADING,
        _before_heading("```python\nx = 1\n```\n\n![](figures/empty.svg)"),
        "empty alt text",
    ),
    Fault("py", HEADING, _before_heading("```py\n1 + 1\n```"), "the fence ```py would escape"),
    Fault(
        "pycon", HEADING, _before_heading("```pycon\n>>> 1\n```"), "the fence ```pycon would escape"
    ),
    Fault(
        "braces",
        HEADING,
        _before_heading("```{.python .annotate}\n1\n```"),
        r"the fence ```\{\.python \.annotate\} would escape",
    ),
    Fault(
        "stray-attribute",
        HEADING,
        _before_heading('```python title="a.py"\n1\n```'),
        'the fence ```python title="a.py" would escape',
    ),
    Fault(
        "stray-space", HEADING, _before_heading("```python \n1\n```"), "the fence ```python  would"
    ),
    Fault("tildes", HEADING, _before_heading("~~~python\n1\n~~~"), "put it flush left"),
    Fault(
        "in-tab",
        HEADING,
        _before_heading('=== "Tab"\n\n    ```python\n    1\n    ```'),
        "an indented admonition, fold or tab",
    ),
    Fault(
        "in-admonition",
        HEADING,
        _before_heading("!!! note\n\n    ```python\n    1\n    ```"),
        "an indented admonition, fold or tab",
    ),
    Fault(
        "in-fold",
        HEADING,
        _before_heading("??? note\n    ```python\n    1\n    ```"),
        "an indented admonition, fold or tab",
    ),
    Fault(
        "in-list",
        HEADING,
        _before_heading("- An item\n\n    ```python\n    1\n    ```"),
        "inside a list, a quote",
    ),
    Fault(
        "in-quote", HEADING, _before_heading("> ```python\n> 1\n> ```"), "inside a list, a quote"
    ),
    Fault(
        "by-indentation", HEADING, _before_heading("    1 + 1"), "a code block made by indentation"
    ),
    Fault("unclosed", HEADING, _before_heading("````python\n1"), "this fence is never closed"),
    Fault("raw-html", HEADING, _before_heading("<pre>print(1)</pre>"), "raw HTML <pre…> escapes"),
    Fault(
        "needs-name",
        HEADING,
        _before_heading(
            '```python needs="mnist"\ntaken = 1\n```\n\n```python\nother = taken + 1\n```'
        ),
        "uses `taken`, which only a needs='mnist' block sets",
    ),
    Fault(
        "two-figures-under-one-name",
        HEADING,
        _before_heading(
            "\n".join(2 * ["```python\nx = 1\n```\n\n![A picture](figures/same.svg)\n"])
        ),
        r"figures/same\.svg is already drawn at",
    ),
    Fault(
        "unknown-need",
        HEADING,
        _before_heading('```python needs="imagenet"\n1\n```'),
        'needs="imagenet" is not known; accepted: mnist',
    ),
]

# These need the whole site to be seen.
SITE_FAULTS = [
    Fault(
        "dead-link", HEADING, _before_heading("[a page](nowhere.md)"), r"dead link nowhere\.md: "
    ),
    Fault(
        "dead-fragment",
        HEADING,
        _before_heading("[a section](#no-such-section)"),
        "dead link #no-such-section: .* no heading",
    ),
    Fault("not-listed", "# ", "# ", "no entry of the navigation leads to this page"),
]


def _real_page() -> str:
    """A real page up to its second section: quick to run thirty times."""
    page = (ROOT / PAGE).read_text()
    page = re.sub(r"(?<!!)\[([^\]]*)\]\([^)#][^)]*\)", r"\1", page)  # the copy stands alone
    return HEADING.join(page.split(HEADING)[:2]) + HEADING + "The end\n"


def _own_figures(text: str, name: str) -> str:
    return text.replace("](figures/conv2d-", f"](figures/{name}-")


def _project(root: Path, faults: list[Fault]) -> Path:
    """A project of its own: the real package and configuration, and one faulty page a fault."""
    for name in ("pyproject.toml", "conftest.py", "mkdocs.yml"):
        shutil.copy(ROOT / name, root)
    (root / "docs/en").mkdir(parents=True)
    (root / "docs/theme").symlink_to(ROOT / "docs/theme")
    (root / "cnn_docs").symlink_to(ROOT / "cnn_docs")
    (root / "tests").mkdir()
    for name in ("conftest.py", "browser.py", "test_site.py"):
        shutil.copy(ROOT / "tests" / name, root / "tests")
    page = _real_page()
    for fault in faults:
        assert fault.old in page, f"{PAGE} has no {fault.old!r} to put a fault at"
        text = page.replace(fault.old, fault.new, 1)
        (root / f"docs/en/{fault.name}.md").write_text(_own_figures(text, fault.name))
    (root / "docs/en/index.md").write_text(_own_figures(page, "sound"))
    # The tooltips read it, so every project has one.
    (root / "docs/en/reference").mkdir()
    (root / "docs/en/reference/glossary.md").write_text("# Glossary\n")
    listed = ["index", "reference/glossary", *(fault.name for fault in faults)]
    listed = [name for name in listed if name != "not-listed"]
    navigation = "nav:\n" + "".join(f"  - {name}.md\n" for name in listed)
    configuration = (root / "mkdocs.yml").read_text()
    configuration = configuration[: configuration.index("\nnav:")] + "\n" + navigation
    (root / "mkdocs.yml").write_text(configuration)
    return root


def _run(root: Path, *command: str) -> str:
    """What the command says; it must fail."""
    run = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True)
    assert run.returncode != 0, f"{command} passed over every fault:\n{run.stdout}"
    return run.stdout + run.stderr


@pytest.fixture(scope="module")
def page_faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _project(tmp_path_factory.mktemp("page-faults").resolve(), RUNTIME_FAULTS + FAULTS)


@pytest.fixture(scope="module")
def site_faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _project(tmp_path_factory.mktemp("site-faults").resolve(), SITE_FAULTS)


@pytest.fixture(scope="module")
def said_by_tests(page_faults: Path) -> str:
    return _run(page_faults, "pytest", "docs/en", "-q", "--tb=short", "-p", "no:cacheprovider")


@pytest.fixture(scope="module")
def said_by_build(page_faults: Path) -> str:
    return _run(page_faults, "cnn_docs.cli", "site")


@pytest.fixture(scope="module")
def said_by_site_tests(site_faults: Path) -> str:
    return _run(site_faults, "pytest", "tests/test_site.py", "-q", "-p", "no:cacheprovider")


@pytest.fixture(scope="module")
def said_by_site_build(site_faults: Path) -> str:
    return _run(site_faults, "cnn_docs.cli", "site")


def _assert_leads_there(said: str, root: Path, fault: Fault) -> None:
    """One line names the page, a line where the fault stands, and what is wrong."""
    lines = (root / f"docs/en/{fault.name}.md").read_text().splitlines()
    original = _own_figures(_real_page(), fault.name).splitlines()
    first = next((n for n, (a, b) in enumerate(zip(lines, original, strict=False), 1) if a != b), 1)
    pattern = rf"docs/en/{fault.name}\.md:(\d+): .*{fault.message}"
    found = re.search(pattern, said)
    assert found, f"no line says {pattern}; of this page it says:\n" + "\n".join(
        line for line in said.splitlines() if fault.name in line
    )
    assert first <= int(found[1]) <= first + fault.new.count("\n") + 1


@pytest.mark.parametrize("fault", RUNTIME_FAULTS + FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_a_page_fails_the_tests(
    fault: Fault, page_faults: Path, said_by_tests: str
) -> None:
    _assert_leads_there(said_by_tests, page_faults, fault)


@pytest.mark.parametrize("fault", RUNTIME_FAULTS + FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_a_page_fails_the_build(
    fault: Fault, page_faults: Path, said_by_build: str
) -> None:
    _assert_leads_there(said_by_build, page_faults, fault)


@pytest.mark.parametrize("fault", SITE_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_between_pages_fails_the_tests(
    fault: Fault, site_faults: Path, said_by_site_tests: str
) -> None:
    _assert_leads_there(said_by_site_tests, site_faults, fault)


@pytest.mark.parametrize("fault", SITE_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_between_pages_fails_the_build(
    fault: Fault, site_faults: Path, said_by_site_build: str
) -> None:
    _assert_leads_there(said_by_site_build, site_faults, fault)


def test_a_sound_page_has_no_fault(
    page_faults: Path, said_by_tests: str, said_by_build: str
) -> None:
    assert not re.search(r"docs/en/index\.md:\d+: ", said_by_tests + said_by_build)


def test_nothing_is_published_when_the_build_fails(page_faults: Path, said_by_build: str) -> None:
    assert not (page_faults / "site").exists()
    assert not list(page_faults.glob(".site-building*"))
