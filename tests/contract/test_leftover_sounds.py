"""Do sounds go that nobody needs, and does every message keep its own?"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ivr.exchange_settings import ExchangeSettings
from ivr.settings import Settings
from ivr.sounds.leftovers import DAY, drop_sounds
from ivr.speech.cache import Cache
from tests.contract.messages import campaign, neighbourhood


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with neighbourhood(tmp_path) as conn:
        yield conn


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    exchange = ExchangeSettings(sounds=tmp_path / "sounds", root=tmp_path / "exchange")
    return Settings(exchange=exchange, speech_cache=tmp_path / "cache")


def put(settings: Settings, name: str, language: str = "zh") -> Path:
    file = settings.exchange.sounds / language / "message" / f"{name}.sln"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"sound")
    return file


def tomorrow(conn: Connection, settings: Settings, days: float = 1.1) -> int:
    return drop_sounds(conn, settings, time.time() + days * DAY)


def test_what_was_listened_to_and_uploads_never_sent_go_after_a_day(conn: Connection, settings: Settings) -> None:
    gone = [put(settings, "listen-abc"), put(settings, "upload-01x", "en")]
    stays = put(settings, "01message")

    assert tomorrow(conn, settings, days=0.9) == 0
    assert tomorrow(conn, settings) == 2
    assert [file.exists() for file in (*gone, stays)] == [False, False, True]


def test_a_sound_that_a_message_goes_out_with_stays_whatever_it_is_called(conn: Connection, settings: Settings) -> None:
    file = put(settings, "listen-abc")
    campaign(conn, audio=str(file.with_suffix("")))

    assert (tomorrow(conn, settings), file.exists()) == (0, True)


def test_what_she_said_and_what_a_desk_spoke_go_once_they_are_worked_up(conn: Connection, settings: Settings) -> None:
    spoken = [settings.exchange.root / "spool" / folder / "one.sln" for folder in ("replies", "recorded")]
    for file in spoken:
        file.parent.mkdir(parents=True)
        file.write_bytes(b"voice")

    assert (tomorrow(conn, settings), [file.exists() for file in spoken]) == (2, [False, False])


def test_a_kept_sound_goes_a_day_after_its_last_link(conn: Connection, settings: Settings) -> None:
    cache = Cache(folder=settings.speech_cache)
    for name in ("aa", "bb"):
        cache.put(name, b"sound")
    cache.place("aa", put(settings, "01message"))
    cache.place("bb", put(settings, "listen-abc"))

    assert tomorrow(conn, settings) == 1 + 1
    assert (cache.holds("aa"), cache.holds("bb")) == (True, False)


def test_where_a_file_system_knows_no_links_nothing_kept_is_forgotten(conn: Connection, settings: Settings) -> None:
    Cache(folder=settings.speech_cache).put("aa", b"sound")

    assert tomorrow(conn, settings) == 0
    assert Cache(folder=settings.speech_cache).holds("aa")
