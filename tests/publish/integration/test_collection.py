"""Nothing that should run is passed over by the patterns that collect it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from cnn_docs.publish.check import read_page
from cnn_docs.publish.settings import Settings


def _collected(root: Path) -> Counter[str]:
    """How many examples pytest collects from each file that is no test."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "README.md", "docs", "cnn_docs"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return Counter(line.partition("::")[0] for line in run.stdout.splitlines() if "::" in line)


def test_every_block_and_every_docstring_example_is_collected(settings: Settings) -> None:
    collected = _collected(settings.root)
    for path in [settings.root / "README.md", *settings.page_files()]:
        blocks = len(read_page(path, settings).blocks)
        assert collected[settings.shown(path)] == blocks, f"{path}: {blocks} blocks"
    for path in settings.package.rglob("*.py"):
        examples = sum(line.lstrip().startswith(">>> ") for line in path.read_text().splitlines())
        assert collected[settings.shown(path)] == examples, f"{path}: {examples} examples"
