"""Keep the lab's files from build to build: making them takes scikit-learn, and that seconds."""

from __future__ import annotations

import json
from pathlib import Path

from cnn_docs._provenance.atomic import write_whole
from cnn_docs._provenance.closure import closure
from cnn_docs._provenance.digest import digest, file_digest
from cnn_docs._provenance.versions import versions
from cnn_docs.lenet5.weights_file import WEIGHTS_PATH

_PACKAGE = Path(__file__).parents[1]


def kept_files(folder: Path) -> dict[str, bytes]:
    """The lab's files by name, made only if something that they are made of has changed.

    Args:
        folder: Where they are kept; it may be deleted at any time.
    """
    listed = folder / "files.json"
    sources = _sources()
    try:
        kept = json.loads(listed.read_text(encoding="utf-8"))
        if kept["sources"] == sources:
            found = {name: (folder / name).read_bytes() for name in kept["digests"]}
            if {name: digest(content) for name, content in found.items()} == kept["digests"]:
                return found
    except (OSError, ValueError, KeyError):
        pass
    from cnn_docs.lab.files import lab_files  # brings scikit-learn

    made = lab_files()
    for name, content in made.items():
        write_whole(folder / name, content)
    digests = {name: digest(content) for name, content in made.items()}
    write_whole(listed, json.dumps({"sources": sources, "digests": digests}))
    return made


def _sources() -> str:
    """A digest of the code and the weights that the files are made of, and of versions."""
    paths = [*closure(["cnn_docs.lab.files"], _PACKAGE).values(), WEIGHTS_PATH]
    digests = {str(path): file_digest(path) for path in sorted(paths)}
    return digest(json.dumps([digests, versions()]).encode())
