"""How far is a campaign, and when will it be through? Counted from its deliveries as they stand."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts.campaign import State
from broadcasts.estimate import finish_at
from broadcasts.listening import Grade, grade_of
from broadcasts.settings import BroadcastSettings
from broadcasts.windows import EVERY_DAY, openings
from db import campaigns, tallies
from db.campaigns import CampaignRow
from db.tallies import Tally
from people.windows import parse_windows


@dataclass(frozen=True, kw_only=True)
class AreaProgress:
    total: int
    done: int
    heard: int


@dataclass(frozen=True, kw_only=True)
class Progress:
    """People, counted. A campaign that nobody knows, or that has not been started, has none."""

    total: int
    by_state: Mapping[str, int]
    by_evidence: Mapping[str, int]
    """By the word of `listening.Grade`; every word of them is there."""
    by_area: Mapping[str, AreaProgress]
    dialled: int
    """Rung at least once."""
    ringing: int
    """In a call of ours at this moment."""
    heard: int
    """Proven heard, as `counts_as_heard` says."""
    waiting: int
    """The message still waits for them: not heard, and nobody is ringing them."""
    to_dial: int
    """Of those waiting: will be rung, or rung again."""
    done: int
    """Nobody will ring them any more."""
    finish_at: datetime | None = None
    """When the last dial will be over, from what the dials so far took; None: not to be told, or it is over."""


def progress(conn: Connection, campaign_id: str, now: datetime, settings: BroadcastSettings | None = None) -> Progress:
    counted = tallies.tally(conn, campaign_id)
    row = campaigns.load_campaign(conn, campaign_id)
    to_dial = _sum(counted, lambda one: one.state in ("waiting", "due"))
    ends = None
    if row and row.state == State.RUNNING and to_dial:
        ends = _finish(conn, row, counted, now, settings or BroadcastSettings())
    return Progress(
        total=_sum(counted, lambda _: True),
        by_state=_counted(counted, lambda one: one.state),
        by_evidence=_by_evidence(counted),
        by_area=_by_area(counted),
        dialled=_sum(counted, lambda one: one.tried),
        ringing=_sum(counted, lambda one: one.state == "trying"),
        heard=_sum(counted, lambda one: one.heard),
        waiting=_sum(counted, lambda one: one.available and not one.heard and one.state != "trying"),
        to_dial=to_dial,
        done=_sum(counted, lambda one: one.state == "done"),
        finish_at=ends,
    )


def _finish(
    conn: Connection, row: CampaignRow, counted: Sequence[Tally], now: datetime, rules: BroadcastSettings
) -> datetime | None:
    """Dials to come: those still open, each as often as those that are done took."""
    called = [one for one in counted if one.tries or one.state != "done"]
    left = sum(one.people for one in called if one.state != "done")
    over = sum(one.people for one in called if one.state == "done")
    dials = left * max(1.0, sum(one.tries for one in called if one.state == "done") / over if over else 1.0)
    took = tallies.mean_call(conn, row.id) or rules.typical_call
    begins = max(now, row.starts_at or now)
    open_ = openings(campaign=parse_windows(row.windows), site=rules.windows, quiet=rules.quiet, urgent=row.urgent)
    calendar = EVERY_DAY if rules.rings_on_holidays or row.urgent else rules.calendar
    channels = min(row.channels or rules.channels, rules.channels)
    work = _at_rate(took * dials, dials, channels, row.per_minute)
    return finish_at(begins, work, channels, openings=open_, zone=rules.zone, calendar=calendar)


def _at_rate(work: timedelta, dials: float, channels: int, per_minute: int | None) -> timedelta:
    """Where so many dials a minute allow less than the channels, they decide."""
    return max(work, timedelta(minutes=dials / per_minute) * channels) if per_minute else work


def _by_evidence(counted: Sequence[Tally]) -> Mapping[str, int]:
    found = _counted(counted, lambda one: grade_of(one.evidence).word)
    return {grade.word: found.get(grade.word, 0) for grade in Grade}


def _by_area(counted: Sequence[Tally]) -> Mapping[str, AreaProgress]:
    total = _counted(counted, lambda one: one.area)
    done = _counted([one for one in counted if one.state == "done"], lambda one: one.area)
    heard = _counted([one for one in counted if one.heard], lambda one: one.area)
    return {
        area: AreaProgress(total=people, done=done.get(area, 0), heard=heard.get(area, 0))
        for area, people in sorted(total.items())
    }


def _counted(counted: Sequence[Tally], of: Callable[[Tally], str]) -> Mapping[str, int]:
    found = Counter[str]()
    for one in counted:
        found[of(one)] += one.people
    return dict(found)


def _sum(counted: Sequence[Tally], where: Callable[[Tally], bool]) -> int:
    return sum(one.people for one in counted if where(one))
