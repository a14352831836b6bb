"""What the recorded runs say: mean errors, differences, intervals, and how they stand to the paper.

Two intervals belong to a mean error. One is about other seeds on the same 10,000 test images. The
other is about other test images as well, since these are a sample too.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cnn_docs.experiments import statistics
from cnn_docs.experiments.result import MINUS, markdown
from cnn_docs.experiments.statistics import Estimate
from cnn_docs.training.recipes import RECIPES
from cnn_docs.training.run_records import recorded

TEST_IMAGES = 10_000
#: How far off its figures may be, in points: the caption of the paper's Fig. 9.
PAPERS_UNCERTAINTY = 0.1

REPRODUCED, NOT_REPRODUCED = "reproduced", "not reproduced"

NAMES = {
    "plain": "AdamW",
    "distorted": "AdamW, distorted",
    "rotated": "AdamW, rotated",
    "rotated-betas": "AdamW, SOAP's β, rotated",
    "beyond": "AdamW, 300 passes",
    "distorted-soap": "SOAP, distorted",
    "rotated-soap": "SOAP, rotated",
    "beyond-soap": "SOAP, 150 passes",
    "long-soap": "SOAP, 100 passes",
    "distilled": "SOAP, taught by four",
    "distilled-labels": "SOAP, labels by the students' loss",
    "paper": "paper's steps, loss / 84",
    "paper-distorted": "paper's steps, distorted",
}
"""How a reader is told of a recipe."""

PUBLISHED = {
    "plain": 0.95,
    "distorted": 0.82,
    "distorted-soap": 0.82,
    "paper": 0.95,
    "paper-distorted": 0.82,
}
"""For each recipe that has a counterpart in the paper the paper's error, in percent.

With distortions the text says 0.8 %, and its Fig. 8 shows all 82 mistakes.
"""

_INTERVALS = ("with other seeds", "with other digits too")
_FIELDS = {
    "optimizer": "optimiser",
    "learning_rate": "step size",
    "weight_decay": "weight decay",
    "betas": "β₁, β₂",
}


class Measured(NamedTuple):
    """A mean error in percent, or a difference of two in points, with its intervals.

    Attributes:
        runs: How many runs, or pairs of runs, there are.
        mean: Their mean.
        over_seeds: The interval over seeds; None for a single run.
        over_images: The interval over seeds and test images; for a single run, over images alone.
    """

    runs: int
    mean: float
    over_seeds: Estimate | None
    over_images: Estimate

    def cells(self) -> str:
        """Return the cells of a table: runs, mean and the two intervals."""
        return f"{self.runs} | {self.mean:.2f} | {self.intervals()}"

    def intervals(self) -> str:
        """Return the cells with the two intervals."""
        both = (self.over_seeds, self.over_images)
        return " | ".join(f"{one.low:.2f} to {one.high:.2f}" if one else "–" for one in both)


def error(recipe: str) -> Measured:
    """Return the mean test error of a recipe's recorded runs.

    Args:
        recipe: A name in `RECIPES`.

    Raises:
        ValueError: If no run of the recipe is recorded.

    >>> error("plain").cells()
    '5 | 0.90 | 0.83 to 0.98 | 0.74 to 1.06'
    >>> error("beyond").cells()
    '1 | 0.53 | – | 0.39 to 0.67'
    """
    return _measured(_wrong(recipe))


def difference(recipe: str, other: str) -> Measured:
    """Return by how many points the first recipe misreads more than the other.

    Runs from the same seed are compared with each other, and on each test image.

    Args:
        recipe: A name in `RECIPES`.
        other: Another one.

    Raises:
        ValueError: If no run of one of them is recorded.

    >>> difference("rotated", "rotated-soap").cells()
    '5 | 0.20 | 0.14 to 0.26 | 0.10 to 0.30'
    """
    pairs = zip(_wrong(recipe), _wrong(other), strict=False)  # one may have more seeds
    return _measured([one - two for one, two in pairs])


def reproduces(found: Measured, published: float) -> str:
    """Say whether runs reach a figure of the paper.

    The paper measured on the same 10,000 images, so what counts is the interval over seeds. Runs
    reach the figure if the interval lies wholly below the figure plus the paper's uncertainty, and
    miss it if it lies wholly above that.

    Args:
        found: What `error` returned, for two runs or more.
        published: The paper's error in percent.

    Raises:
        ValueError: If there is one run only.

    >>> reproduces(error("plain"), published=0.95), reproduces(error("paper"), published=0.95)
    ('reproduced', 'undecided')
    """
    if found.over_seeds is None:
        raise ValueError(f"`found` must hold two runs or more, got {found.runs}.")
    beside = found.over_seeds._replace(mean=found.mean - published)
    word, _ = statistics.verdict(beside, PAPERS_UNCERTAINTY, "no harm")
    named = {statistics.SUPPORTED: REPRODUCED, statistics.REFUTED: NOT_REPRODUCED}
    return named.get(word, word)


def verdicts() -> str:
    """Return the recipes beside the paper's figures, as a Markdown table.

    >>> print(verdicts().splitlines()[2])
    | AdamW | 0.90 | 0.95 | **reproduced** | 0.83 to 0.98 | 0.74 to 1.06 |
    """
    rows = []
    for recipe, published in PUBLISHED.items():
        found = error(recipe)
        word = reproduces(found, published)
        errors = f"{found.mean:.2f} | {published:.2f}"
        rows.append((NAMES[recipe], errors, f"**{word}**", found.intervals()))
    header = ("trained by", "error, %", "the paper", "verdict", *_INTERVALS)
    return markdown(header, rows)


def gains(*pairs: tuple[str, str]) -> str:
    """Return by how much one recipe is better than another, as a Markdown table.

    Args:
        pairs: Names in `RECIPES`, first the one that is expected to misread more.

    >>> print(gains(("distorted-soap", "rotated-soap")).splitlines()[2])
    | SOAP, distorted | SOAP, rotated | distortions | 5 | −0.01 | −0.09 to 0.08 | −0.10 to 0.09 |
    """
    rows = []
    for worse, better in pairs:
        before, after = _fields(worse), _fields(better)
        differ = ", ".join(_FIELDS.get(one, one) for one in before if before[one] != after[one])
        cells = difference(worse, better).cells().replace("-", MINUS)
        rows.append((NAMES[worse], NAMES[better], differ, cells))
    header = ("before", "after", "what differs", "pairs", "points gained", *_INTERVALS)
    return markdown(header, rows)


def _fields(recipe: str) -> dict[str, Any]:
    """What a recipe says, and in place of its teachers what they change."""
    fields = RECIPES[recipe]._asdict()
    teachers = fields.pop("teachers", None)
    return fields | {
        "loss": teachers and teachers.temperature,
        "pictures": teachers and teachers.copies,
        "answers in place of labels": teachers is not None and not teachers.replaced_by_labels,
    }


def _wrong(recipe: str) -> list[NDArray[np.float64]]:
    """For each run 1 at each test image that it misreads, and 0 elsewhere."""
    recipes: dict[str, Any] = recorded()["recipes"]
    if recipe not in recipes:
        raise ValueError(
            f"`recipe` must have recorded runs ({', '.join(recipes)}), got {recipe!r}."
        )
    rows = []
    for run in recipes[recipe]["runs"]:
        row = np.zeros(TEST_IMAGES)
        row[run["wrong_positions"]] = 1
        rows.append(row)
    return rows


def _measured(rows: Sequence[NDArray[np.float64]]) -> Measured:
    """The mean over runs and images, in percent."""
    effects = [100 * float(row.mean()) for row in rows]
    mean = float(np.mean(effects))
    of_images = statistics.image_error_of_mean(rows)
    if len(rows) > 1:
        over_seeds = statistics.estimate(effects)
        return Measured(
            len(rows), mean, over_seeds, statistics.estimate(effects, image_error=of_images)
        )
    low, high = stats.norm.interval(statistics.CONFIDENCE, mean, of_images)
    return Measured(1, mean, None, Estimate(mean, float(low), float(high), of_images, np.inf))
