"""The MkDocs plugin of the lab: adds the files that its pages load, and tells their names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from cnn_docs.lab.kept_files import kept_files
from cnn_docs.lab.modules import data_of, modules_of

LAB = "assets/lab"
FOLDER = f"{LAB}/data"


class LabConfig(Config):
    """No settings."""


class LabPlugin(BasePlugin[LabConfig]):
    """Writes weights and samples from the package, so that no copy of them is committed."""

    data: list[str]

    def on_files(self, files: Files, *, config: MkDocsConfig, **_: Any) -> Files:
        """Add the files to those of the site."""
        folder = Path(config.config_file_path).parent / ".cache/lab"
        kept = kept_files(folder)
        self.data = list(kept)
        for name, content in kept.items():
            files.append(File.generated(config, f"{FOLDER}/{name}", content=content))
        return files

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, **_: Any
    ) -> TemplateContext:
        """Tell a page of the lab what its element loads, as addresses in the site."""
        if not page.file.src_uri.startswith("lab/"):
            return context  # a lesson loads its elements when the reader comes near
        lab = Path(config.theme.custom_dir or "") / LAB
        elements = page.meta.get("elements", [])
        modules = {name for element in elements for name in modules_of(lab, element)}
        data = {name for element in elements for name in data_of(lab, element, self.data)}
        names: Any = context  # a TypedDict, whose type knows MkDocs' own names alone
        names["lab_modules"] = [f"{LAB}/{name}" for name in sorted(modules)]
        names["lab_data"] = [f"{FOLDER}/{name}" for name in sorted(data)]
        return context
