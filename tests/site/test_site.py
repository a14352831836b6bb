"""What a reader's browser gets: the built HTML, its links, images and code."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from cnn_docs.publish.check import check, read_page
from cnn_docs.publish.reading.docstrings import published_examples, published_modules
from cnn_docs.publish.reading.stray import stray_files
from cnn_docs.publish.settings import Settings
from cnn_docs.publish.site.judge import problems_in_finished
from cnn_docs.publish.site.links import dead_links
from cnn_docs.publish.site.memory import Memory


@pytest.fixture(scope="module")
def html(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text(), "html.parser")
        for path in sorted(site.rglob("*.html"))
    }


def _own_pages(settings: Settings) -> list[str]:
    return [path.relative_to(settings.docs).as_posix() for path in settings.page_files()]


def test_every_link_and_fragment_leads_somewhere(site: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.json")
    assert [str(problem) for problem in dead_links(site, {}, {}, memory)] == []


def test_every_image_is_there_and_says_what_is_to_be_seen(
    site: Path, html: dict[str, BeautifulSoup]
) -> None:
    for name, page in html.items():
        for image in page.find_all("img"):
            source = (site / name).parent / str(image["src"]) if name != "404.html" else None
            assert source is None or source.is_file(), f"{name} shows {image['src']}"
            assert image.has_attr("alt"), f"{name}: {image['src']} has no alt text"
            if "figure" in image.get_attribute_list("class"):
                assert str(image["alt"]).strip(), f"{name}: {image['src']} has an empty alt text"
                assert image.has_attr("width"), f"{name}: {image['src']} moves the text it loads in"


def test_the_pages_folder_holds_pages_only(settings: Settings) -> None:
    assert [str(problem) for problem in stray_files(settings)] == []


def test_every_figure_was_drawn_in_this_build(site: Path, settings: Settings) -> None:
    drawn = set()
    for path in settings.page_files():
        page = read_page(path, settings)
        folder = path.parent.relative_to(settings.docs)
        drawn |= {folder / block.image.target for block in page.blocks if block.image}
    published = {path.relative_to(site) for path in site.rglob("figures/*.svg")}
    assert published <= drawn
    assert not list(settings.docs.rglob("*.svg")), "a figure is committed beside the pages"


def test_the_judge_finds_nothing_in_the_finished_files(
    site: Path, settings: Settings, tmp_path: Path
) -> None:
    pages = [read_page(path, settings) for path in settings.page_files()]
    modules = [read_page(path, settings) for path in published_modules(pages, settings)]
    report = check([*pages, *modules], settings)
    examples, memory = published_examples(modules), Memory(tmp_path / "memory.json")
    for page in pages:
        name = Path(page.path).relative_to(settings.shown(settings.docs)).with_suffix(".html")
        html = (site / name).read_text(encoding="utf-8")
        outcomes = report.checked[page.path].outcomes
        found = problems_in_finished(html, page, outcomes, examples, memory)
        assert [str(problem) for problem in found] == []


def test_nothing_is_fetched_from_another_host(html: dict[str, BeautifulSoup]) -> None:
    for name, page in html.items():
        for tag in page.find_all(["script", "img", "link", "iframe", "source", "video", "audio"]):
            address = tag.get("src") or (tag.get("href") if tag.get("rel") != ["canonical"] else "")
            assert not str(address or "").startswith(("http:", "https:", "//")), f"{name}: {tag}"


def test_headings_go_down_one_level_at_a_time(html: dict[str, BeautifulSoup]) -> None:
    for name, page in html.items():
        levels = [int(h.name[1]) for h in page.select("article :is(h1,h2,h3,h4,h5,h6)")]
        assert levels[:1] == [1] or name == "404.html", f"{name} starts with h{levels[:1]}"
        for above, below in itertools.pairwise(levels):
            assert below <= above + 1, f"{name}: h{above} is followed by h{below}"


def test_a_notebook_page_is_at_most_110_kb_of_html_and_shows_each_block_as_a_cell(
    site: Path, html: dict[str, BeautifulSoup], settings: Settings
) -> None:
    names = [name for name in _own_pages(settings) if name.endswith(".py")]
    assert names
    for name in names:
        built = str(Path(name).with_suffix(".html"))
        assert (site / built).stat().st_size <= 110_000, name
        cells = html[built].select("article .jp-CodeCell")
        assert len(cells) == len(html[built].select("article .language-python")), name
        assert all(len(cell.select(".language-python")) == 1 for cell in cells), name
