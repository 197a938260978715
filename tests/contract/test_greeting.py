"""Is whoever was offered nothing for days greeted by itself, once a day, in the site's own voice?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, insert, select

from broadcasts.campaign import Audio, Refused
from broadcasts.service import BroadcastSettings
from console.broadcasts.voice import VoiceMissing
from db import campaigns
from db.campaigns import CampaignRow
from db.engine import open_engine, reading, writing
from db.homes import load_seniors, save_seniors
from db.schema.care import deliveries
from ivr.messages.greeting import greet_if_due
from ivr.settings import Settings
from ivr.sounds.site_voice import SiteVoice
from people.holds import Hold
from people.ids import SeniorId
from tests.contract.homes import new_database, settle_in
from wellness_checks.service import WatchSettings, put_on_hold

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Voice:
    """Says what it is told to answer."""

    def __init__(self, answer: Audio | Refused | None) -> None:
        self.answer = answer
        self.said: list[str] = []

    def speak(self, message: str, text: str, language: str) -> Audio | Refused:
        self.said.append(f"{language}: {text}")
        if self.answer is None:
            raise VoiceMissing("no voice")
        return self.answer


SPOKEN = Audio(file="/sounds/zh/message/greeting", total_ms=4000)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Wang, who lives alone, and Zhao, who does not."""
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
    yield engine
    engine.dispose()


def greeted(engine: Engine, voice: Voice, now: datetime = NOON, **rules: int) -> bool:
    watch = WatchSettings(**rules)  # type: ignore[arg-type]
    return greet_if_due(engine, now, cast(SiteVoice, voice), Settings(), watch, BroadcastSettings())


def greeted_on(engine: Engine, day: datetime) -> set[str]:
    with reading(engine) as conn:
        rows = select(deliveries.c.senior_id).where(deliveries.c.campaign_id == f"greeting-{day:%Y-%m-%d}")
        return set(conn.scalars(rows))


def moved_in(engine: Engine, many: int) -> list[str]:
    """So many people more who live alone."""
    names = [f"new{n}" for n in range(many)]
    with writing(engine) as conn:
        wang = load_seniors(conn, ["wang"])[SeniorId("wang")]
        save_seniors(conn, [replace(wang, id=SeniorId(name)) for name in names])
    return names


def people(engine: Engine) -> list[str]:
    with reading(engine) as conn:
        return [row.senior_id for row in campaigns.unheard_of_household(conn, "h1")]


def test_somebody_watched_to_whom_nothing_was_offered_hears_from_us(engine: Engine) -> None:
    voice = Voice(SPOKEN)

    assert greeted(engine, voice)

    assert people(engine) == ["wang"]
    assert len(voice.said) == 1 and voice.said[0].startswith("zh: ")


def test_late_or_twice_it_goes_out_once(engine: Engine) -> None:
    voice = Voice(SPOKEN)

    assert [greeted(engine, voice, now) for now in (NOON, NOON, NOON + DAY)] == [True, False, False]
    assert len(voice.said) == 1


def test_a_site_may_greet_nobody(engine: Engine) -> None:
    assert not greeted(engine, Voice(SPOKEN), greet_after_days=0)


@pytest.mark.parametrize("answer", [None, Refused(field="text", reason="no words")])
def test_without_a_voice_nobody_is_offered_silence_and_it_is_tried_again(
    engine: Engine, answer: Refused | None
) -> None:
    assert not greeted(engine, Voice(answer))

    assert greeted(engine, Voice(SPOKEN))


def test_a_greeting_that_nobody_may_have_leaves_nothing_behind(engine: Engine) -> None:
    with writing(engine) as conn:
        today = NOON.date()
        held = put_on_hold(conn, NOON, "wang", starts_on=today, ends_on=today + DAY, reason="away", asked_by="op")
    assert held == Hold(senior=SeniorId("wang"), starts_on=today, ends_on=today + DAY, reason="away", asked_by="op")

    assert not greeted(engine, Voice(SPOKEN))

    with reading(engine) as conn:
        assert campaigns.load_campaign(conn, "greeting-2026-03-02") is None


def test_after_a_first_import_so_many_a_day_are_greeted_each_once(engine: Engine) -> None:
    everybody = {"wang", *moved_in(engine, 6)}

    days = [NOON + n * DAY for n in range(4)]
    said = [greeted(engine, Voice(SPOKEN), day, greet_a_day=3) for day in days]

    told = [greeted_on(engine, day) for day in days]
    assert said == [True, True, True, False]
    assert [len(some) for some in told] == [3, 3, 1, 0]
    assert set().union(*told) == everybody


def test_who_waited_longest_is_greeted_first(engine: Engine) -> None:
    moved_in(engine, 2)
    offered(engine, "wang", NOON - 9 * DAY)
    offered(engine, "new0", NOON - 12 * DAY)

    for day in (NOON, NOON + DAY, NOON + 2 * DAY):
        assert greeted(engine, Voice(SPOKEN), day, greet_a_day=1)

    assert [greeted_on(engine, NOON + n * DAY) for n in range(3)] == [{"new1"}, {"new0"}, {"wang"}]


def test_whoever_is_away_keeps_nobody_else_waiting(engine: Engine) -> None:
    moved_in(engine, 1)
    offered(engine, "wang", NOON - 9 * DAY)
    with writing(engine) as conn:
        today = NOON.date()
        put_on_hold(conn, NOON, "new0", starts_on=today, ends_on=today + DAY, reason="away", asked_by="op")

    greeted(engine, Voice(SPOKEN), greet_a_day=1)

    assert greeted_on(engine, NOON) == {"wang"}


def offered(engine: Engine, senior: str, at: datetime) -> None:
    """A message of this day, which she has listened to."""
    key = f"old-{senior}"
    with writing(engine) as conn:
        row = CampaignRow(id=key, title="t", text="t", created_at=at, created_by="op", state="done")
        campaigns.save_campaign(conn, row)
        heard = {"id": key, "campaign_id": key, "senior_id": senior, "state": "done", "available_at": at, "tries": 1}
        conn.execute(insert(deliveries).values(**heard))
