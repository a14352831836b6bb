"""The MkDocs plugin of the card: adds the picture that a link to any page shows."""

from __future__ import annotations

import io
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

CARD = "assets/card.png"


class CardConfig(Config):
    """No settings."""


class CardPlugin(BasePlugin[CardConfig]):
    """Draws the card, and tells the theme its address."""

    def on_files(self, files: Files, *, config: MkDocsConfig, **_: Any) -> Files:
        """Add the card where the site's address is known: who shows a link asks for a whole one."""
        if config.site_url:
            files.append(File.generated(config, CARD, content=_png(config.site_name)))
            config.extra["card"] = f"{config.site_url}{CARD}"
        return files


def _png(name: str) -> bytes:
    """The card as a file."""
    # Inside, for it takes a second, and only the published site has an address.
    import matplotlib.pyplot as plt

    from cnn_docs.figures.logo import card

    figure, file = card(name), io.BytesIO()
    figure.savefig(file, format="png", dpi=100, metadata={"Software": None})
    plt.close(figure)
    return file.getvalue()
