"""The foot of a page: its receipt, its downloads, and the programs its blocks are copied as."""

from __future__ import annotations

import json
from html import escape

from cnn_docs._provenance.versions import versions
from cnn_docs.publish.check import Checked
from cnn_docs.publish.writing.programs import page_scripts

_SHOWN_VERSIONS = {
    "python": "Python",
    "tensorflow": "TensorFlow",
    "keras": "Keras",
    "numpy": "NumPy",
    "matplotlib": "Matplotlib",
    "scikit-learn": "scikit-learn",
}


def foot_html(checked: Checked, downloads: dict[str, str], repository: str | None) -> str:
    """The HTML that ends a page which has blocks; nothing for one that has none.

    Args:
        checked: the page with its outcomes.
        downloads: what to offer, label by address.
        repository: where the package can be installed from, if that is known.
    """
    if not checked.page.blocks:
        return ""
    return _receipt(checked, downloads) + _scripts(checked, repository)


def colab_address(repository: str, notebook: str) -> str:
    """Where Colab opens a notebook that the workflow has published on the branch gh-pages.

    >>> colab_address("https://github.com/a/b", "lessons/conv2d.ipynb")
    'https://colab.research.google.com/github/a/b/blob/gh-pages/lessons/conv2d.ipynb'
    """
    owner_and_name = repository.removeprefix("https://github.com/")
    return f"https://colab.research.google.com/github/{owner_and_name}/blob/gh-pages/{notebook}"


def _receipt(checked: Checked, downloads: dict[str, str]) -> str:
    outcomes = [outcome for outcome in checked.outcomes if outcome is not None]
    printed = sum(bool(outcome.printed) for outcome in outcomes)
    counts = [
        _count(len(outcomes), "block") + " run",
        _count(printed, "output") + " compared",
        _count(len(checked.figures), "figure") + " drawn",
    ]
    missing = len(checked.outcomes) - len(outcomes)
    if missing:
        counts.append(_count(missing, "block") + " left out for want of data")
    seconds = sum(outcome.seconds for outcome in outcomes)
    with_versions = ", ".join(f"{name} {versions()[key]}" for key, name in _SHOWN_VERSIONS.items())
    links = "".join(
        f'<li><a href="{escape(address)}"{_download(address)}>{escape(label)}</a></li>'
        for address, label in downloads.items()
    )
    return (
        '<div class="receipt" role="note" aria-label="How this page was checked"'
        " data-search-exclude>"  # its seconds differ from build to build
        f"<p>{', '.join(counts)}, in "
        f'<span class="receipt-seconds">{max(1, round(seconds))} s</span>, '
        f"with {with_versions}.</p>"
        f'<ul class="downloads">{links}</ul></div>\n'
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _download(address: str) -> str:
    return "" if address.startswith("https:") else " download"


def _scripts(checked: Checked, repository: str | None) -> str:
    scripts = page_scripts(checked.page.blocks, repository=repository)
    shown = [
        indices
        for indices, outcome in zip(scripts.scripts, checked.outcomes, strict=True)
        if outcome is not None
    ]
    data = json.dumps({"statements": scripts.statements, "scripts": shown}, ensure_ascii=False)
    return (
        '<script type="application/json" class="page-scripts">'
        + data.replace("<", "\\u003c")
        + "</script>\n"
    )
