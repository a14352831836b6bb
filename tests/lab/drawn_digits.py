"""Digits drawn on a pad of 255×255, as a reader draws them: the strokes' points, and the pen.

They differ in size, place, width and style. All were written down before any was shown to the
network, and none was changed afterwards.

`VARIANTS` are ways to draw the same digit elsewhere, larger, smaller, or aslant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Drawing(NamedTuple):
    digit: int
    pen: int
    """Width of the pen in units of the pad."""
    strokes: list[list[tuple[int, int]]]


def _strokes(*texts: str) -> list[list[tuple[int, int]]]:
    """Strokes from texts such as "10,20 30,40"."""
    return [[(int(x), int(y)) for x, y in (p.split(",") for p in t.split())] for t in texts]


DRAWINGS = [
    # large, in the middle
    Drawing(
        0,
        22,
        _strokes(
            "132,30 105,38 84,60 72,95 70,135 78,175 96,205 125,220 154,212 174,186 184,150 "
            "185,110 176,72 158,44 134,31"
        ),
    ),
    # small, top left, narrow
    Drawing(
        0, 14, _strokes("70,25 54,36 46,60 46,86 54,108 70,116 86,106 94,84 93,56 85,35 72,26")
    ),
    # slanted to the right, drawn clockwise
    Drawing(
        0,
        18,
        _strokes(
            "150,70 172,78 180,104 172,140 152,174 126,192 106,184 100,160 108,124 126,90 150,70"
        ),
    ),
    # a plain line
    Drawing(1, 22, _strokes("128,35 128,80 127,130 128,180 128,220")),
    # slanted, small, at the right
    Drawing(1, 14, _strokes("205,60 198,90 190,120 184,148")),
    # with a flag
    Drawing(1, 16, _strokes("80,92 98,76 112,58 112,100 111,150 112,205")),
    # an open two with a straight foot
    Drawing(
        2,
        20,
        _strokes(
            "78,82 86,58 108,42 136,42 158,58 164,84 154,112 130,142 102,172 76,204 110,204 "
            "150,204 184,203"
        ),
    ),
    # small, with a loop at the foot
    Drawing(
        2,
        12,
        _strokes(
            "150,130 158,116 174,110 190,116 195,132 188,152 172,172 156,188 146,196 148,184 "
            "160,182 174,192 190,198 204,192"
        ),
    ),
    # wide, at the left
    Drawing(2, 24, _strokes("20,80 34,52 66,40 98,50 106,78 90,112 58,146 22,180 64,178 118,182")),
    # round three
    Drawing(
        3,
        20,
        _strokes(
            "84,60 104,42 132,38 156,50 162,76 148,100 120,114 150,122 170,142 172,172 154,200 "
            "124,212 96,206 76,190"
        ),
    ),
    # flat top, thin
    Drawing(
        3,
        12,
        _strokes(
            "60,50 95,48 130,48 112,72 92,98 118,100 138,116 144,142 132,168 106,180 78,176 58,162"
        ),
    ),
    # open four in two strokes
    Drawing(
        4,
        20,
        _strokes("88,40 84,80 78,124 118,126 160,122 190,120", "158,52 154,100 150,150 146,215"),
    ),
    # closed at the top, small, at the bottom
    Drawing(
        4,
        14,
        _strokes(
            "150,130 130,154 108,184 106,192 140,192 178,190", "152,130 150,165 148,205 146,236"
        ),
    ),
    # two strokes, the roof last
    Drawing(
        5,
        20,
        _strokes(
            "92,48 88,80 84,112 112,104 144,110 164,134 166,166 148,194 118,206 90,200 72,186",
            "92,48 130,46 172,44",
        ),
    ),
    # one stroke, thin, at the right
    Drawing(
        5,
        12,
        _strokes(
            "232,90 206,90 180,92 176,116 172,140 192,132 214,138 226,156 224,180 206,198 182,200 "
            "164,190"
        ),
    ),
    # a long stem
    Drawing(
        6,
        20,
        _strokes(
            "158,34 128,58 102,96 86,140 86,180 104,208 134,216 162,202 172,174 160,148 132,140 "
            "104,152 90,174"
        ),
    ),
    # small, top right
    Drawing(
        6,
        13,
        _strokes("200,28 184,44 172,68 168,94 174,114 190,122 208,116 214,98 204,84 188,84 174,96"),
    ),
    # plain seven
    Drawing(7, 20, _strokes("70,56 110,54 150,52 184,52 168,92 146,136 128,178 116,216")),
    # crossed, as on the Continent
    Drawing(
        7,
        14,
        _strokes("60,110 92,108 130,106 122,134 108,168 98,204 94,222", "80,164 104,162 132,160"),
    ),
    # one stroke, as an S that closes
    Drawing(
        8,
        20,
        _strokes(
            "158,62 136,42 108,44 92,64 100,90 126,112 152,136 164,164 154,196 126,212 98,202 "
            "86,174 98,144 124,118 148,96 162,76 158,62"
        ),
    ),
    # two rings, small, at the left
    Drawing(
        8,
        12,
        _strokes(
            "60,120 46,126 42,140 48,154 60,158 74,152 78,138 72,124 60,120",
            "60,158 44,166 38,184 44,202 60,208 76,202 84,184 76,166 60,158",
        ),
    ),
    # a ring and a straight stem
    Drawing(
        9,
        20,
        _strokes(
            "162,76 148,52 120,46 94,60 86,88 98,114 124,120 150,106 162,78 162,110 158,150 "
            "152,190 146,220"
        ),
    ),
    # with a curved stem, small, at the bottom right
    Drawing(
        9,
        13,
        _strokes(
            "212,138 198,126 180,130 172,148 180,164 198,164 210,150 213,138 214,166 210,196 "
            "198,216 180,222 166,214"
        ),
    ),
    # thin and wide
    Drawing(
        9,
        14,
        _strokes("150,80 124,58 90,60 68,86 80,114 114,120 144,100 152,80 156,120 154,160 148,206"),
    ),
    # a one with a short flag and a base, in three strokes
    Drawing(1, 20, _strokes("100,70 122,44", "122,44 123,120 124,206", "88,208 126,207 164,208")),
    # a one with a flag that is no longer than a third of it
    Drawing(1, 20, _strokes("96,92 120,50 122,110 122,170 121,216")),
    # a seven with a hook at its left, and a curved stem
    Drawing(7, 20, _strokes("66,80 68,52 110,50 150,48 186,46 158,100 138,150 130,214")),
    # a crossed seven, large
    Drawing(
        7, 22, _strokes("62,48 112,46 160,44 190,42 160,104 136,164 124,218", "92,130 160,124")
    ),
    # a four in one stroke, closed
    Drawing(4, 20, _strokes("150,216 150,150 150,90 150,38 112,92 70,150 120,150 190,150")),
    # a two with a large loop
    Drawing(
        2,
        20,
        _strokes(
            "70,84 84,52 118,38 154,50 166,82 150,122 116,164 82,192 66,180 82,162 110,176 142,200 "
            "176,206 196,190"
        ),
    ),
    # a nine whose tail is a hook
    Drawing(
        9,
        20,
        _strokes(
            "160,84 146,54 116,44 90,62 84,96 104,122 134,118 156,92 162,70 164,120 158,168 "
            "138,204 108,212 84,198"
        ),
    ),
    # a nought with a short slash
    Drawing(
        0,
        18,
        _strokes(
            "128,34 96,48 76,90 74,140 86,190 118,216 152,206 176,166 180,112 168,64 140,38 126,34",
            "112,150 146,104",
        ),
    ),
    # a wide nought
    Drawing(
        0,
        20,
        _strokes(
            "126,62 84,68 50,94 38,128 52,166 90,188 136,192 184,180 212,150 214,112 190,80 "
            "156,64 124,62"
        ),
    ),
    # an eight of two circles, large
    Drawing(
        8,
        20,
        _strokes(
            "128,40 104,50 94,78 104,106 128,116 152,106 162,78 152,50 128,40",
            "128,116 100,128 86,164 98,200 128,214 158,200 170,164 156,128 128,116",
        ),
    ),
    # a round five in one stroke
    Drawing(
        5,
        20,
        _strokes(
            "176,50 136,48 100,52 92,84 88,112 118,102 150,112 168,142 164,178 140,206 104,212 "
            "74,198"
        ),
    ),
    # a six like a b, with a straight stem
    Drawing(
        6,
        20,
        _strokes(
            "112,36 98,80 90,130 90,180 106,212 138,216 162,196 164,166 144,146 114,150 92,174"
        ),
    ),
    # an angular three
    Drawing(3, 20, _strokes("76,46 170,46 118,104 158,122 172,162 152,200 110,212 72,196")),
]


Point = tuple[float, float]


def _fitted(drawing: Drawing, side: float, middle: Point, slant: float = 0) -> Drawing:
    """The drawing with its longer side as given, around another middle."""
    points = [(x + slant * (128 - y), float(y)) for stroke in drawing.strokes for x, y in stroke]
    lows, highs = [tuple(end(axis) for axis in zip(*points, strict=True)) for end in (min, max)]
    scale = side / max(high - low for low, high in zip(lows, highs, strict=True))

    def moved(point: tuple[int, int]) -> tuple[int, int]:
        place = (point[0] + slant * (128 - point[1]), point[1])
        ends = zip(place, lows, highs, middle, strict=True)
        x, y = (round(m + scale * (at - (low + high) / 2)) for at, low, high, m in ends)
        return x, y

    return drawing._replace(strokes=[[moved(point) for point in s] for s in drawing.strokes])


#: By name, what becomes of a drawing; a tenth of the pad is tiny.
VARIANTS: dict[str, Callable[[Drawing], Drawing]] = {
    "as it is": lambda drawing: drawing,
    "tiny": lambda drawing: _fitted(drawing, 26, (120, 131)),
    "huge": lambda drawing: _fitted(drawing, 250, (127, 127)),
    "off centre": lambda drawing: _fitted(drawing, 80, (210, 44)),
    "slanted": lambda drawing: _fitted(drawing, 180, (127, 127), slant=0.25),
}
