"""Is a row lost because the one before it was torn off by a full disk? Asterisk appends behind whatever is there."""

from pathlib import Path

import pytest

from ivr.asterisk.factlog import NAME, Cursor, FactLog
from tests.unit.ivr.asterisk.writing import line, own


@pytest.mark.parametrize("kept", range(1, 60))
def test_the_row_that_follows_a_torn_one_is_read(tmp_path: Path, kept: int) -> None:
    """The torn row has no end of its line, and the first one that fits again stands behind it."""
    torn, *rows = (own("REFUSED", f"x-{n}", 1, n, "who=t1") for n in (1, 2, 3))
    text = line(torn)[:kept] + "".join(map(line, rows))
    (tmp_path / NAME).write_text(text, encoding="utf-8")

    read, _ = FactLog(tmp_path).read(Cursor())

    assert read == rows
