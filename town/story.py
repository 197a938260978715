"""What happens in the demonstration? One story in six acts; every step is checked in our rows and the town's log."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from ivr.holidays import ChineseCalendar
from ivr.services import DEFAULT_SERVICES
from town import people
from town.pair import TownRow
from town.people import Home
from town.rows import Rows
from town.stage import Stage
from town.telling import Telling, Told

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = 1
STAY = 13.0
"""Seconds a home stays on the line after its press."""
SERVICES = {service.id: service for service in DEFAULT_SERVICES}
SERVICE_HOMES = {
    "emergency": 3, "meals": 1, "repairs": 2, "committee": 4, "clinic": 5, "carestation": 6,
    "housekeeping": 7, "companion": 8, "property": 10, "transport": 11, "family": 12,
}  # fmt: skip
"""Which home (by its place in the town) presses which service; none of them lives alone."""


@dataclass(frozen=True, kw_only=True)
class Press:
    """One press of the story."""

    service: str
    home: Home
    at: datetime
    record: str = ""


class Story:
    """Acts in order. Each method is one act; `play` is the whole."""

    def __init__(self, stage: Stage, telling: Telling) -> None:
        self.stage = stage
        self.telling = telling
        self.rows = Rows(stage.engine)
        self.names = {
            people.provider_number(n): (place[1], place[2]) for n, place in enumerate(people.PLACES, start=1)
        }

    async def play(self, broken: str = "") -> None:
        """`broken`: a provider whose telephones are dead, to see its step fail by name."""
        await self._everybody_at_home()
        if broken:
            await self._break(broken)
        morning = _first_morning(max(self.stage.now, self.rows.last_moment() or self.stage.now))
        await self.stage.set_clock(morning)
        await self.eleven_keys()
        await self.at_night(morning)
        await self.a_message_and_six_days(morning + timedelta(days=1))
        await self.plug_pulled()
        await self.everything_dead_but_asterisk()

    async def eleven_keys(self) -> None:
        self.telling.act("Eleven keys, each pressed once in another home (Tuesday, ten in the morning)")
        await self._behave("desk3", "dead")
        presses = [
            await self._press(service, stay=45 if service == "emergency" else STAY)
            for service in SERVICE_HOMES
        ]
        for press in presses:
            await self._tell_press(press, _expected_target(press))

    async def at_night(self, morning: datetime) -> None:
        self.telling.act("Half past nine in the evening")
        await self._behave("desk3", "closes", 1, "3")
        await self.stage.set_clock(morning.replace(hour=21, minute=30))
        late = await self._press("meals", home=13, record="closed")
        gone = await self._press("emergency", home=15, stay=1.0)
        await self._tell_press(late, "desk-hotline", why="the canteens are closed, so the hotline")
        await self._tell_rung_back(gone)

    async def a_message_and_six_days(self, day: datetime) -> None:
        self.telling.act("A message to everybody who lives alone")
        await self.stage.set_clock(day)
        alone = [home for home in self.stage.town.homes if home.alone]
        silent = [home for home in alone if home.sip][-2:]
        away, hears_machine = silent
        for home in silent:
            await self._behave(home.terminal if home.sip else home.number, "silent")
        campaign = await self._send_message()
        await self._tell_message(campaign)
        self.telling.act("The sixth morning after it")
        await self._behave(away.terminal, "silent")
        await self._behave(hears_machine.terminal, "talks", 1, "3")
        await self._behave("desk1", "asks", 1, "3")
        await self._behave("desk2", "asks", 1, "3")
        start = self.stage.now
        await self.stage.set_clock(day + timedelta(days=6))
        await self._tell_watch(start, answers=hears_machine, never=away)

    async def plug_pulled(self) -> None:
        self.telling.act("The controller is killed (SIGKILL) in the middle of the morning")
        await self._behave("desk1", "person", 1)
        await self._behave("desk3", "closes", 1, "3")
        self.stage.kill("controller")
        meal = await self._press("meals", home=1)
        help_ = await self._press("emergency", home=2)
        rang = await self._in_town("ANSWERED", people.provider_number(1), since=meal.at)
        took = await self._in_town("PRESSED1", "desk3", since=help_.at)
        seen = f"with the controller dead, {_name(meal)} reached {self.names[rang.who][0] if rang else 'nobody'} and {_name(help_)} reached {'the emergency desk' if took else 'nobody'}"
        self._tell("controller dead: calls go on", "both reach people", seen, ok=bool(rang and took))
        await asyncio.sleep(0)
        await self.stage.start("controller")
        await self.stage.controller_answers()
        await self._tell_press(meal, "prov-canteenmei-1", note="written down after the restart")
        await self._tell_press(help_, "desk-emergency", note="written down after the restart")

    async def everything_dead_but_asterisk(self) -> None:
        self.telling.act("Last: controller, console and database are gone; only Asterisk lives")
        for part in list(self.stage.processes):
            self.stage.kill(part)
        database = self.stage.folders.run / "bigbutton.sqlite"
        self.rows.let_go()
        hidden = [
            (path, path.with_name(f"gone-{path.name}")) for path in database.parent.glob("bigbutton.sqlite*")
        ]
        for path, aside in hidden:
            path.rename(aside)
        alone = await self._press("emergency", home=16)
        took = await self._in_town("PRESSED1", "desk3", since=alone.at)
        pressed = await self._in_town("PRESSED", alone.home.terminal, since=alone.at)
        seconds = took.at - pressed.at if took and pressed else 0
        self._tell(
            "only Asterisk lives: emergency",
            "the emergency desk accepts",
            f"{_name(alone)} pressed the red key; the emergency desk pressed 1 after {seconds:.0f} s",
            ok=took is not None,
            call_ids=[row.call_id for row in (took, pressed) if row],
        )
        for path, aside in hidden:
            aside.rename(path)
        await self.stage.start("controller")
        await self.stage.start("console")
        await self.stage.controller_answers()
        await self._tell_press(alone, "desk-emergency", note="written down when the rest came back")

    # --- presses

    async def _press(
        self, service: str, *, home: int | None = None, stay: float = STAY, record: str = ""
    ) -> Press:
        place = SERVICE_HOMES[service] if home is None else home
        where = self.stage.town.homes[place]
        name = record or f"{service}-{where.terminal}-{int(self.stage.now.timestamp())}"
        press = Press(service=service, home=where, at=self.stage.now - timedelta(seconds=1), record=name)
        await self.stage.pair.press(where.terminal, f"*{SERVICES[service].code}", stay=stay, record=name)
        return press

    async def _tell_press(self, press: Press, target: str, *, why: str = "", note: str = "") -> None:
        """Passes where our row says reached by this target, and the town's log holds both ends of the call."""
        call = await self._until(lambda: self._ended(press), 60)
        if call is None:
            self._tell(press.service, f"{target} takes it", f"{_name(press)}: no finished row", ok=False)
            return
        legs = self.rows.legs(call.id)
        sip = {call.sip_call_id, *(leg.sip_call_id for leg in legs if leg.sip_call_id)}
        in_town = {row.call_id for row in self.stage.pair.town_log()}
        agreed = call.sip_call_id in in_town and (press.service == "emergency" or sip <= in_town)
        wanted = target.format(terminal=press.home.terminal[1:])
        ok = call.outcome == "reached" and call.target == wanted and agreed
        seconds = (call.ms_to_person or 0) / 1000
        service = SERVICES[press.service]
        seen = f"{_name(press)} pressed {service.name_zh} ({service.name_en}): {self._who(call.target)} after {seconds:.0f} s"
        seen += f" ({why})" if why else f" ({note})" if note else ""
        audio = self.stage.pair.recordings / f"{press.record}-heard.wav"
        self._tell(
            press.service, f"{wanted} takes it", seen, ok=ok, call_ids=sorted(sip), rows=[call.id],
            audio=[str(audio)] if audio.exists() else [],
        )  # fmt: skip

    def _ended(self, press: Press) -> Row[Any] | None:
        found = self.rows.calls(press.home.terminal, press.service, press.at)
        return next((call for call in found if call.state == "ended"), None)

    async def _tell_rung_back(self, press: Press) -> None:
        incident = await self._until(
            lambda: next(
                (row for row in self.rows.incidents(press.home.terminal, press.at) if row.state == "closed"),
                None,
            ),
            60,
        )
        rang = await self._in_town("RANG", press.home.terminal, since=press.at)
        ok = incident is not None and rang is not None and incident.rung_back != ""
        after = (incident.accepted_at - incident.opened_at).total_seconds() if incident else 0
        seen = f"{_name(press)} pressed the red key and hung up at once; {self._who(incident.accepted_by) if incident else 'nobody'} took it after {after:.0f} s and rang back"
        self._tell("emergency, hung up at once", "accepted, and she is rung back", seen, ok=ok)

    # --- message and watch

    async def _send_message(self) -> str:
        text = "明天上午有雷阵雨，请您尽量不要出门，关好窗户。"
        said = await self.stage.command("broadcast", "send", "天气提醒", text)
        return said.split(":")[0]

    async def _tell_message(self, campaign: str) -> None:
        def over() -> Sequence[Row[Any]]:
            found = self.rows.deliveries(campaign)
            tried = [row for row in found if row.tries >= 1 and row.state != "trying"]
            return found if len(tried) == len(found) else []

        found = await self._until(over, 120) or self.rows.deliveries(campaign)
        heard = [row for row in found if row.heard_at]
        answered = {row.who for row in self.stage.pair.town_log() if row.what == "ANSWERED"}
        homes = {home.senior: home for home in self.stage.town.homes}
        proven = all(_phone(homes[row.senior_id]) in answered for row in heard)
        seen = f"{len(found)} people were rung; {len(heard)} heard it to the end or pressed a key; {len(found) - len(heard)} did not"
        self._tell(
            "broadcast",
            "everybody rung once, hearing measured",
            seen,
            ok=bool(heard) and proven and len(heard) < len(found),
        )

    async def _tell_watch(self, since: datetime, *, answers: Home, never: Home) -> None:
        def flagged() -> Sequence[object]:
            found = {row.senior_id for row in self.rows.cases(since)}
            return sorted(found) if {answers.senior, never.senior} <= found else []

        found = await self._until(flagged, 30) or []
        names = "、".join(home.name for home in self.stage.town.homes if home.senior in found)
        self._tell("watch: flagged", "the silent are flagged", f"flagged as silent for five days: {names or 'nobody'}",
                   ok=bool(found), rows=[str(row) for row in found])  # fmt: skip
        spoke = await self._until(lambda: self._case(answers, since, "spoke"), 60)
        rang = await self._in_town("ANSWERED", answers.terminal, since=since)
        self._tell("watch: answers", "spoken with, case closed",
                   f"{answers.name} answered the wellness call and is well", ok=spoke is not None and rang is not None)  # fmt: skip
        await self._until(lambda: self._tries(never) >= 1, 60)
        await self.stage.set_clock(self.stage.now + timedelta(hours=3))
        visit = await self._until(lambda: self._visit(never, since), 90)
        missed = [
            row for row in self.stage.pair.town_log() if (row.what, row.who) == ("RANG", never.terminal)
        ]
        self._tell("watch: visit", "two calls in vain, then a visit",
                   f"{never.name} did not answer two wellness calls: a visit is opened{f' (code {visit.code})' if visit else ''}",
                   ok=visit is not None and len(missed) >= 2, rows=[visit.id] if visit else [])  # fmt: skip

    def _case(self, home: Home, since: datetime, outcome: str) -> Row[Any] | None:
        found = self.rows.cases(since)
        return next(
            (c for c in found if c.senior_id == home.senior and c.closed_at and outcome in (c.outcome or "")),
            None,
        )

    def _tries(self, home: Home) -> int:
        return len(
            [row for row in self.rows.attempts(kind="wellness", terminal_id=home.terminal) if row.ended_at]
        )

    def _visit(self, home: Home, since: datetime) -> Row[Any] | None:
        mine = [case for case in self.rows.cases(since) if case.senior_id == home.senior]
        return next((visit for case in mine for visit in self.rows.visits(case.id)), None)

    # --- the town

    async def _everybody_at_home(self) -> None:
        """How each telephone of the town behaves; the same for the same seed."""
        for n, _ in enumerate(people.PLACES, start=1):
            await self._behave(people.provider_number(n), "person", 1 + n % 3)
            await self._behave(people.provider_number(n, 2), "person", 1)
        for n, home in enumerate(self.stage.town.homes):
            kind, argument = (("listens", ""), ("keys", "1"), ("listens", ""))[n % 3]
            await self._behave(_phone(home), kind, 1 + n % 3, argument)
            for mobile in home.family:
                await self._behave(mobile, "closes", 1, "3")
                await self.stage.pair.stays(mobile, 1)
        for desk, kind, argument in (("desk1", "person", ""), ("desk2", "silent", ""), ("desk3", "closes", "3"),
                                     ("desk4", "closes", "3"), ("desk5", "closes", "3")):  # fmt: skip
            await self._behave(desk, kind, 1, argument)
            await self.stage.pair.stays(desk, 120 if desk == "desk1" else 2)
        await self._behave("120", "person", 2)

    async def _break(self, provider: str) -> None:
        place = next(n for n, place in enumerate(people.PLACES, start=1) if place[0] == provider)
        for nth in (1, 2):
            await self._behave(people.provider_number(place, nth), "dead")

    async def _behave(self, who: str, kind: str, delay: float = 1, argument: str = "") -> None:
        await self.stage.pair.behave(who, kind, delay, argument)

    async def _in_town(self, what: str, who: str, *, since: datetime) -> TownRow | None:
        """The town's row after `since` (by the exchange's clock), awaited."""
        after = (since - (self.stage.now - _real())).timestamp()
        return await self._until(
            lambda: next(
                (r for r in self.stage.pair.town_log() if (r.what, r.who) == (what, who) and r.at >= after),
                None,
            ),
            60,
        )

    async def _until(self, look: Callable[[], T | None], seconds: float) -> T | None:
        for _ in range(int(seconds / 0.2)):
            found = look()
            if found:
                return found
            await asyncio.sleep(0.2)
        return None

    # --- telling

    def _tell(
        self, step: str, expected: str, seen: str, *, ok: bool,
        call_ids: Sequence[str] = (), rows: Sequence[str] = (), audio: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.telling.tell(
            Told(
                step=step,
                expected=expected,
                seen=seen,
                ok=ok,
                call_ids=tuple(call_ids),
                rows=tuple(rows),
                audio=tuple(audio),
            )
        )

    def _who(self, target: str) -> str:
        """A target in words."""
        desks = {"desk-hotline": "the hotline", "desk-emergency": "the emergency desk", "desk-community": "the community",
                 "desk-centre": "the civil affairs centre", "amb-120": "the ambulance"}  # fmt: skip
        if target.startswith("contact-"):
            return "her daughter" if target.endswith("x1") else "her son"
        if target.startswith("prov-"):
            key = target.split("-")[1]
            return next((f"{place[1]} ({place[2]})" for place in people.PLACES if place[0] == key), target)
        return desks.get(target, target or "nobody")


def _expected_target(press: Press) -> str:
    """Who should take it on a Tuesday morning with the emergency desk dead."""
    if press.service in ("emergency", "family"):
        return "contact-c{terminal}x1"
    reach = [press.home.area, _parent(press.home.area), "qingsong"]
    offers = [
        place for area in reach for place in people.PLACES if place[3] == press.service and place[4] == area
    ]
    return f"prov-{offers[0][0]}-1"


def _parent(area: str) -> str:
    return next(parent for key, _, _, _, parent in people.AREAS if key == area)


def _phone(home: Home) -> str:
    return home.terminal if home.sip else home.number


def _name(press: Press) -> str:
    return f"{press.home.name} ({press.home.name_en})"


def _first_morning(after: datetime) -> datetime:
    """The next Tuesday, no holiday, at ten o'clock in the town."""
    day = after.astimezone(ZONE).date() + timedelta(days=1)
    calendar = ChineseCalendar()
    while day.weekday() != TUESDAY or (calendar.knows(day) and calendar.is_holiday(day)):
        day += timedelta(days=1)
    return datetime.combine(day, time(10), ZONE)


def _real() -> datetime:
    return datetime.now(ZONE)
