"""Where the project keeps things, read from ``[tool.cnn-docs]`` in its ``pyproject.toml``."""

from __future__ import annotations

import importlib
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from cnn_docs._provenance.digest import file_digest

#: Markdown pages, and notebook pages written as percent scripts.
PAGE_SUFFIXES = (".md", ".py")


@dataclass(frozen=True)
class Settings:
    """The folders of one project, and how to find the data that ``needs`` blocks ask for.

    ``needs`` maps each accepted name to ``module:function``; the function returns the data's
    file, or ``None`` where it is not at hand. The engine knows no more of the teaching package.
    A block that runs for more than ``seconds_a_block`` is stopped.
    """

    root: Path
    docs: Path
    package: Path
    needs: dict[str, str]
    seconds_a_block: int

    @property
    def cache(self) -> Path:
        """The folder of cached runs; it may be deleted at any time."""
        return self.root / ".cache" / "pages"

    def docs_files(self) -> list[Path]:
        """All files of the pages' folder, in a fixed order, but for hidden and editors' files."""
        found: list[Path] = []
        for folder, folders, names in os.walk(self.docs, followlinks=True):  # as MkDocs does
            folders[:] = [name for name in folders if not name.startswith(".")]
            found += [Path(folder, name) for name in names if not _belongs_to_an_editor(name)]
        return sorted(path for path in found if path.is_file())

    def page_files(self) -> list[Path]:
        """All pages, in a fixed order."""
        return [path for path in self.docs_files() if path.suffix in PAGE_SUFFIXES]

    def shown(self, path: Path) -> str:
        """``path`` as messages name it: relative to the project where it lies inside."""
        path = path.resolve()
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)

    def module(self, path: Path) -> str:
        """The full name of a module of the package."""
        parts = path.relative_to(self.package.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def data_file(self, need: str) -> Path | None:
        """The file of the data called ``need``, or ``None`` where it is not at hand."""
        if need not in self.needs:
            raise ValueError(
                f'needs="{need}" is not known; accepted: {", ".join(sorted(self.needs))} '
                "(declared under [tool.cnn-docs.needs] in pyproject.toml)"
            )
        module, function = self.needs[need].split(":")
        path: Path | None = getattr(importlib.import_module(module), function)()
        return path

    def data_at_hand(self, need: str) -> str | None:
        """A digest of the data called ``need``, or ``None`` where it is not at hand."""
        path = self.data_file(need)
        return None if path is None else file_digest(path)


def _belongs_to_an_editor(name: str) -> bool:
    """Whether a file is hidden (a lock, a swap file), a backup, or what is not saved yet."""
    return name.startswith((".", "#")) or name.endswith("~")


def load_settings(root: Path) -> Settings:
    """Read the settings of the project at ``root``.

    Raises:
        FileNotFoundError: there is no ``pyproject.toml`` at ``root``.
        KeyError: it has no ``[tool.cnn-docs]`` table.
    """
    root = root.resolve()
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    own = table["tool"]["cnn-docs"]
    return Settings(
        root=root,
        docs=root / own["docs"],
        package=root / own["package"],
        needs=dict(own.get("needs", {})),
        seconds_a_block=own.get("seconds_a_block", 300),
    )
