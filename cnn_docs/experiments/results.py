"""The results that ship with the package: read, with their verdicts, and checked for staleness."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cnn_docs.data import DatasetUnavailable
from cnn_docs.experiments import questions, statistics
from cnn_docs.experiments.findings import sentence
from cnn_docs.experiments.fingerprint import code_fingerprint, data_fingerprint
from cnn_docs.experiments.questions import NAMES
from cnn_docs.experiments.result import Effect, Result, Training, markdown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_TITLES = {
    "conv2d": "Conv2D",
    "relu": "ReLU",
    "channel-sum": "channel sum",
    "scattered-face": "scattered face",
}

RESULTS = Path(__file__).parents[1] / "results" / "experiments"


def names() -> list[str]:
    """The experiments that are recorded, in the order of their lessons."""
    return list(_everything())


def recorded(name: str) -> Result:
    """The recorded result of an experiment.

    Args:
        name: One of `cnn_docs.experiments.questions.NAMES`.

    Raises:
        ValueError: If there is no such experiment, or none is recorded.
    """
    if name not in NAMES:
        raise ValueError(f"`name` must be one of {', '.join(NAMES)}, got {name!r}.")
    everything = _everything()
    if name not in everything:
        raise ValueError(f"`name` = {name!r} has no record yet: cnn-docs experiments run {name}.")
    return everything[name]


def found(name: str) -> str:
    """What an experiment found, in one sentence with its number.

    Args:
        name: One of `cnn_docs.experiments.questions.NAMES`.
    """
    return sentence(recorded(name))


def overview() -> str:
    """All claims as one Markdown table: what is claimed, what was found, how sure it is.

    >>> print(overview().splitlines()[0])
    | lesson | the claim | we found | how sure |
    """
    rows = [
        (
            f"[{lesson_title(result.lesson)}](../{result.lesson}.md)",
            f"[{result.claim}]({name}.md)",
            found(name),
            result.short,
        )
        for name, result in _everything().items()
    ]
    return markdown(("lesson", "the claim", "we found", "how sure"), rows)


def forest() -> Figure:
    """Draw the decisive effects of all claims; see `cnn_docs.figures.forest`.

    To the right is what agrees with the claim: harm, where the claim is that there is none, is
    drawn to the left.
    """
    # Whoever reads a verdict draws nothing, and need not wait for Matplotlib.
    from cnn_docs.figures import forest as figures

    return figures.forest(
        [
            figures.Row(
                lesson_title(result.lesson),
                effect.name,
                effect.agreement,
                effect.verdict,
                effect.exact,
            )
            for result in _everything().values()
            for effect in result.decisive
        ]
    )


def lesson_title(page: str) -> str:
    """How a lesson is called in a list, from its page.

    >>> lesson_title("lessons/co-adaptation"), lesson_title("lenet5/trade-offs")
    ('co-adaptation', 'LeNet-5: trade-offs')
    """
    folder, _, name = page.rpartition("/")
    words = _TITLES.get(name, name)
    return f"LeNet-5: {words}" if folder == "lenet5" else words


@cache
def _everything() -> dict[str, Result]:
    """All recorded results: the correction for many claims needs them together."""
    paths = {name: RESULTS / f"{name}.json" for name in NAMES}
    records = {
        name: json.loads(path.read_text(encoding="utf-8"))
        for name, path in paths.items()
        if path.exists()
    }
    return corrected({name: result_of(name, record) for name, record in records.items()})


def corrected(results: Mapping[str, Result]) -> dict[str, Result]:
    """Adjust the p values of all decisive contrasts that are not exact, for their number.

    Args:
        results: All results that count together, by name.
    """
    family = [
        effect for result in results.values() for effect in result.decisive if not effect.exact
    ]
    adjusted = iter(statistics.holm([effect.uncorrected[1] for effect in family]))
    return {
        name: replace(
            result,
            effects=tuple(
                replace(effect, p_adjusted=next(adjusted))
                if effect.decisive and not effect.exact
                else effect
                for effect in result.effects
            ),
        )
        for name, result in results.items()
    }


def result_of(name: str, record: Mapping[str, Any]) -> Result:
    """A result with its verdicts, before the correction for many claims.

    Args:
        name: The experiment's name.
        record: What `recording.gather` wrote.
    """
    effects = (
        Effect(**{**contrast, **effect, "values": tuple(effect["values"])})
        for contrast, effect in zip(record["contrasts"], record["effects"], strict=True)
    )
    return Result(
        name,
        record["lesson"],
        record["claim"],
        record["source"],
        record["done"],
        record["joined"],
        effects=tuple(effects),
        measured=record["measured"],
        image_errors=record.get("image_errors", {}),
        training={
            condition: Training(**training) for condition, training in record["training"].items()
        },
        find_changes=partial(_changes, name, record),
        provenance=record["provenance"],
    )


def _changes(name: str, record: Mapping[str, Any]) -> tuple[str, ...]:
    """What has changed since a result was recorded, "code" or "data"."""
    kept = record["fingerprints"]
    now = {"code": code_fingerprint(f"{questions.__name__}.{name}")}
    # Data that is not at hand cannot be compared, and counts as unchanged.
    with suppress(DatasetUnavailable):
        now["data"] = data_fingerprint(record["data"], record["reads"])
    return tuple(part for part in now if now[part] != kept[part])
