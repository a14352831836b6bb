"""Numbers in prose: each is borne out by its page, or its author says by what."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath

from cnn_docs.publish.reading.decimals import Number, Shown, numbers_in, numbers_in_code
from cnn_docs.publish.reading.front_matter import Entry, entries
from cnn_docs.publish.reading.page import Page, Problem
from cnn_docs.publish.reading.sentences import Sentence, sentences_of
from cnn_docs.publish.reading.sums import sums_in
from cnn_docs.publish.reading.years import is_year

_PER_CENT = re.compile(r"\s*(?:%|per ?cent\b|퍼센트)")


def problems_in_prose(page: Page) -> list[Problem]:
    """Numbers in prose that nothing bears out, wrong sums, and needless accounts of numbers.

    A number has to be borne out if it has decimals, or three digits and more, and is no year, and
    each percentage has to be. It is borne out where it is

    - shown: a block's code or an output of the page has it, rounded at most;
    - cited: its sentence links to the bibliography, or to an address on the web;
    - worked out: its sentence has the sum that comes to it;
    - accounted for in the front matter: ``accounted`` maps numbers to reasons, ``accounted_in``
      names the module whose code has them.

    The rule is for pages that teach. Exempt are those in a folder named ``reference``, and the
    project's own documents, named in capitals (README.md).
    """
    path = PurePosixPath(page.path)
    if "reference" in path.parts or path.stem.isupper():
        return []
    sentences = list(sentences_of(page.text))
    found = [*_wrong_sums(sentences), *_unaccounted(page, _borne_out_by_nothing(page, sentences))]
    return [Problem(page.path, line, message) for line, message in found]


@dataclass(frozen=True)
class _Told:
    """A number as prose tells it; per cent may be shown as a share of one."""

    number: Number
    line: int
    is_percentage: bool

    def is_borne_out_by(self, shown: Shown) -> bool:
        value = self.number.value
        return shown.bears_out(value) or (self.is_percentage and shown.bears_out(value.scaleb(-2)))


def _wrong_sums(sentences: list[Sentence]) -> Iterator[tuple[int, str]]:
    for sentence in sentences:
        for found in sums_in(sentence.text):
            if not found.is_right:
                right = Decimal(found.value.numerator) / found.value.denominator
                yield (
                    sentence.line_at(found.start),
                    f"{found.expression} does not come to {found.told} but to {right:,.10g}; "
                    "correct the sum",
                )


def _borne_out_by_nothing(page: Page, sentences: list[Sentence]) -> list[_Told]:
    """The numbers that are neither shown nor cited nor worked out."""
    outputs = (block.output.text for block in page.blocks if block.output)
    shown = Shown(
        printed=(number.value for output in outputs for number in numbers_in(output)),
        exact=(number for block in page.blocks for number in numbers_in_code(block.code)),
    )
    return [
        told
        for sentence in sentences
        if not sentence.is_cited
        for told in _told_in(sentence)
        if not told.is_borne_out_by(shown)
    ]


def _told_in(sentence: Sentence) -> Iterator[_Told]:
    text = sentence.text
    results = " ".join(found.result for found in sums_in(text))
    worked_out = {number.value for number in numbers_in(results)}
    for number in numbers_in(text):
        before, after = text[: number.start], text[number.end :]
        is_percentage = _PER_CENT.match(after) is not None
        if (
            (number.is_telling or is_percentage)
            and number.value not in worked_out
            and not is_year(number.text, before=before, after=after)
        ):
            line = sentence.line_at(number.start)
            yield _Told(number, line, is_percentage)


def _unaccounted(page: Page, told: list[_Told]) -> Iterator[tuple[int, str]]:
    """The numbers that the front matter does not account for either, and its needless accounts."""
    head = {entry.key: entry for entry in entries(page.text)}
    if "accounted" in head:
        yield from _faults(head["accounted"], told)
        accounted = {_value(entry) for entry in head["accounted"].inner}
        told = [one for one in told if one.number.value not in accounted]
    if "accounted_in" in head:
        module, line = head["accounted_in"].value, head["accounted_in"].line
        code = Shown(printed=(), exact=_numbers_in_module(module))
        elsewhere = [one for one in told if not one.is_borne_out_by(code)]
        if len(elsewhere) == len(told):
            yield (
                line,
                f"the code of {module!r} accounts for no number here; name a module of the package "
                "that does, or remove accounted_in",
            )
        told = elsewhere
    for one in told:
        yield (
            one.line,
            f"nothing on this page shows {one.number.text}; show it by a block, cite its source in "
            "the sentence, work it out there (12 × 12 = 144), or say in the front matter under "
            "accounted why it is right",
        )


def _faults(accounted: Entry, told: list[_Told]) -> Iterator[tuple[int, str]]:
    """What is wrong with the numbers under ``accounted``."""
    if not accounted.inner:
        yield accounted.line, "accounted: maps numbers to reasons, as in 1,797: digits of sklearn"
    needing = {one.number.value for one in told}
    for entry in accounted.inner:
        if _value(entry) is None:
            yield (
                entry.line,
                f"{entry.key!r} under accounted is no number; write it as the prose does",
            )
        elif not entry.value:
            yield entry.line, f"{entry.key} is accounted for without a reason; say why it is right"
        elif _value(entry) not in needing:
            yield (
                entry.line,
                f"{entry.key} is accounted for without need: the prose does not have it, or it is "
                "shown, cited or worked out there; remove it from accounted",
            )


def _value(entry: Entry) -> Decimal | None:
    try:
        return Decimal(entry.key.replace(",", ""))
    except InvalidOperation:
        return None


def _numbers_in_module(name: str) -> frozenset[Decimal]:
    """The numbers in the code of a module; none if it is unknown.

    A package counts with its own file only: somewhere in all its modules almost any number stands.
    """
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not (spec.origin or "").endswith(".py"):
        return frozenset()
    return numbers_in_code(Path(spec.origin or "").read_text(encoding="utf-8"))
