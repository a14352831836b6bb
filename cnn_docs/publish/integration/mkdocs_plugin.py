"""The MkDocs plugin: hands pages to the engine, and what comes back to MkDocs.

The only module of the engine that knows MkDocs.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.utils.meta import get_data

from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.versions import versions
from cnn_docs.publish.check import Report, check, read_page
from cnn_docs.publish.integration.jupyter import (
    Executed,
    executed,
    notebook_file,
    tamed,
)
from cnn_docs.publish.reading.docstrings import published_examples, published_modules
from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.reading.stray import stray_files
from cnn_docs.publish.settings import load_settings
from cnn_docs.publish.site.judge import problems_in_finished, problems_in_rendered
from cnn_docs.publish.site.links import dead_links
from cnn_docs.publish.site.memory import Memory
from cnn_docs.publish.site.search_index import slim
from cnn_docs.publish.site.search_worker import mend
from cnn_docs.publish.writing.notebook import to_ipynb, to_script
from cnn_docs.publish.writing.page_foot import colab_address, foot_html
from cnn_docs.publish.writing.page_markdown import published_markdown

#: What the search passes over: every reader of every page loads its index, and code, the tables
#: that code prints, and the tables of arguments with their titles would double it. An output that
#: ends as a traceback does is searched, because people paste error messages.
_UNSEARCHED = re.compile(
    r'<details class="mkdocstrings-source"'
    r'|<div class="[^"]*\bhighlight"(?!>(?:(?!</pre>).)*?<code>(?:(?!</pre>).)*?Error: )'
    r"|(?<=</pre></div>\n)<table"
    r'|<p(?=><span class="doc-section-title">)'
    r"|(?<=</span></p>)\s*<table(?=>\s*<thead>\s*<tr>\s*<th>(?:Name|Type)<)",
    re.DOTALL,
)

_INDENTATION = re.compile(r"\n\s+")

log = logging.getLogger("mkdocs.plugins.cnn_docs")


class PagesConfig(Config):
    """No settings: what there is to set stands in pyproject.toml, for the tests too."""


class _NotebookPage(File):
    """A percent script, which MkDocs would copy as it is, built from the notebook it stands for."""

    def is_documentation_page(self) -> bool:
        """It is one."""
        return True


class PagesPlugin(BasePlugin[PagesConfig]):
    """Checks every page before it is rendered, and every link after."""

    pages: dict[str, Page]
    modules: list[Page]
    report: Report
    handed_over: dict[str, tuple[Executed, Any]]
    downloads: dict[str, list[str]]
    files: Files
    memory: Memory
    package: str
    unlisted: list[Page]

    def on_files(self, files: Files, *, config: MkDocsConfig, **_: Any) -> Files:
        """Run and compare all pages, and add the figures that their blocks drew."""
        settings = load_settings(Path(config.config_file_path).parent)
        # Another language has a mkdocs.yml of its own, and a folder of pages.
        settings = replace(settings, docs=Path(config.docs_dir))
        self.package = settings.package.name
        self.memory = Memory(settings.root / ".cache/site.json")
        self.pages = {}
        self.downloads = {}
        self.handed_over = {}
        for path in settings.page_files():
            page = read_page(path, settings)
            source = path.relative_to(config.docs_dir).as_posix()
            self.pages[source] = page
            if path.suffix == ".py":
                notebook = notebook_file(page, settings)
                files.remove(files.src_uris[source])
                files.append(_NotebookPage.generated(config, source, abs_src_path=str(notebook)))
        pages = list(self.pages.values())
        self.modules = [read_page(path, settings) for path in published_modules(pages, settings)]
        self.report = check([*pages, *self.modules], settings)
        problems = [*self.report.problems, *stray_files(settings)]
        if problems:  # else the finished files are judged
            problems += [p for page in pages for p in problems_in_rendered(page, settings)]
        _stop_at(sorted(set(problems)))
        for src_uri, page in self.pages.items():
            folder = Path(src_uri).parent
            for target, svg in self.report.checked[page.path].figures.items():
                files.append(File.generated(config, (folder / target).as_posix(), content=svg))
            downloads = self._downloads(src_uri, config)
            self.downloads[src_uri] = list(downloads)
            for name, content in downloads.items():
                uri = (folder / name).as_posix()
                # No source has this name: a script page and its download are both called ….py.
                file = File.generated(config, f"{src_uri} as {uri}", content=content)
                file.dest_uri = uri
                files.append(file)
        self.files = files
        return files

    def _downloads(self, src_uri: str, config: MkDocsConfig) -> dict[str, str]:
        """The page as a script and as a notebook, by file name; none for a page without blocks."""
        checked = self.report.checked[self.pages[src_uri].path]
        if not checked.page.blocks:
            return {}
        address = f"{config.site_url}{Path(src_uri).with_suffix('.html').as_posix()}"
        known = {"repository": _repository(config), "address": address if config.site_url else None}
        stem = Path(src_uri).stem
        downloads: dict[str, str] = self.memory.recall(
            f"downloads {known} {checked}",
            lambda: {
                f"{stem}.py": to_script(checked, **known),
                f"{stem}.ipynb": to_ipynb(checked, **known),
            },
        )
        return downloads

    def on_nav(self, nav: Navigation, **_: Any) -> Navigation:
        """Note the pages that no reader could find."""
        listed = {page.file.src_uri for page in nav.pages}
        self.unlisted = [page for src_uri, page in self.pages.items() if src_uri not in listed]
        return nav

    def on_page_read_source(self, *, page: Any, **_: Any) -> str | None:
        """A notebook page is read as the Markdown that it stands for."""
        if isinstance(page.file, _NotebookPage):
            return self.pages[page.file.src_uri].text
        return None

    @event_priority(-100)  # when other plugins know which page is rendered now
    def on_page_markdown(
        self, markdown: str, *, page: Any, config: MkDocsConfig, files: Files, **_: Any
    ) -> str:
        """Replace the author's Markdown by what is published for the checked page."""
        source = self.pages.get(page.file.src_uri)
        if source is None:
            return markdown
        outcomes = self.report.checked[source.path].outcomes
        body, _ = get_data(published_markdown(source, outcomes))
        if isinstance(page.file, _NotebookPage):
            self._hand_over(page, body, config, files)
        return body

    def _hand_over(self, page: Any, markdown: str, config: MkDocsConfig, files: Files) -> None:
        """Write the notebook that mkdocs-jupyter is about to render in the page's stead."""
        page.markdown = markdown
        type(page).render(page, config, files)
        source = page.file.src_uri
        found = executed(page.content, self.report.checked[self.pages[source].path])
        self.handed_over[source] = (found, page.toc)
        # All at once: another build of the page may be reading it.
        write_whole(Path(page.file.abs_src_path), found.notebook)

    def _take_back(self, html: str, page: Any) -> str:
        """What is kept of mkdocs-jupyter's page; its table of contents sees no headings in HTML."""
        found, page.toc = self.handed_over[page.file.src_uri]
        return tamed(html, found.labels)

    def on_page_content(self, html: str, *, page: Any, config: MkDocsConfig, **_: Any) -> str:
        """End the page with its receipt, its downloads and its programs."""
        source = self.pages.get(page.file.src_uri)
        if source is None:
            return html
        if isinstance(page.file, _NotebookPage):
            html = self._take_back(html, page)
        html = _UNSEARCHED.sub(r"\g<0> data-search-exclude", html)
        labels = {".py": "Download as a script", ".ipynb": "Download as a notebook"}
        names = self.downloads[page.file.src_uri]
        links = {name: labels[Path(name).suffix] for name in names}
        repository = _repository(config)
        if repository:
            notebook = Path(page.file.src_uri).with_suffix(".ipynb").as_posix()
            links[colab_address(repository, notebook)] = "Open in Colab"
        checked = self.report.checked[source.path]
        foot = self.memory.recall(
            f"foot {links} {repository} {checked} {versions()}",
            lambda: foot_html(checked, links, repository),
        )
        return html + str(foot)

    def on_post_page(self, output: str, **_: Any) -> str:
        """Drop the indentation of what stands around the article, a tenth of many a page."""
        before, article, rest = output.partition("<article")
        article, end, after = (article + rest).partition("</article>")
        return _INDENTATION.sub("\n", before) + article + end + _INDENTATION.sub("\n", after)

    def on_post_build(self, *, config: MkDocsConfig, **_: Any) -> None:
        """Refuse unlisted pages, dead links (MkDocs' own checks name no line), and untrue code."""
        site = Path(config.site_dir)
        index = site / "search/search_index.json"
        if index.exists():  # where there is a search; the plugin `offline` copies it after this
            slim(index, self.package)
        for worker in (site / "assets/javascripts/workers").glob("search.*.min.js"):
            mend(worker)
        html = {file.src_uri: file.dest_uri for file in self.files}
        message = "no entry of the navigation leads to this page; add it to `nav` in mkdocs.yml"
        problems = [Problem(page.path, 1, message) for page in self.unlisted]
        problems += dead_links(site, self.pages, html, self.memory)
        examples = published_examples(self.modules)
        for source, page in self.pages.items():
            outcomes = self.report.checked[page.path].outcomes
            finished = (site / html[source]).read_text(encoding="utf-8")
            problems += problems_in_finished(finished, page, outcomes, examples, self.memory)
        self.memory.save()
        _stop_at(problems)


def _repository(config: MkDocsConfig) -> str | None:
    """The repository's address, where it is known."""
    return config.extra.get("repository") or None


def _stop_at(problems: list[Problem]) -> None:
    for problem in problems:
        log.error(str(problem))
    if problems:
        raise Abort(f"{len(problems)} problems; nothing is published")
