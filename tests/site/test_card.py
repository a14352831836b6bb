"""What a link to a page shows where it is shared: a card, at an address that anybody can ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]

MKDOCS = f"""
site_name: A course
use_directory_urls: false
theme: {{name: material, font: false, custom_dir: {ROOT / "docs/theme"}}}
plugins: [cnn-docs-card]
"""


def _built(folder: Path, address: str) -> dict[str, str]:
    """What the head of a page says that lies in a folder of a small site at ``address``."""
    (folder / "docs/lessons").mkdir(parents=True)
    (folder / "docs/lessons/one.md").write_text("# One\n")
    (folder / "mkdocs.yml").write_text(f"{MKDOCS}site_url: '{address}'\n")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    html = (folder / "site/lessons/one.html").read_text(encoding="utf-8")
    metas = BeautifulSoup(html, "html.parser").find_all("meta")
    return {
        str(meta.get("property") or meta.get("name")): str(meta.get("content")) for meta in metas
    }


def test_a_shared_link_shows_the_card(tmp_path: Path) -> None:
    said = _built(tmp_path, "https://example.org/course")
    assert said["og:image"] == "https://example.org/course/assets/card.png"
    assert said["twitter:card"] == "summary_large_image"
    card = tmp_path / "site/assets/card.png"
    width, height = Image.open(card).size
    assert (said["og:image:width"], said["og:image:height"]) == (str(width), str(height))
    assert card.stat().st_size <= 50_000


def test_a_site_that_knows_no_address_names_no_card(tmp_path: Path) -> None:
    said = _built(tmp_path, "")
    assert "og:image" not in said
    assert said["twitter:card"] == "summary"
    assert not (tmp_path / "site/assets/card.png").exists()
