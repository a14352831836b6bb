"""The MkDocs plugin of the lab: adds the files that its pages load to the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

from cnn_docs.lab.kept import kept_files

FOLDER = "assets/lab/data"


class LabConfig(Config):
    """No settings."""


class LabPlugin(BasePlugin[LabConfig]):
    """Writes weights and samples from the package, so that no copy of them is committed."""

    def on_files(self, files: Files, *, config: MkDocsConfig, **_: Any) -> Files:
        """Add the files to those of the site."""
        folder = Path(config.config_file_path).parent / ".cache/lab"
        for name, content in kept_files(folder).items():
            files.append(File.generated(config, f"{FOLDER}/{name}", content=content))
        return files
