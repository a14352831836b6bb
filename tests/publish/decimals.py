"""Change each decimal of a page by one in its last digit, and see whether it is noticed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from cnn_docs.publish.check import check, read_page
from cnn_docs.publish.reading.page import Block, Output
from cnn_docs.publish.running.compare import problems_with
from cnn_docs.publish.settings import Settings

_DECIMAL = re.compile(r"\d*\.\d+")


def unnoticed_changes(settings: Settings, name: str) -> list[str]:
    """The changed lines of a page that still pass for what was printed; the page runs once."""
    page = read_page(settings.docs / name, settings)
    report = check([page], settings)
    assert report.problems == []
    outcomes = report.checked[page.path].outcomes
    changed = [
        (line, problems_with(other, outcome, page.path))
        for block, outcome in zip(page.blocks, outcomes, strict=True)
        if outcome
        for line, other in _changes(block)
    ]
    assert len(changed) > 10, "this page shows too few decimals to tell"
    return [line for line, problems in changed if not problems]


def _changes(block: Block) -> Iterator[tuple[str, Block]]:
    output = block.output
    if output and output.within:  # a last digit may differ there
        return
    for found in _DECIMAL.finditer(output.text if output else ""):
        assert isinstance(output, Output)
        digit = str((int(found[0][-1]) + 1) % 10)
        end = found.end()
        text = output.text[: end - 1] + digit + output.text[end:]
        line = text[text.rfind("\n", 0, end) + 1 :].partition("\n")[0]
        yield line, dataclasses.replace(block, output=dataclasses.replace(output, text=text))
