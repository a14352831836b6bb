"""Each entry of the bibliography leads back to the pages that cite it."""

from pathlib import Path

from markdown import Markdown


def test_an_entry_links_to_the_pages_that_cite_it(tmp_path: Path) -> None:
    entry = "Glorot, X. (2010). [PMLR 9](https://example.org).\n{ #glorot-2010 }\n"
    link = "[Glorot](../reference/bibliography.md#glorot-2010)"
    pages = {
        "reference/bibliography.md": f"# Books\n\n{entry}\nNobody. [A](b)\n{{ #uncited }}\n",
        "lessons/scaling.md": f"---\ntitle: Scaling\n---\n{link}",
        "notebooks/a.py": f"# ---\n# title: A notebook\n# ---\n# {link}",
    }
    for name, text in pages.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    bibliography = tmp_path / "reference/bibliography.md"
    settings = {"bibliography": str(bibliography)}
    name = "cnn_docs.publish.markdown.citations"
    markdown = Markdown(extensions=["attr_list", name], extension_configs={name: settings})
    html = markdown.convert(bibliography.read_text(encoding="utf-8"))
    assert (
        'Cited in: <a href="../notebooks/a.py">A notebook</a>; '
        '<a href="../lessons/scaling.md">Scaling</a>.</p>'
    ) in html
    assert html.count("Cited in") == 1
