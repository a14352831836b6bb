"""The MkDocs plugin: hands pages to the engine, and what comes back to MkDocs.

The only module that knows MkDocs.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils.meta import get_data

from cnn_docs.publish.engine import Report, check, read_page
from cnn_docs.publish.foot import foot_html
from cnn_docs.publish.links import dead_links
from cnn_docs.publish.page import Page, Problem
from cnn_docs.publish.published import published_markdown
from cnn_docs.publish.settings import load_settings

log = logging.getLogger("mkdocs.plugins.cnn_docs")


class PagesConfig(Config):
    """No settings: what there is to set stands in pyproject.toml, for the tests too."""


class PagesPlugin(BasePlugin[PagesConfig]):
    """Checks every page before it is rendered, and every link after."""

    pages: dict[str, Page]
    report: Report
    files: Files
    unlisted: list[Page]

    def on_files(self, files: Files, *, config: MkDocsConfig, **_: Any) -> Files:
        """Run and compare all pages, and add the figures that their blocks drew."""
        settings = load_settings(Path(config.config_file_path).parent)
        self.pages = {
            file.src_uri: read_page(Path(str(file.abs_src_path)), settings)
            for file in files.documentation_pages()
        }
        self.report = check(list(self.pages.values()), settings)
        _stop_at(self.report.problems)
        for src_uri, page in self.pages.items():
            for target, svg in self.report.checked[page.path].figures.items():
                uri = (Path(src_uri).parent / target).as_posix()
                files.append(File.generated(config, uri, content=svg))
        self.files = files
        return files

    def on_nav(self, nav: Navigation, **_: Any) -> Navigation:
        """Note the pages that no reader could find."""
        listed = {page.file.src_uri for page in nav.pages}
        self.unlisted = [page for src_uri, page in self.pages.items() if src_uri not in listed]
        return nav

    def on_page_markdown(self, markdown: str, *, page: Any, **_: Any) -> str:
        """Replace the author's Markdown by what is published for the checked page."""
        source = self.pages.get(page.file.src_uri)
        if source is None:
            return markdown
        body, _ = get_data(published_markdown(self.report.checked[source.path]))
        return body

    def on_page_content(self, html: str, *, page: Any, config: MkDocsConfig, **_: Any) -> str:
        """End the page with its receipt, its downloads and its programs."""
        source = self.pages.get(page.file.src_uri)
        if source is None:
            return html
        return html + foot_html(self.report.checked[source.path], {}, config.repo_url or None)

    def on_post_build(self, *, config: MkDocsConfig, **_: Any) -> None:
        """Refuse unlisted pages and dead links. MkDocs' own checks name no line."""
        html = {file.src_uri: file.dest_uri for file in self.files}
        message = "no entry of the navigation leads to this page; add it to `nav` in mkdocs.yml"
        _stop_at(
            [Problem(page.path, 1, message) for page in self.unlisted]
            + dead_links(Path(config.site_dir), self.pages, html)
        )


def _stop_at(problems: list[Problem]) -> None:
    for problem in problems:
        log.error(str(problem))
    if problems:
        raise Abort(f"{len(problems)} problems; nothing is published")
