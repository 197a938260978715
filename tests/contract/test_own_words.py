"""A message with slots is spoken for each person before her telephone rings, and a schedule's run starts by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from broadcasts.pacing import Lines
from broadcasts.recurrence import Recurrence, Repeat
from broadcasts.service import (
    Audio,
    BroadcastSettings,
    Draft,
    Filter,
    Intent,
    Started,
    create,
    dial_due,
    start,
)
from db import campaigns
from db.campaigns import CampaignRow, DeliveryRow
from db.engine import open_engine, writing
from db.homes import load_seniors, save_seniors
from ivr.exchange_settings import ExchangeSettings
from ivr.messages.own_words import site_speaker, speak_own_words
from ivr.messages.runs import start_due_runs
from ivr.settings import Settings
from ivr.sounds.site_voice import SiteVoice
from people.ids import SeniorId
from tests.contract.homes import new_database, settle_in

NINE = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
"""Half past nine on a Monday morning in Beijing."""
EXAMPLE = Audio(file="/sounds/example", total_ms=4000)
RULES = BroadcastSettings()
LINES = Lines(channels=5, dials=5)
HELLO = Draft(title="Birthday", text="{name}，祝您生日快乐。", audience=Filter(seniors=frozenset({SeniorId("wang")})))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
    yield engine
    engine.dispose()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        exchange=ExchangeSettings(root=tmp_path / "exchange", sounds=tmp_path / "sounds"),
        speech_cache=tmp_path / "cache",
    )


def going_out(engine: Engine, draft: Draft = HELLO) -> CampaignRow:
    with writing(engine) as conn:
        row = create(conn, NINE, draft, by="hu")
        assert isinstance(row, CampaignRow), row
        started = start(conn, row.id, NINE, audio=EXAMPLE, by="hu", settings=RULES)
        assert isinstance(started, Started), started
        return started.campaign


def dialled(engine: Engine) -> list[Intent]:
    with writing(engine) as conn:
        return dial_due(conn, NINE, LINES, RULES)


def delivery(engine: Engine, campaign: CampaignRow) -> DeliveryRow:
    with writing(engine) as conn:
        (row,) = campaigns.of_campaign(conn, campaign.id)
        return row


def test_nobody_is_rung_before_her_own_words_are_spoken(engine, settings):
    campaign = going_out(engine)
    before = dialled(engine)

    assert before == []
    assert speak_own_words(engine, site_speaker(settings)) == 1
    row = delivery(engine, campaign)
    (intent,) = dialled(engine)
    assert "王" in row.words and intent.file == row.audio
    assert Path(f"{row.audio}.sln").stat().st_size == (row.total_ms or 0) * 16


def test_what_is_spoken_is_not_spoken_again(engine, settings):
    going_out(engine)
    speak_own_words(engine, site_speaker(settings))

    assert speak_own_words(engine, site_speaker(settings)) == 0


def test_a_name_that_no_voice_can_say_rings_nobody_and_says_why(engine, settings):
    with writing(engine) as conn:
        wang = load_seniors(conn)[SeniorId("wang")]
        save_seniors(conn, [replace(wang, name="☎☎")])
    campaign = going_out(engine)
    speak_own_words(engine, site_speaker(settings))

    row = delivery(engine, campaign)
    assert (row.state, row.evidence, row.why) == ("done", "not_dialled", "unsayable")


def test_a_message_without_slots_rings_with_the_file_that_is_everybodys(engine, settings):
    going_out(engine, replace(HELLO, text="祝您生日快乐。"))

    assert speak_own_words(engine, site_speaker(settings)) == 0
    assert [intent.file for intent in dialled(engine)] == [EXAMPLE.file]


def test_a_run_whose_moment_has_come_is_spoken_and_started_once(engine, settings):
    daily = Recurrence(repeat=Repeat.DAILY, minute=10 * 60)
    with writing(engine) as conn:
        create(conn, NINE, replace(HELLO, text="祝您生日快乐。", recurrence=daily), by="hu")
    ten = NINE + timedelta(minutes=31)

    early = start_due_runs(engine, NINE, SiteVoice(settings), RULES)
    runs = [start_due_runs(engine, ten, SiteVoice(settings), RULES) for _ in range(2)]

    with writing(engine) as conn:
        running = campaigns.list_campaigns(conn, "running")
    assert (early, runs) == (0, [1, 0])
    assert [Path(f"{row.audio}.sln").exists() for row in running] == [True]
