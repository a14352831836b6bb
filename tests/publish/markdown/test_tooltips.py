"""The glossary, and its definitions as tooltips."""

from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown

from cnn_docs.publish.markdown.tooltips import Entry, read_glossary

GLOSSARY = Path(__file__).parents[3] / "docs" / "en" / "reference" / "glossary.md"

SMALL = """# Glossary

## Feature map (특징 맵) { #feature-map }

The picture that a filter makes. See [Conv2D](conv2d.md).

## Linear (선형) { #linear }

Mixing first or last gives the same.
"""

FEATURE_MAP = 'tabindex="0" title="The picture that a filter makes. (특징 맵)"'


Render = Callable[[str], str]


@pytest.fixture
def render(tmp_path: Path) -> Render:
    path = tmp_path / "glossary.md"
    path.write_text(SMALL, encoding="utf-8")
    markdown = Markdown(
        extensions=[
            "attr_list",
            "pymdownx.blocks.admonition",
            "cnn_docs.publish.markdown.tooltips",
        ],
        extension_configs={"cnn_docs.publish.markdown.tooltips": {"glossary": str(path)}},
    )
    return lambda text: markdown.reset().convert(text)


def test_the_first_use_of_a_term_is_marked_and_no_other(render: Render) -> None:
    html = render("# Page\n\nTwo feature maps here.\n\nOne feature map there.")
    assert html == (
        f"<h1>Page</h1>\n<p>Two <abbr {FEATURE_MAP}>feature maps</abbr> "
        "here.</p>\n<p>One feature map there.</p>"
    )


def test_two_terms_in_one_sentence_keep_the_words_around_them(render: Render) -> None:
    html = render("# Page\n\n- A linear feature map, *so* linear.")
    assert html == (
        "<h1>Page</h1>\n<ul>\n<li>A "
        '<abbr tabindex="0" title="Mixing first or last gives the same. (선형)">linear</abbr> '
        f"<abbr {FEATURE_MAP}>feature map</abbr>, <em>so</em> linear."
        "</li>\n</ul>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "`feature map`",
        "## Feature map",
        "/// note | Feature map\nIts title.\n///",
        "[feature map](a.md)",
        "A *feature map* is a **feature map**.",
        "non-linear and linearly",
        "    linear = 1",
    ],
)
def test_what_is_no_plain_use_of_the_term_is_left_alone(render: Render, text: str) -> None:
    assert "<abbr" not in render(f"# Page\n\n{text}")


def test_each_page_starts_afresh(render: Render) -> None:
    assert "<abbr" in render("# Page\n\nlinear")
    assert "<abbr" in render("# Page\n\nlinear")


def test_docstrings_which_have_no_title_are_left_alone(render: Render) -> None:
    assert "<abbr" not in render("linear")


def test_the_glossary_does_not_explain_itself_twice(render: Render) -> None:
    assert "<abbr" not in render(f"{SMALL}\nA feature map is linear.\n")


def test_an_entry_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'## Stride' must be written"):
        read_glossary("## Stride\n\nThe step.\n")


def test_a_term_defined_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"twice: linear"):
        read_glossary(SMALL + "## linear (선형) { #again }\n\nAgain.\n")


def test_the_glossary_of_the_site_is_in_order_in_both_languages_and_plain() -> None:
    entries = read_glossary(GLOSSARY.read_text(encoding="utf-8"))
    terms = [entry.term.lower() for entry in entries]
    assert terms == sorted(terms)
    for entry in entries:
        assert isinstance(entry, Entry)
        assert entry.anchor == entry.term.lower().replace(" ", "-")
        untranslated = entry.korean == entry.term  # as im2col is, in Korean too
        assert untranslated or any("가" <= letter <= "힣" for letter in entry.korean), entry
        assert entry.definition.endswith("."), entry
        assert not set("[]`*$") & set(entry.definition), entry  # a tooltip shows no markup
