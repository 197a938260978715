"""Is whoever was offered nothing for days greeted by itself, once a day, in the site's own voice?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine

from broadcasts.campaign import Audio, Refused
from broadcasts.service import BroadcastSettings
from console.voice import VoiceMissing
from db import campaigns
from db.engine import open_engine, reading, writing
from ivr.greeting import greet_if_due
from ivr.settings import Settings
from ivr.site_voice import SiteVoice
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
