"""Where a site may be built: only this command's own sites are ever replaced."""

from __future__ import annotations

from pathlib import Path

from cnn_docs.publish.settings import Settings

#: The file that tells a built site from all other folders.
MARKER = ".cnn-docs-site"
_SENTENCE = "`cnn-docs site` built this folder, and replaces all of it when it builds again.\n"


class UnsafeDestination(ValueError):
    """A site cannot be built there without losing what is there already."""


def mark(site: Path) -> None:
    """Note in a built site that it is one."""
    (site / MARKER).write_text(_SENTENCE, encoding="utf-8")


def is_marked(folder: Path) -> bool:
    """Whether ``folder`` is a built site."""
    return (folder / MARKER).is_file()


def refuse_unsafe(destination: Path, settings: Settings) -> None:
    """Make sure that a site may take the place of ``destination``.

    Args:
        destination: the folder of the finished site, resolved.
        settings: the project.

    Raises:
        UnsafeDestination: files that no build made would be lost, or taken for sources.
    """
    reason = _why_unsafe(destination, settings)
    if reason:
        raise UnsafeDestination(
            f"destination {destination} {reason}; name a folder that is new, empty or a site "
            "built before"
        )


def _why_unsafe(destination: Path, settings: Settings) -> str | None:
    if settings.root.is_relative_to(destination):
        return "holds the project"
    docs = settings.root / settings.docs.relative_to(settings.root).parts[0]
    for sources in (docs, settings.package):
        if destination.is_relative_to(sources):
            return f"lies in {sources}, which the build reads"
    if not destination.exists():
        return None
    if not destination.is_dir():
        return "is a file"
    if (destination / ".git").exists():  # a clone of a published site is marked, too
        return "is a git repository"
    if any(destination.iterdir()) and not is_marked(destination):
        return "is not empty, and no site that cnn-docs built"
    return None
