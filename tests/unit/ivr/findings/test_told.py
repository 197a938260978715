"""What was seen of an emergency is told from one process to another, and a torn or missing file tells nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ivr.findings.closing import Look
from ivr.findings.told import look_told, tell_looks

NOW = datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC)


def test_what_was_seen_is_read_as_it_was_told(tmp_path: Path):
    looks = {
        "exchange-1.1": Look(at=NOW, quiet_since=NOW - timedelta(seconds=7)),
        "exchange-1.2": Look(at=NOW, quiet_since=None),
    }

    tell_looks(tmp_path / "heartbeat", looks)

    assert {key: look_told(tmp_path / "heartbeat", key) for key in looks} == looks
    assert look_told(tmp_path / "heartbeat", "exchange-1.3") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"e": 1}', '{"e": ["soon", null]}', '{"e": [null, null]}'])
def test_a_file_that_makes_no_sense_is_no_look(tmp_path: Path, text: str):
    (tmp_path / "heartbeat.incidents").write_text(text)

    assert look_told(tmp_path / "heartbeat", "e") is None


def test_where_nobody_has_looked_nothing_is_told(tmp_path: Path):
    assert look_told(tmp_path / "heartbeat", "e") is None
