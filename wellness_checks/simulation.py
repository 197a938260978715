"""Does the watch flag exactly those whom a slow and obvious model flags, over a month of 3,800 lives?

The real use cases run under a virtual clock on a database of their own; the model keeps nothing but lists and walks
through the calendar with a finger, for everybody, at every look.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from broadcasts.service import save_attempt
from db import campaigns, cases, visits
from db.areas import save_areas
from db.campaigns import CampaignRow, DeliveryRow
from db.engine import writing
from db.homes import save_households, save_seniors
from db.staff import save_holds
from db.terminals import SecretTerminal, save_terminals
from ivr.attempt import ENDED, Attempt
from people.areas import Area, AreaKind
from people.holds import Hold
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior, Tag
from people.terminals import Terminal
from wellness_checks.case import State
from wellness_checks.ringing import ring_due
from wellness_checks.settings import WatchSettings
from wellness_checks.settling import settle_attempt
from wellness_checks.sweeping import sweep
from wellness_checks.visit_outcome import close_visit
from wellness_checks.visiting import sign_in
from wellness_checks.watching import offer, record_sign

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 3, 2)
DAY = timedelta(days=1)
HIGH_RISK_ONE_IN, AWAY_ONE_IN, FALLS_SILENT_ONE_IN, MESSAGE_EVERY = 50, 40, 60, 3
HEARS, PRESSES, ANSWERS = 0.9, 0.1, 0.85
"""Shares: of a message heard, of a day with a press, of a wellness call answered."""
ASLEEP = 11
"""On this day of the month nothing runs at all: the look of the next morning comes a day late."""


@dataclass(kw_only=True)
class Life:
    """What really happened to somebody: all that the model knows."""

    senior: Senior
    silent_from: date
    holds: list[Hold] = field(default_factory=list)
    unheard: list[datetime] = field(default_factory=list)
    sign: datetime | None = None
    followed: bool = False


@dataclass(kw_only=True)
class Figures:
    """The programme's own report, and where rule and model differed."""

    people: int
    days: int
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


def model(life: Life, now: datetime) -> bool:
    """The five-day rule as somebody would do it by hand."""
    if life.followed or not life.unheard:
        return False
    clock = max(min(life.unheard), life.sign) if life.sign else min(life.unheard)
    counted, day, today = 0, clock.astimezone(ZONE).date(), now.astimezone(ZONE).date()
    needed = 1 if Tag.HIGH_RISK in life.senior.tags else 5
    fell = False
    while day <= today:
        away = any(hold.starts_on <= day <= hold.ends_on for hold in life.holds)
        over = day < today or now.astimezone(ZONE).time() >= time(8)
        if counted >= needed and not away and over:
            fell = True
        reset = life.sign is not None and life.sign >= clock and life.sign.astimezone(ZONE).date() == day
        if not away and not reset:
            counted += 1
        day += DAY
    return fell and not any(hold.starts_on <= today <= hold.ends_on for hold in life.holds)


class Simulation:
    """One neighbourhood; `run` is the whole."""

    def __init__(self, engine: Engine, *, people: int, days: int, seed: int) -> None:
        self.engine = engine
        self.chance = Random(seed)
        self.rules = WatchSettings(calls_at_once=people, guard_share=1.1)
        self.figures = Figures(people=people, days=days)
        self.lives = {life.senior.id: life for life in self._lives(people, days)}

    def run(self, told: Callable[[str], None] = lambda _: None) -> Figures:
        with writing(self.engine) as conn:
            self._settle_in(conn)
        for number in range(self.figures.days):
            with writing(self.engine) as conn:
                self._one_day(conn, number)
            told(f"day {number + 1}: {self.figures.counts['cases']} cases so far")
        return self.figures

    def _lives(self, people: int, days: int) -> Iterator[Life]:
        for number in range(people):
            risk = frozenset({Tag.HIGH_RISK.value}) if number % HIGH_RISK_ONE_IN == 0 else frozenset[str]()
            tags = risk | {Tag.LIVES_ALONE.value}
            her = Senior(
                id=SeniorId(f"s{number}"), household=HouseholdId(f"h{number}"), name=f"第{number}号", tags=tags
            )
            falls = self.chance.randrange(FALLS_SILENT_ONE_IN) == 0
            life = Life(senior=her, silent_from=FIRST + self.chance.randrange(days) * DAY if falls else date.max)
            if self.chance.randrange(AWAY_ONE_IN) == 0:
                first = FIRST + self.chance.randrange(days) * DAY
                last = first + self.chance.randrange(8) * DAY
                life.holds.append(Hold(senior=her.id, starts_on=first, ends_on=last, reason="family", asked_by="child"))
            yield life

    def _settle_in(self, conn: Connection) -> None:
        save_areas(conn, [Area(id=AreaId("town"), name="town", kind=AreaKind.COMMUNITY)])
        people = [life.senior for life in self.lives.values()]
        save_households(
            conn, [Household(id=one.household, area=AreaId("town"), address=one.household) for one in people]
        )
        save_seniors(conn, people)
        telephones = [Terminal(id=TerminalId(f"t{one.id}"), household=one.household) for one in people]
        save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in telephones])
        save_holds(conn, [hold for life in self.lives.values() for hold in life.holds])

    def _one_day(self, conn: Connection, number: int) -> None:
        day = FIRST + number * DAY
        if number != ASLEEP:
            for hour in (8, 9):
                self._look(conn, _at(day, hour))
            for hour in (9, 10, 11):
                self._staff_ring(conn, _at(day, hour, 30))
            self._visitors_go(conn, _at(day, 14))
        if number % MESSAGE_EVERY == 0:
            self._message(conn, day, number)
        for life in self.lives.values():
            if day < life.silent_from and not _away(life, day) and self.chance.random() < PRESSES:
                self._sign(conn, life, _at(day, 17, self.chance.randrange(60)), "press")
        self._look(conn, _at(day, 20))

    def _look(self, conn: Connection, now: datetime) -> None:
        """Twice, as two controllers would: the second finds nothing."""
        wanted = {key for key, life in self.lives.items() if model(life, now)}
        swept, again = sweep(conn, now, self.rules), sweep(conn, now, self.rules)
        for case in swept.closed:
            self.lives[SeniorId(case.senior_id)].followed = False
            self.figures.counts["closed: sign_of_life"] += 1
        opened = {SeniorId(case.senior_id) for case in swept.opened}
        self.figures.counts["flags checked"] += len(self.lives)
        self.figures.counts["cases"] += len(opened)
        wrong = [f"{now:%Y-%m-%d %H:%M} {one}" for one in sorted(opened ^ wanted)]
        self.figures.differences += [*wrong, *(f"{now:%Y-%m-%d %H:%M} {one.senior_id} twice" for one in again.opened)]
        for senior in opened:
            self.lives[senior].followed = True

    def _message(self, conn: Connection, day: date, number: int) -> None:
        at, key = _at(day, 10), f"m{number}"
        campaigns.save_campaign(conn, CampaignRow(id=key, title=key, text=key, created_at=at, state="running"))
        rows = [
            DeliveryRow(
                id=f"{key}-{life.senior.id}", campaign_id=key, senior_id=life.senior.id,
                household_id=life.senior.household, available_at=at,
            )
            for life in self.lives.values() if not _away(life, day)
        ]  # fmt: skip
        campaigns.add_deliveries(conn, rows)
        offer(conn, [row.senior_id for row in rows], at)
        self.figures.counts["messages"] += len(rows)
        for row in rows:
            life = self.lives[SeniorId(row.senior_id)]
            life.unheard.append(at)
            if day < life.silent_from and self.chance.random() < HEARS:
                self._hear(conn, life, row, at + timedelta(minutes=self.chance.randrange(5, 300)))

    def _hear(self, conn: Connection, life: Life, row: DeliveryRow, at: datetime) -> None:
        heard = replace(row, state="done", evidence="confirmed", heard_at=at)
        campaigns.save_deliveries(conn, [heard])
        life.unheard.pop()
        self._sign(conn, life, at, "key")
        self.figures.counts["heard"] += 1

    def _sign(self, conn: Connection, life: Life, at: datetime, kind: str) -> None:
        record_sign(conn, at=at, kind=kind, source=f"{kind}/{at:%Y%m%d%H%M%S}", senior=life.senior.id)
        life.sign = max(at, life.sign or at)

    def _staff_ring(self, conn: Connection, now: datetime) -> None:
        for intent in ring_due(conn, now, self.rules):
            case = cases.load(conn, [intent.case])[intent.case]
            life = self.lives[SeniorId(case.senior_id)]
            answers = now.astimezone(ZONE).date() < life.silent_from and self.chance.random() < ANSWERS
            ended = Attempt(
                id=intent.attempt, kind="wellness", state=ENDED, terminal_id=intent.terminal, case_id=case.id,
                outcome="spoke" if answers else "no_answer", committed_at=now, ended_at=now,
            )  # fmt: skip
            save_attempt(conn, ended)
            after = settle_attempt(conn, ended, now, self.rules)
            self.figures.counts["wellness calls"] += 1
            if after and after.state == State.CLOSED:
                self._over(life, now, "spoke")

    def _visitors_go(self, conn: Connection, now: datetime) -> None:
        for visit in visits.open_visits(conn):
            sign_in(conn, visit.id, now, by="visitor", reason="simulated")
            close_visit(conn, visit.id, now, outcome="found_well", by="visitor", settings=self.rules)
            self._over(self.lives[SeniorId(visit.senior_id)], now, "found_well")
            self.figures.counts["visits"] += 1

    def _over(self, life: Life, now: datetime, outcome: str) -> None:
        life.followed, life.sign = False, max(now, life.sign or now)
        self.figures.counts[f"closed: {outcome}"] += 1


def _away(life: Life, day: date) -> bool:
    return any(hold.covers(day) for hold in life.holds)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)
