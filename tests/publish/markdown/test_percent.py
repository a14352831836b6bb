"""A percent sign does not begin a line."""

import markdown
import pytest


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("some 50 % of **2 %** are", "some 50\xa0% of <strong>2\xa0%</strong> are"),
        ("+1.1 [+0.3, +1.9] % less", "+1.1 [+0.3, +1.9]\xa0% less"),
        ("print `100 %` and a % b", "print <code>100 %</code> and a % b"),
    ],
)
def test_only_the_space_between_a_number_and_its_sign_is_joined(text: str, html: str) -> None:
    made = markdown.markdown(text, extensions=["cnn_docs.publish.markdown.percent"])
    assert made == f"<p>{html}</p>"
