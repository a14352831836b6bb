"""The MkDocs plugin of the lab: adds the files that its pages load to the site."""

from __future__ import annotations

from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

from cnn_docs.lab.samples import digits_file, filters_file
from cnn_docs.lab.weights import weights_file

FOLDER = "assets/lab"


class LabConfig(Config):
    """No settings."""


class LabPlugin(BasePlugin[LabConfig]):
    """Writes weights and samples from the package, so that no copy of them is committed."""

    def on_files(self, files: Files, *, config: MkDocsConfig, **_: Any) -> Files:
        """Add the lab's files beside its scripts."""
        contents: dict[str, str | bytes] = {
            "lenet5.bin": weights_file(),
            "digits.json": digits_file(),
            "c1-filters.json": filters_file(),
        }
        for name, content in contents.items():
            files.append(File.generated(config, f"{FOLDER}/{name}", content=content))
        return files
