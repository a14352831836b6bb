"""Lunr's tree of words tells numbers apart."""

from pathlib import Path

import pytest

from cnn_docs.publish.site.search_worker import mend

LUNR = "t.TokenSet.prototype.toString=function(){for(;;){e=e+s+o.id}return e}"


def test_the_number_of_a_node_ends_before_the_next_character(tmp_path: Path) -> None:
    worker = tmp_path / "search.min.js"
    worker.write_text(LUNR)
    mend(worker)
    assert worker.read_text() == LUNR.replace("o.id}", 'o.id+","}')


def test_a_worker_without_lunr_stays_as_it_is(tmp_path: Path) -> None:
    worker = tmp_path / "search.min.js"
    worker.write_text("a=a+b+c.id")
    mend(worker)
    assert worker.read_text() == "a=a+b+c.id"


def test_another_lunr_is_refused(tmp_path: Path) -> None:
    worker = tmp_path / "search.min.js"
    worker.write_text("t.TokenSet.prototype.toString=other")
    with pytest.raises(ValueError, match=r"search.min.js must add .* found 0"):
        mend(worker)
