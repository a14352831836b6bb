"""What each experiment found, as a sentence whose numbers are read from its record."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnn_docs.experiments.result import Result

FOUND: dict[str, str] = {
    "relu": (
        "With ReLUs {ReLU / error:.1f} % of the digits are misread, without them "
        "{linear stack / error:.1f} %, as many as by a logistic regression."
    ),
    "trained_filters": (
        "A converged classifier misreads {32 trained / error:.1f} % from 32 trained filters and "
        "{32 random / error:.1f} % from 32 random ones, too uncertain to call; with 4 filters "
        "{4 trained / error:.1f} and {4 random / error:.1f} %."
    ),
    "fixed_features": (
        "From hand-made edges {hand-made features / error:.1f} % are misread, from filters learned "
        "end to end in their place {end to end / error:.1f} %."
    ),
    "width": (
        "Paired as well as can be, trained filters of two starts have a cosine of "
        "{32, from two starts / likeness of trained filters:.2f} (1 would be equal filters), "
        "trained and random ones of {32, from two starts / likeness to random filters:.2f}."
    ),
    "coadaptation_ablation": (
        "With dropout two units need each other by {dropout / need of each other:.1f} % of what "
        "they give one by one, with weight decay by {weight decay / need of each other:.1f} %. A "
        "classifier that reads eight of 64 units misreads "
        "{dropout / error of a reader of 8 units:.1f} % after dropout and "
        "{weight decay / error of a reader of 8 units:.1f} % after weight decay."
    ),
    "width_by_size": (
        "After 300 images 12→32 maps misread {12→32, 300 / error:.1f} % and 6→16 maps "
        "{6→16, 300 / error:.1f} %; after 10,000 images {12→32, 10,000 / error:.1f} and "
        "{6→16, 10,000 / error:.1f} %."
    ),
    "structure": (
        "From the maps of random filters {random filters / error:.1f} % are misread, from a dense "
        "layer that has learned {trained units / error:.1f} %, from trained filters "
        "{trained filters / error:.1f} %."
    ),
    "pooling_by_size": (
        "With 100 images {max pooling, 100 / error:.1f} % are misread with max pooling and "
        "{none, 100 / error:.1f} % without; with 10,000 images {max pooling, 10,000 / error:.2f} "
        "and {none, 10,000 / error:.2f} %."
    ),
    "dropout_by_size": (
        "With 1,000 images dropout brings a dense network from {dense, none, 1,000 / error:.1f} to "
        "{dense, dropout, 1,000 / error:.1f} % of mistakes; weight decay to "
        "{dense, weight decay, 1,000 / error:.1f} %."
    ),
    "dropout_features": (
        "Features learned with dropout, read for digits that they were not learned for, give "
        "{dropout / error on new digits:.1f} % of mistakes, without dropout "
        "{no dropout / error on new digits:.1f} %."
    ),
    "channel_sum": (
        "At equal parameters {standard / error:.2f} % are misread with the sum and "
        "{depthwise, equal parameters / error:.2f} % without; with the ink scattered over three "
        "channels {scattered ink, summed / error:.1f} and {scattered ink, apart / error:.1f} %."
    ),
    "hierarchy": (
        "At equal parameters three layers misread {3 layers, summed / error:.2f} % with the sum "
        "and {3 layers, apart / error:.2f} % without, one layer {1 layer / error:.2f} %."
    ),
    "tile_shuffle": (
        "A network that flattens, as the notes' does, calls "
        "{flattened / called a face, scattered:.0f} % of scattered faces a face; one that pools "
        "globally {pooled / called a face, scattered:.0f} % of them."
    ),
    "permutation": (
        "Shuffled pixels take a convolutional network from "
        "{convolutional, in order / error:.1f} to {convolutional, shuffled / error:.1f} % of "
        "mistakes; a dense one makes {dense, in order / error:.1f} and "
        "{dense, shuffled / error:.1f} %."
    ),
    "constraints": (
        "With 1,000 images shared weights misread {shared, 1,000 / error:.1f} %, local ones "
        "{local, 1,000 / error:.1f} %; with twice as many images {local, 2,000 / error:.1f} %."
    ),
    "views": (
        "A classifier misreads {one network / error, 16 maps:.1f} % from a random half of the 32 "
        "maps and {one network / error, 32 maps:.1f} % from all; by their correlations the maps "
        "are worth {one network / different maps:.0f} unrelated ones."
    ),
    "channels_differ": (
        "The second convolution's 32 maps vary as much as "
        "{one network / different maps, second, at the start:.1f} unrelated ones at the start and "
        "{one network / different maps, second, after training:.1f} after training."
    ),
    "meaning_lost": (
        "A classifier misreads {summed, trained / error:.1f} % from maps that sum over the "
        "channels and {apart, trained / error:.1f} % from maps of one channel each; with random "
        "filters {summed, random / error:.1f} and {apart, random / error:.1f} %."
    ),
    "pooling_cost": (
        "Where the notes put it, pooling leaves "
        "{in turn / multiplications, after the second:,.0f} of "
        "{in turn / multiplications, nowhere:,.0f} multiplications; one layer earlier "
        "{in turn / multiplications, after the first:,.0f}."
    ),
    "scaling": (
        "Scaled to 0 to 1 a network needs {min-max, to 10 % / steps:.0f} steps to 10 % of mistakes "
        "and ends with {min-max, to the end / error:.1f} %, with raw pixels "
        "at least {raw, to 10 % / steps:,.0f} steps and {raw, to the end / error:.1f} %."
    ),
    "initial_values": (
        "With ten layers He's start ends with {He, 10 layers / error:.1f} % of mistakes and a "
        "small one with {small, 10 layers / error:.1f} %, with two layers "
        "{He, 2 layers / error:.1f} and {small, 2 layers / error:.1f} %."
    ),
    "image_size": (
        "A picture of 32×32 takes {32×32, 100 / multiplications:,.0f} multiplications, one of 8×8 "
        "{8×8, 100 / multiplications:,.0f}; after 100 images {32×32, 100 / error:.1f} % are "
        "misread in place of {8×8, 100 / error:.1f}."
    ),
    "padding_shifts": (
        "In the middle of 32×32 {32×32, middle / error:.1f} % of the digits are misread, in a "
        "corner of it {32×32, corner / error:.1f} %, without the rim {28×28 / error:.1f} %."
    ),
    "sparse_c3": (
        "With the table C3's 16 maps vary as much as {sparse, TABLE I / different maps of C3:.1f} "
        "unrelated ones, with all links {dense / different maps of C3:.1f}; "
        "{sparse, TABLE I / error:.1f} and {dense / error:.1f} % of the digits are misread."
    ),
    "more_maps": (
        "For about as many multiplications, 6 and then 16 maps misread {6→16 / error:.1f} % and 9 "
        "and 9 maps {9→9 / error:.1f} %; 4 and 4 maps without pooling "
        "{4→4, not subsampled / error:.1f} %."
    ),
    "detectors": (
        "Where there is ink, {one network / clear, S2:.0f} % of the outputs of S2 are a clear yes "
        "or no, of C1 before it {one network / clear, C1:.0f} %."
    ),
    "subsampling_tolerance": (
        "Of digits that are moved by three pixels, a network with max pooling misreads "
        "{max pooling / error, moved:.0f} % and one without {none / error, moved:.0f} %; of digits "
        "in their place {max pooling / error:.1f} and {none / error:.1f} %."
    ),
    "coadaptation_clones": (
        "With random outgoing weights only {random outgoing weights / alike:.0f} % of the equal "
        "pairs stay alike; with equal ones {equal outgoing weights / alike to the last bit:.0f} % "
        "do, to the last bit."
    ),
    "ladder": (
        "After 2,000 digits the network of 1998 misreads {1998 / error:.1f} %, today's "
        "{today / error:.1f} %."
    ),
    "ladder_distorted": (
        "After 240 passes through 2,000 digits, distorted anew each time, the network of 1998 "
        "misreads {1998 / error:.1f} %, today's {today / error:.1f} %."
    ),
}
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
        ValueError: If it has no sentence, or one that names what was not measured.
    """
    if result.name not in FOUND:
        raise ValueError(f"`FOUND` must say what {result.name!r} found, in one sentence.")
    return _Means(result).format(FOUND[result.name])
