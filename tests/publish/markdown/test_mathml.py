"""Formulas: what is rendered, what is refused and where, and that the font has what they show."""

from pathlib import Path
from xml.etree import ElementTree

import markdown
import pytest
from fontTools.ttLib import TTFont

from cnn_docs.publish.markdown.mathml import CHARACTERS, to_mathml
from cnn_docs.publish.reading.mathematics import problems_in_math
from cnn_docs.publish.reading.parse import parse_page

FONT = Path(__file__).parents[3] / "docs/theme/assets/fonts/stix-two-math.woff2"


def rendered(text: str) -> str:
    return markdown.markdown(text, extensions=["cnn_docs.publish.markdown.formulas", "toc"])


@pytest.mark.parametrize(
    ("tex", "what"),
    [
        (r"\reluu(x)", r"\reluu"),
        (r"\text{if \foo}", r"\foo"),
        ("a & b", "&"),
        (r"\begin{aligned}a&b\end{aligned}", "align*"),
        ("{a", "{ is never closed"),
        ("a}", "} closes nothing"),
        (r"\frac{a}", "argument is missing"),
        (r"\sqrt", "argument is missing"),
        ("x^", "nothing after it"),
        ("x_a_b", "two subscripts"),
        (r"\left( a", "come in pairs"),
        (r"\begin{bmatrix} 1", r"\end"),
        (" ", "empty"),
        (r"\color{red}{x}", "theme"),
        (r"\href{https://a.b}{x}", "links"),
        (r"\boldsymbol{x}", r"\mathbf"),
        ("合", "font"),
    ],
)
def test_a_faulty_formula_is_refused_with_what_would_be_right(tex: str, what: str) -> None:
    with pytest.raises(ValueError, match=r"\w; \w") as refusal:
        to_mathml(tex)
    assert what in str(refusal.value)


@pytest.mark.parametrize(
    "tex",
    [
        r"\left\lfloor \frac{n + P - d(k-1) - 1}{s} \right\rfloor + 1",
        r"\sum_{i=1}^{n} w_i x_i + b, \quad \sqrt[3]{1+x^2}, \quad 3{,}000",
        r"\begin{bmatrix}1&2\\3&4\end{bmatrix} \mathbf{W} \hat y \bar x \mathcal{L} \mathbb{R}^n",
        r"\text{ReLU}(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise}\end{cases}",
        r"\begin{align*}y &= \max(0, x)\\ &= \operatorname{argmax}_i x_i\end{align*}",
        r"\Delta \alpha \theta \partial \nabla \infty \in \to \leftarrow \times \cdot \dots \le",
        r"\overline{ab} \underbrace{a+b}_{c} \left\|x\right\|_2 \binom{n}{k} \operatorname{ReLU}",
    ],
)
def test_a_sound_formula_is_well_formed_and_leaks_no_tex(tex: str) -> None:
    for display in (False, True):
        math = ElementTree.fromstring(to_mathml(tex, display=display))
        assert math.tag == "math"
        assert not set("".join(math.itertext())) & set("\\&{}") - set("{" if "cases" in tex else "")
        assert "annotation" not in {element.tag for element in math.iter()}


def test_words_and_signs_are_set_as_tex_sets_them() -> None:
    assert to_mathml(r"\mathrm{fan}") == "<math><mrow><mi>fan</mi></mrow></math>"
    assert 'mathvariant="normal">d<' in to_mathml(r"\mathrm{d}x")
    assert 'rspace="0">max<' in to_mathml(r"\max(0, x)")
    assert 'rspace="0.1667em">log<' in to_mathml(r"\log x")
    assert "<mi>x</mi><mo>&lt;</mo>" in to_mathml("x < y")


def test_a_page_shows_its_formulas_and_leaves_code_and_prices_alone() -> None:
    html = rendered("# $x^2$\n\n`$a$` costs \\$5, $x$ and $y$.\n\n$$\nx\n$$\n\n```\n$a$\n```\n")
    assert html.count("<math") == 4
    assert "<code>$a$</code> costs $5," in html
    assert '<div class="formula" tabindex="0"><math display="block">' in html
    assert 'id="x2"' in html  # the heading's address is its text


def test_a_problem_stands_at_the_formula_in_the_built_page_s_source() -> None:
    text = "# A\n\nfirst line\nsecond $\\foo$\n\n```text\n$\\bar$\n```\n\n$$\na & b\n$$\n"
    problems = parse_page(text, path="a.md").problems
    assert [(p.line, "\\foo" in p.message) for p in problems if "formula" in p.message] == [
        (4, True),
        (10, False),
    ]


@pytest.mark.parametrize(
    "text",
    ["it costs $5", "$ x $", "text $$x$$ text", "$$\nx", "$a `b` c$", "![the $x$](figures/a.svg)"],
)
def test_a_dollar_that_would_stay_on_the_page_is_refused(text: str) -> None:
    assert len(problems_in_math(text, path="a.md")) == 1


@pytest.mark.parametrize("text", [r"it costs \$5", "`$5`", "[a](b$c)", "<!-- $ -->", "```\n$\n```"])
def test_a_dollar_that_is_none_of_a_formula_s_is_let_be(text: str) -> None:
    assert problems_in_math(text, path="a.md") == []


def test_the_font_has_every_character_a_formula_may_show() -> None:
    font = TTFont(FONT)
    assert {chr(code) for code in font.getBestCmap()} >= CHARACTERS - set("\u2061\u2062\u2063")
    assert font["MATH"].table.MathConstants is not None
    assert FONT.stat().st_size <= 60_000
