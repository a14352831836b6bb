"""What each experiment found, as a sentence whose numbers are read from its record."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnn_docs.experiments.result import Result

FOUND: dict[str, str] = {}
"""For each experiment a sentence. `{condition / measurement}` is a mean over the seeds."""


class _Means(string.Formatter):
    """Fills in the means of a result's measurements."""

    def __init__(self, result: Result) -> None:
        self.result = result

    def get_field(
        self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> tuple[float, str]:
        condition, _, measurement = field_name.partition(" / ")
        return self.result.mean(condition, measurement), field_name


def sentence(result: Result) -> str:
    """What an experiment found, in one sentence.

    Args:
        result: Its recorded result.

    Raises:
        ValueError: If the sentence names what was not measured.
    """
    return _Means(result).format(FOUND[result.name])
