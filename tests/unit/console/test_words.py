"""Is everything that is said said in both languages, and are times written as the reader writes them?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import console
from console.heartbeat import Controller, controller
from console.times import Times, counted
from console.words import catalogue, catalogues

FOLDER = Path(console.__file__).parent
METHODS = [("**/templates/**.html", "jinja2"), ("templates/**.html", "jinja2"), ("**.py", "python")]
NOW = datetime(2026, 11, 21, 2, 40, tzinfo=UTC)


@cache
def texts() -> frozenset[str]:
    """Every text in the templates and the code."""
    return frozenset(_texts())


def _texts() -> Iterator[str]:
    options = {method: {"newstyle_gettext": "true", "trim_blocks": "true"} for method, _ in METHODS}
    for _, _, text, _, _ in extract_from_dir(FOLDER, METHODS, options):
        yield text if isinstance(text, str) else text[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_in_the_catalogue_and_no_other(language: str):
    known = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue(language) if m.id}

    assert known == texts()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_stands_in_one_file_alone(language: str):
    folder = FOLDER / "locale" / language / "LC_MESSAGES"
    said = [m.id for each in folder.glob("*.po") for m in read_po(BytesIO(each.read_bytes())) if m.id]

    assert len(said) == len({str(each) for each in said})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_translated_with_the_same_values_in_it(language: str):
    said_here = catalogue(language)

    def whole(message: Message) -> bool:
        said = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        return all(said) and not list(message.check(said_here))

    assert [message.id for message in said_here if message.id and not whole(message)] == []


def times(language: str) -> Times:
    return Times(language=language, words=catalogues()[language], zone=ZoneInfo("Asia/Shanghai"), now=NOW)


def test_times_are_written_as_the_reader_writes_them():
    yesterday = NOW - timedelta(hours=20)

    assert [times(each).moment(yesterday) for each in ("zh", "en")] == ["11月20日 14:40", "20 Nov 14:40"]
    assert [times(each).moment(NOW) for each in ("zh", "en")] == ["10:40", "10:40"]
    assert [times(each).day(NOW.date(), long=True) for each in ("zh", "en")] == [
        "11月21日 星期六",
        "Saturday 21 November",
    ]


def test_waits_and_ages_are_in_words():
    assert [times("en").took(ms) for ms in (840, 9999, 25_000, 65_400)] == [
        "0.8 s",
        "10.0 s",
        "25 s",
        "1 min 5 s",
    ]
    assert [times("zh").ago(NOW - timedelta(seconds=s)) for s in (5, 180, 7200, 86400 * 3)] == [
        "刚刚",
        "3 分钟前",
        "2 小时前",
        "3 天前",
    ]
    assert [times("en").length(timedelta(days=n)) for n in (1, 2)] == ["24 h", "2 days"]
    assert [counted(timedelta(seconds=s)) for s in (-3, 7, 750, 3723)] == ["0:00", "0:07", "12:30", "1:02:03"]


def test_a_controller_is_silent_when_its_file_is_old_or_missing(tmp_path: Path):
    beat = tmp_path / "heartbeat"
    beat.touch()
    touched, limit = beat.stat().st_mtime, timedelta(seconds=5)

    assert controller(beat, limit, touched + 4.9) is Controller.ALIVE
    assert controller(beat, limit, touched + 5.1) is Controller.SILENT
    assert controller(tmp_path / "none", limit, touched) is Controller.SILENT
    assert controller(None, limit, touched) is Controller.NOT_WATCHED
