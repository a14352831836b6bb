r"""Formulas: TeX becomes MathML while the site is built, so a reader's browser needs no script.

latex2mathml does the work. What it gets wrong in silence is refused here; what it gets slightly
wrong for a browser is mended.
"""

from __future__ import annotations

import html
import itertools
import re
from xml.etree.ElementTree import Element, tostring

from latex2mathml import exceptions
from latex2mathml.converter import Converter


def _characters(*ranges: tuple[int, int]) -> str:
    return "".join(chr(code) for first, last in ranges for code in range(first, last + 1))


#: What a formula may show: these characters are in docs/theme/assets/fonts, whose script reads
#: this constant. Letters of a formula are italic ones of Unicode's mathematical alphabets.
CHARACTERS = frozenset(
    _characters(
        (0x20, 0x7E),  # ASCII
        (0x3B1, 0x3C9),  # Greek, as the page's source has it, and in italics
        (0x1D6FC, 0x1D71B),
        (0x1D400, 0x1D454),  # Latin: bold, italic (whose h is Planck's constant, below)
        (0x1D456, 0x1D467),
        (0x2061, 0x2063),  # signs that are heard and not seen
    )
    + "ΓΔΘΛΞΠΣΥΦΨΩϵϑϕ"
    + "ℎℒℓ𝒟𝒩𝒪𝒰ℝℕℤℙ𝔼𝟙"
    + "±×÷·¬°¯‾´¨ˆˇˉ˘˙˜⃗"
    + "\u2006\u2009\u200a‖′″‴†‡…⋮⋯⋱"
    + "←↑→↓↔↦⇐⇒⇔⟵⟶⟷⟹⟺⟼"
    + "∀∂∃∅∇∈∉∋∏∑−∓∕∖∗∘∙√∝∞∣∥∧∨∩∪∫∼≃≅≈≔≠≡≤≥≪≫⊂⊃⊆⊇⊕⊖⊗⊙⊤⊥⋂⋃⋅⋆"
    + "⌈⌉⌊⌋⎵⏞⏟⟨⟩"
)

#: How many children MathML expects; latex2mathml leaves one out where an argument is missing.
_ARITY = {
    **dict.fromkeys(("mfrac", "mroot", "msup", "msub", "mover", "munder"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}

#: A function's name: log, max, arg max.
_FUNCTION = re.compile(r"[A-Za-z]{2,}(?:[\u2006\u2009][a-z]+)?")

_MISTAKES = {
    exceptions.ExtraLeftOrMissingRightError: r"\left and \right come in pairs; write \right. for "
    "a bracket that is not closed",
    exceptions.MissingSuperScriptOrSubscriptError: "_ or ^ has nothing after it; write x_i or x^2",
    exceptions.DoubleSubscriptsError: "two subscripts on one symbol; group them: x_{ij}",
    exceptions.DoubleSuperscriptsError: "two superscripts on one symbol; group them: {x^a}^b",
    exceptions.MissingEndError: r"a \begin{…} is not closed; write \end{…} with the same name",
    exceptions.NoAvailableTokensError: "an argument is missing; give each command all it takes: "
    r"\frac{a}{b}",
}


class BadFormula(ValueError):
    """A formula that would not be set as its author meant; says what would be right."""


def to_mathml(tex: str, *, display: bool = False) -> str:
    r"""Translate one formula.

    Args:
        tex: TeX without its dollars.
        display: whether the formula stands on a line of its own, with limits above and below.

    Returns:
        One ``<math>`` element as text.

    Raises:
        BadFormula: the formula is empty or unbalanced, uses a command that is not known, or shows
            a character that the site's mathematics font lacks.

    >>> to_mathml("x^2")
    '<math><msup><mi>x</mi><mn>2</mn></msup></math>'
    """
    _check_source(tex)
    try:
        math = Converter(display="block" if display else "inline").convert_to_element(tex)
    except tuple(_MISTAKES) as error:
        raise BadFormula(_MISTAKES[type(error)]) from error
    except Exception as error:  # latex2mathml fails in as many ways as Python does
        raise BadFormula(
            f"latex2mathml does not understand it ({type(error).__name__}); write it in plainer TeX"
        ) from error
    for element in math.iter():
        _read_text(element)
    for element in math.iter():
        _check_element(element)
    for element in math.iter():
        _mend(element)
    math.attrib.clear()
    if display:
        math.set("display", "block")
    if len(math) == 1 and math[0].tag == "mrow":
        math[:] = list(math[0])
    return tostring(math, encoding="unicode", short_empty_elements=False)


def _check_source(tex: str) -> None:
    """Refuse what latex2mathml repairs or drops without a word."""
    if not tex.strip():
        raise BadFormula("the formula is empty; write it, or remove its dollars")
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            raise BadFormula(r"a } closes nothing; open it before, or write \} for the sign")
    if depth:
        raise BadFormula(r"a { is never closed; close it, or write \{ for the sign")


def _read_text(element: Element) -> None:
    r"""Resolve the escapes of the element's text, and mark what is to stand upright.

    What \mathrm gave is told from an ordinary letter by being written as an escape, and by that
    alone. Capital Greek is upright in TeX; MathML would slant it.
    """
    escaped = element.text or ""
    text = html.unescape(escaped)
    is_roman = text != escaped and re.fullmatch("[A-Za-z]", text)
    if element.tag == "mi" and (is_roman or re.fullmatch("[Α-Ω]", text)):
        element.set("mathvariant", "normal")
    element.text = text.replace("―", "‾")  # the bar that MathML stretches


def _check_element(element: Element) -> None:
    text = element.text or ""
    if command := re.search(r"\\\S+", text):
        raise BadFormula(
            f"the command {command[0]} is not known here; write one that latex2mathml knows, and "
            r"none inside \text{…}"
        )
    if element.tag == "mo" and not text:
        raise BadFormula(r"a name is lost; \operatorname takes plain letters, \mathrm any sign")
    if text == "&":
        raise BadFormula(
            "an & stands outside a table; align with align* (not aligned), matrix or cases"
        )
    if len(element) != _ARITY.get(element.tag, len(element)):
        raise BadFormula(
            r"an argument is missing; give each command all it takes: \frac{a}{b}, \sqrt[3]{x}"
        )
    if {"href", "mathcolor", "mathbackground"} & element.attrib.keys():
        raise BadFormula("links and colours would not follow the theme; write the formula without")
    if element.get("mathvariant", "normal") != "normal":
        raise BadFormula(
            r"browsers do not set this style; for bold and script letters write \mathbf{W} and "
            r"\mathcal{L}, for words \text{…} or \mathrm{…}"
        )
    if element.tag != "mtext" and (lacking := sorted(set(text) - CHARACTERS)):
        raise BadFormula(
            f"{lacking[0]!r} is not in the site's mathematics font; write it otherwise, or add it "
            "to CHARACTERS in cnn_docs/publish/markdown/mathml.py and run "
            "docs/theme/assets/fonts/make.py"
        )


def _mend(element: Element) -> None:
    """Write for browsers, which follow MathML Core, what latex2mathml writes for older readers."""
    alignment = element.attrib.pop("columnalign", None)
    if element.tag == "mtd" and alignment:
        element.set("class", alignment)
    if element.tag == "mrow" and len(element) > 1 and all(map(_is_roman, element)):
        # One word, not a product of letters: it is read aloud and spaced as such.
        word = "".join(letter.text or "" for letter in element)
        element[:] = [Element("mi")]
        element[0].text = word
        return
    if element.tag == "mrow" and len(element) == 1 and element[0].tag == "mo":
        element[0].attrib.update(lspace="0", rspace="0")  # TeX's {,}: a sign without its spaces
    for child, following in itertools.zip_longest(element, element[1:]):
        _mend_operator(child, following, element)


def _is_roman(element: Element) -> bool:
    return element.tag == "mi" and element.get("mathvariant") == "normal"


def _mend_operator(element: Element, following: Element | None, parent: Element) -> None:
    text = element.text or ""
    if element.tag in ("mo", "mi") and _FUNCTION.fullmatch(text):
        # No space before the function's bracket, a thin one before an argument without.
        bare = following is not None and "".join(following.itertext())[:1] not in ("(", "[", "{")
        element.tag = "mo"
        element.attrib.update(lspace="0", rspace="0.1667em" if bare else "0")
    elif element.tag == "mo" and text in ("∞", "∂", "∇", "∅"):
        element.tag = "mi"  # symbols, not operators with space around them
        if text == "∇":
            element.set("mathvariant", "normal")
    elif element.tag == "mo" and text in ("¯", "‾") and parent.tag == "mover":
        parent.set("accent", "true")
