"""A figure that is drawn otherwise by the tests than by the build is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnn_docs.publish.check import check, read_page
from cnn_docs.publish.integration.sybil_parser import PageParser, Source
from cnn_docs.publish.settings import load_settings

PYPROJECT = '[tool.cnn-docs]\ndocs = "docs"\npackage = "package"\n'
MKDOCS = "site_name: Small\nmarkdown_extensions: [pymdownx.superfences]\n"
PAGE = """\
# Page

```python
import os
import matplotlib.pyplot as plt

plt.plot([0, {drawn}])
```

![A line](figures/line.svg)

```python
print(1)
```

```text title="Output"
1
```
"""


@pytest.mark.parametrize(("drawn", "differs"), [("1", False), ("os.getpid()", True)])
def test_a_figure_is_drawn_twice_alike(drawn: str, differs: bool, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    (tmp_path / "package").mkdir()
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs/page.md"
    path.write_text(PAGE.format(drawn=drawn))
    settings = load_settings(tmp_path)
    assert check([read_page(path, settings)], settings).problems == []

    document = Source.parse(str(path), PageParser(settings))
    *_, last = document.examples()
    assert last.region.evaluator
    said = last.region.evaluator(last) or ""
    assert ("docs/page.md:3: what this block draws differs" in said) is differs
