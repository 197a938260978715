"""What happens in the demonstration? One story in five acts; every step is checked in our rows and the town's log."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ivr.holidays import ChineseCalendar
from town import cast, people, words
from town.people import Home
from town.stage import Stage
from town.telling import Telling, Told
from town.witness import Press, Witness

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = 1
STAY = 13.0
"""Seconds a home stays on the line after its press."""
WEATHER = "明天上午有雷阵雨，请您少出门。"
KEYS = {
    "emergency": 3, "meals": 1, "repairs": 2, "committee": 4, "clinic": 5, "carestation": 6,
    "housekeeping": 7, "companion": 8, "property": 10, "transport": 11, "family": 12,
}  # fmt: skip
"""Which home (by its place in the town) presses which service; none of them lives alone."""
ACTS = ("keys", "night", "message", "plug", "asterisk")


class Story:
    """Acts in order; `play` is the whole."""

    def __init__(self, stage: Stage, telling: Telling) -> None:
        self.stage = stage
        self.telling = telling
        self.witness = Witness(stage)

    async def play(self, *, broken: str = "", only: str | None = None) -> None:
        """`broken`: a provider whose telephones are dead, to see its step fail by name; `only`: one of ACTS."""
        await cast.everybody(self.stage.pair, self.stage.town)
        if broken:
            await cast.break_provider(self.stage.pair, broken)
        morning = first_morning(max(self.stage.now, self.witness.rows.last_moment() or self.stage.now))
        await self.stage.set_clock(morning)
        acts = (
            self.eleven_keys(),
            self.at_night(morning),
            self.a_message(morning + timedelta(days=1)),
            self.plug_pulled(),
            self.everything_dead_but_asterisk(),
        )
        for name, act in zip(ACTS, acts, strict=True):
            if only in (None, name):
                await act
            else:
                act.close()

    async def eleven_keys(self) -> None:
        self.telling.act("Eleven keys, each pressed once in another home (Tuesday, ten in the morning)")
        await self._behave("desk3", "dead")
        presses = [await self._press(service, stay=45 if service == "emergency" else STAY) for service in KEYS]
        for press in presses:
            await self._tell_press(press, words.expected(press))

    async def at_night(self, morning: datetime) -> None:
        self.telling.act("Half past nine in the evening")
        await self._behave("desk3", "closes", 1, "2")
        await self.stage.set_clock(morning.replace(hour=21, minute=30))
        late = await self._press("meals", home=13)
        gone = await self._press("emergency", home=15, stay=1.0)
        await self._tell_press(late, "desk-hotline", note="the canteens are closed, so the hotline")
        await self._tell_rung_back(gone)

    async def a_message(self, day: datetime) -> None:
        """A message to the people living alone; two of them are silent, and the sixth morning comes."""
        self.telling.act("A message to everybody who lives alone")
        await self.stage.set_clock(day)
        never, answers = [home for home in self.stage.town.homes if home.alone and home.sip][-2:]
        for home in (never, answers):
            await self._behave(home.terminal, "silent")
        said = await self.stage.command("broadcast", "send", "天气提醒", WEATHER)
        await self._tell_message(said.split(":")[0])
        self.telling.act("The sixth morning after it")
        await self._behave(answers.terminal, "talks", 1, "3")
        for desk in ("desk1", "desk2"):
            await self._behave(desk, "asks", 1, "2")
        before = self.stage.now
        await self.stage.set_clock(day + timedelta(days=6))
        await self._tell_watch(before, answers=answers, never=never)

    async def plug_pulled(self) -> None:
        self.telling.act("The controller is killed (SIGKILL) in the middle of the morning")
        await self._behave("desk1", "person")
        await self._behave("desk3", "closes", 1, "2")
        self.stage.kill("controller")
        meal = await self._press("meals", home=1)
        red = await self._press("emergency", home=2)
        canteen = await self.witness.in_town("ANSWERED", people.provider_number(1), meal.at)
        desk = await self.witness.in_town("PRESSED1", "desk3", red.at)
        self._tell(
            "controller dead: calls go on",
            "both reach people",
            f"with the controller dead, {words.person(meal)} reached {'the canteen' if canteen else 'nobody'} "
            f"and {words.person(red)} reached {'the emergency desk' if desk else 'nobody'}",
            ok=bool(canteen and desk),
            call_ids=[row.call_id for row in (canteen, desk) if row],
        )
        await self.stage.start("controller")
        await self.stage.controller_answers()
        await self._tell_press(meal, "prov-canteenmei-1", note="written down after the restart")
        await self._tell_press(red, "desk-emergency", note="written down after the restart")

    async def everything_dead_but_asterisk(self) -> None:
        self.telling.act("Last: controller, console and database are gone; only Asterisk lives")
        self.witness.rows.let_go()
        with self.stage.only_asterisk():
            alone = await self._press("emergency", home=16)
            desk = await self.witness.in_town("PRESSED1", "desk3", alone.at)
            pressed = await self.witness.in_town("PRESSED", alone.home.terminal, alone.at)
            seconds = desk.at - pressed.at if desk and pressed else 0
            self._tell(
                "only Asterisk lives: emergency",
                "the emergency desk accepts",
                f"{words.person(alone)} pressed the red key; the emergency desk pressed 1 after {seconds:.0f} s",
                ok=desk is not None,
                call_ids=[row.call_id for row in (desk, pressed) if row],
            )
        for part in ("controller", "console"):
            await self.stage.start(part)
        await self.stage.controller_answers()
        await self._tell_press(alone, "desk-emergency", note="written down when the rest came back")

    async def _press(self, service: str, *, home: int | None = None, stay: float = STAY) -> Press:
        where = self.stage.town.homes[KEYS[service] if home is None else home]
        at = self.stage.now - timedelta(seconds=1)
        press = Press(service=service, home=where, at=at, record=f"{service}-{where.terminal}-{at:%d%H%M%S}")
        code = f"*{words.SERVICES[service].code}"
        await self.stage.pair.press(where.terminal, code, stay=stay, record=press.record)
        return press

    async def _tell_press(self, press: Press, target: str, *, note: str = "") -> None:
        """Passes where our row says reached by this target, and the town's log holds every end of the call."""
        call = await self.witness.ended_call(press)
        if call is None:
            self._tell(press.service, f"{target} takes it", f"{words.person(press)}: no finished row", ok=False)
            return
        legs = [leg.sip_call_id for leg in self.witness.rows.legs(call.id) if leg.sip_call_id]
        sip = {call.sip_call_id, *legs}
        ok = call.outcome == "reached" and call.target == target and self.witness.in_both(sip)
        seconds = (call.ms_to_person or 0) / 1000
        took = f"{words.who(call.target)} after {seconds:.0f} s" if call.target else "nobody"
        audio = self.stage.pair.recordings / f"{press.record}-heard.wav"
        self._tell(
            press.service,
            f"{target} takes it",
            f"{words.person(press)} pressed {words.key(press)}: {took}{f' ({note})' if note else ''}",
            ok=ok,
            call_ids=sorted(sip),
            rows=[call.id],
            audio=[str(audio)] if audio.exists() else [],
        )

    async def _tell_rung_back(self, press: Press) -> None:
        incident = await self.witness.closed_incident(press)
        rang = await self.witness.in_town("RANG", press.home.terminal, press.at)
        ok = incident is not None and rang is not None and incident.rung_back != ""
        after = (incident.accepted_at - incident.opened_at).total_seconds() if incident else 0
        took = words.who(incident.accepted_by) if incident else "nobody"
        self._tell(
            "emergency, hung up at once",
            "accepted, and she is rung back",
            f"{words.person(press)} pressed the red key and hung up at once; {took} took it after {after:.0f} s "
            "and rang back",
            ok=ok,
            call_ids=[rang.call_id] if rang else [],
            rows=[incident.id] if incident else [],
        )

    async def _tell_message(self, campaign: str) -> None:
        found = await self.witness.all_tried(campaign)
        heard = [row for row in found if row.heard_at]
        answered = {row.who for row in self.stage.pair.town_log() if row.what == "ANSWERED"}
        homes = {home.senior: home for home in self.stage.town.homes}
        proven = all(cast.telephone(homes[row.senior_id]) in answered for row in heard)
        self._tell(
            "broadcast",
            "everybody rung once, hearing measured; the two silent ones not heard",
            f"{len(found)} people were rung; {len(heard)} heard it to the end or pressed a key; "
            f"{len(found) - len(heard)} did not",
            ok=proven and 0 < len(heard) < len(found),
            rows=[campaign],
        )

    async def _tell_watch(self, since: datetime, *, answers: Home, never: Home) -> None:
        flagged = await self.witness.flagged({answers.senior, never.senior}, since)
        names = "、".join(home.name for home in self.stage.town.homes if home.senior in flagged)
        self._tell("watch: flagged", "the silent are flagged",
                   f"flagged as silent for five days: {names or 'nobody'}", ok=bool(flagged))  # fmt: skip
        case = await self.witness.closed_case(answers, since)
        rang = await self.witness.in_town("ANSWERED", answers.terminal, since)
        self._tell("watch: answers", "spoken with, case closed",
                   f"{answers.name} answered the wellness call and is well",
                   ok=case is not None and case.outcome == "spoke" and rang is not None)  # fmt: skip
        await self.witness.wellness_call_ended(never)
        await self.stage.set_clock(self.stage.now + timedelta(hours=3))
        visit = await self.witness.visit(never, since)
        missed = self.witness.town("RANG", never.terminal, since - timedelta(hours=3))
        self._tell("watch: visit", "two calls in vain, then a visit",
                   f"{never.name} did not answer two wellness calls: a visit is opened"
                   f"{f' (code {visit.code})' if visit else ''}",
                   ok=visit is not None and len(missed) >= 2, rows=[visit.id] if visit else [])  # fmt: skip

    async def _behave(self, who: str, kind: str, delay: float = 1, argument: str = "") -> None:
        await self.stage.pair.behave(who, kind, delay, argument)

    def _tell(
        self, step: str, expected: str, seen: str, *, ok: bool,
        call_ids: Sequence[str] = (), rows: Sequence[str] = (), audio: Sequence[str] = (),
    ) -> None:  # fmt: skip
        told = Told(step=step, expected=expected, seen=seen, ok=ok, call_ids=call_ids, rows=rows, audio=audio)
        self.telling.tell(told)


def first_morning(after: datetime) -> datetime:
    """The next Tuesday that is no holiday, at ten o'clock in the town."""
    day = after.astimezone(ZONE).date() + timedelta(days=1)
    calendar = ChineseCalendar()
    while day.weekday() != TUESDAY or (calendar.knows(day) and calendar.is_holiday(day)):
        day += timedelta(days=1)
    return datetime.combine(day, time(10), ZONE)
