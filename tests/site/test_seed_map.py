"""Every line of the class notes has a place on the site: a page and a heading that carry it.

The notes themselves are not part of the project, so the map names their lines by number.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from cnn_docs.publish.check import read_page
from cnn_docs.publish.settings import Settings

LINES = 214
FOOTER = (208, 214)  # links to other posts of the class's blog

#: First line, last line, page, heading.
MAP = [
    (1, 2, "index.md", "Convolutional networks, checked"),
    (3, 4, "lessons/conv2d.md", "One window"),
    (5, 6, "lessons/conv2d.md", "Thirty-two filters are thirty-two perceptrons, slid"),
    (7, 7, "lessons/conv2d.md", "Where the weights start"),
    (8, 8, "lessons/conv2d.md", "Linear, and what that costs"),
    (9, 9, "lessons/conv2d.md", "Why 6? The settings that decide the size"),
    (10, 10, "lessons/channels.md", "A kernel is as deep as its input"),
    (11, 12, "lessons/relu.md", "One number at a time"),
    (13, 13, "lessons/relu.md", "Why bend at all?"),
    (14, 15, "lessons/stacking.md", "The bend between them"),
    (16, 17, "lessons/stacking.md", "Do the filters have to learn?"),
    (18, 19, "lessons/stacking.md", "9,248 numbers, not 288"),
    (20, 21, "lessons/pooling.md", "What it saves"),
    (22, 22, "lessons/flatten.md", '"The 32 best filters for 0 to 9"'),
    (23, 24, "lessons/dropout.md", "Does it make better features?"),
    (25, 25, "lessons/dropout.md", "What it is for"),
    (26, 27, "lessons/co-adaptation.md", "First meaning: twins that cannot part"),
    (28, 29, "lessons/flatten.md", "One row of numbers"),
    (30, 30, "lessons/flatten.md", '"The 32 best filters for 0 to 9"'),
    (31, 31, "lessons/scattered-face.md", "The scattered face"),
    (32, 33, "lessons/channels.md", "Split, and put together"),
    (34, 34, "lessons/channels.md", "Grey pictures need the axis too"),
    (35, 35, "lessons/channels.md", "Channels do not stay colours"),
    (36, 36, "lessons/channel-sum.md", "The same in Keras"),
    (37, 38, "lessons/scaling.md", "Four recipes"),
    (39, 40, "lessons/scaling.md", "The start: what Glorot assumes"),
    (41, 41, "lessons/scaling.md", "Pixels, and the 255"),
    (42, 43, "lessons/scaling.md", "What the square does, and what it does not"),
    (44, 44, "lessons/scaling.md", "Four recipes"),
    (45, 47, "lessons/channel-sum.md", "What if you do not sum?"),
    (48, 51, "lessons/channel-sum.md", "When the sum cancels"),
    (52, 53, "lessons/channel-sum.md", "Does the sum make the hierarchy?"),
    (54, 78, "lessons/looking-inside.py", "A digit"),
    (79, 89, "lessons/looking-inside.py", "One layer, before and after its first call"),
    (90, 149, "lessons/looking-inside.py", "Its weights"),
    (150, 167, "lessons/looking-inside.py", "Its maps"),
    (168, 176, "lessons/looking-inside.py", "MNIST through one layer"),
    (177, 189, "lessons/looking-inside.py", "MNIST through one layer and ReLU"),
    (190, 192, "lenet5/architecture.md", "LeNet-5, exactly as in 1998"),
    (193, 195, "lenet5/trade-offs.md", "How it came to be one network"),
    (196, 196, "lenet5/architecture.md", "Why 32×32?"),
    (197, 198, "lenet5/trade-offs.md", "Assumptions in place of data"),
    (199, 199, "lenet5/trade-offs.md", "A large picture is dear"),
    (200, 201, "lenet5/trade-offs.md", "What it loses, and means to lose"),
    (202, 202, "lenet5/trade-offs.md", "More data, more columns?"),
    (203, 203, "lenet5/trade-offs.md", "Fewer pixels, more maps"),
    (204, 204, "lenet5/trade-offs.md", "More data, more columns?"),
    (205, 205, "lenet5/trade-offs.md", '"There or not"'),
    (206, 207, "lenet5/trade-offs.md", "Adding four or picking one"),
]


def _headings(settings: Settings, page: str) -> set[str]:
    tokens = MarkdownIt().parse(read_page(settings.docs / page, settings).text)
    return {
        below.content.partition(" {")[0]
        for token, below in pairwise(tokens)
        if token.type == "heading_open"
    }


def test_every_line_has_one_place() -> None:
    ranges = [*sorted((first, last) for first, last, _, _ in MAP), FOOTER]
    assert ranges[0][0] == 1
    assert ranges[-1][1] == LINES
    for (_, last), (first, _) in pairwise(ranges):
        assert first == last + 1, f"lines {last + 1} to {first - 1} have no place, or two"


@pytest.mark.parametrize("page", sorted({page for _, _, page, _ in MAP}))
def test_the_headings_are_there(page: str, settings: Settings) -> None:
    wanted = {heading for _, _, at, heading in MAP if at == page}
    assert wanted <= _headings(settings, page), f"{page} has lost a heading that carries the notes"
