"""A page's Markdown as HTML, rendered with the extensions that the site is built with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown

from cnn_docs.publish.settings import Settings


def render(markdown: str, settings: Settings) -> str:
    """Render one page's Markdown, without its front matter, as MkDocs would."""
    configuration = settings.root / "mkdocs.yml"
    return _converter(configuration, configuration.stat().st_mtime_ns).reset().convert(markdown)


@cache
def _converter(configuration: Path, written: int) -> Markdown:
    """Python-Markdown as mkdocs.yml configures it, and with what MkDocs always adds."""
    read = yaml.load(configuration.read_text(encoding="utf-8"), _Loader)
    listed = read.get("markdown_extensions", [])
    entries = [entry if isinstance(entry, dict) else {entry: {}} for entry in listed]
    extensions: dict[str, Any] = {"toc": {}, "tables": {}, "fenced_code": {}}
    for entry in entries:
        extensions |= {name: settings or {} for name, settings in entry.items()}
    return Markdown(extensions=list(extensions), extension_configs=extensions)


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml for its extensions; tags such as !ENV stand for nothing here."""


def _nothing(loader: Any, suffix: str, node: Any) -> None:
    return None


_Loader.add_multi_constructor("", _nothing)
