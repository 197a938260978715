"""How soon was 120 called in an emergency, and how soon did it answer? Whoever called it: the ladder or an operator.

B1. 120 was called when the ladder rang it, or when somebody who had the call passed it on there; the first of these.
B2. Its answer has a clock of its own: from that call until its telephone was answered.
B3. What nobody can see is not here: whether a car drove, and how long it took to the door.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from db.records import batches
from db.schema.calls import calls
from db.schema.in_hand import hand_acts
from ivr.emergency import is_ambulance
from people.ids import TargetId
from reports import waits
from reports.definitions import Words, share
from reports.emergency_rows import Emergency, Moment
from reports.figures import RowFigure, by_id, where

CALLED, ANSWERED = "rang", frozenset({"answered", "accepted"})
"""Words of a timeline."""


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """120's part in one emergency; `called_at` None: nobody called it."""

    emergency: Emergency
    called_at: datetime | None
    answered_at: datetime | None

    @property
    def after_press_ms(self) -> int | None:
        return _ms(self.emergency.opened_at, self.called_at)

    @property
    def after_accepted_ms(self) -> int | None:
        """None where 120 was called before anybody had accepted, or nobody has."""
        accepted = self.emergency.accepted_at
        if accepted is None or self.called_at is None or self.called_at < accepted:
            return None
        return _ms(accepted, self.called_at)

    @property
    def answer_ms(self) -> int | None:
        """B2."""
        return None if self.called_at is None else _ms(self.called_at, self.answered_at)


@dataclass(frozen=True, kw_only=True)
class Dispatches:
    called: int
    answered: int
    after_press: waits.Waits
    after_accepted: waits.Waits
    answer: waits.Waits


def dispatches(conn: Connection, every: Sequence[Emergency], moments: Iterable[Moment]) -> list[Dispatch]:
    """One for each emergency that was no test; `moments`: their timelines."""
    real = [one for one in every if not one.test]
    calls_120 = _of_operators(conn, [one.id for one in real])
    for moment in moments:
        if moment.what in (CALLED, *ANSWERED) and is_ambulance(TargetId(moment.detail)):
            calls_120.setdefault(moment.incident, []).append((moment.at, moment.what != CALLED))
    return [_dispatch(one, calls_120.get(one.id, [])) for one in real]


def count(every: Iterable[Dispatch]) -> Dispatches:
    found = [one for one in every if one.called_at is not None]
    return Dispatches(
        called=len(found), answered=sum(one.answered_at is not None for one in found),
        after_press=waits.of(one.after_press_ms for one in found),
        after_accepted=waits.of(one.after_accepted_ms for one in found),
        answer=waits.of(one.answer_ms for one in found),
    )  # fmt: skip


def _dispatch(one: Emergency, told: Sequence[tuple[datetime, bool]]) -> Dispatch:
    """`told`: when, and whether it was answered then; an answer says also that it was called."""
    answers = [at for at, answered in told if answered]
    return Dispatch(emergency=one, called_at=min((at for at, _ in told), default=None),
                    answered_at=min(answers, default=None))  # fmt: skip


def _of_operators(conn: Connection, incidents: Sequence[str]) -> dict[str, list[tuple[datetime, bool]]]:
    """B1: what operators passed on to 120, by the emergency of the call."""
    found: dict[str, list[tuple[datetime, bool]]] = {}
    a = hand_acts.c
    for some in batches(incidents):
        asked = select(calls.c.incident_id, a.asked_at, a.joined_at).join(calls, calls.c.id == a.call_id)
        for incident, asked_at, joined_at in conn.execute(
            asked.where(calls.c.incident_id.in_(some), a.target.startswith("amb-", autoescape=True))
        ):
            told = found.setdefault(incident, [])
            told.append((asked_at, False))
            if joined_at is not None:
                told.append((joined_at, True))
    return found


def _ms(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else max(0, round((end - start) / timedelta(milliseconds=1)))


Figure = RowFigure[Dispatches, Dispatch]


def _answered_in(seconds: int, one: Dispatch) -> bool:
    return one.answer_ms is not None and one.answer_ms <= seconds * 1000


FIGURES: Mapping[str, Figure] = by_id((
    Figure(id="called_120", unit="emergencies", name=Words(zh="呼叫了 120", en="120 called"),
           means=Words(zh="求助梯呼叫了 120，或座席转接了 120；测试与演练除外。",
                       en="The ladder rang 120, or an operator passed the call on there; without tests and drills."),
           of=lambda found: found.called, rows=where(lambda one: one.called_at is not None)),
    Figure(id="answered_120", unit="emergencies", name=Words(zh="120 接听", en="120 answered"),
           means=Words(zh="120 接起了电话。", en="120 answered the telephone."),
           of=lambda found: found.answered, rows=where(lambda one: one.answered_at is not None)),
    Figure(id="press_to_120", unit="s", name=Words(zh="按键到呼叫 120（中位数）", en="press to 120 (median)"),
           means=Words(zh="从按键到呼叫 120，一半不超过此时间。",
                       en="From the press until 120 was called; half no longer."),
           of=lambda found: found.after_press.percentile(50), rows=where(lambda one: one.after_press_ms is not None)),
    Figure(id="accepted_to_120", unit="s", name=Words(zh="接受到呼叫 120（中位数）", en="accepted to 120 (median)"),
           means=Words(zh="从有人接受到呼叫 120，一半不超过此时间；接受前已呼叫 120 的不计。",
                       en="From a person accepting until 120 was called; half no longer. Without those where 120 had "
                          "been called before."),
           of=lambda found: found.after_accepted.percentile(50),
           rows=where(lambda one: one.after_accepted_ms is not None)),
    Figure(id="called_120_in_180", unit="%", name=Words(zh="3 分钟内呼叫 120", en="120 called in 3 min"),
           means=Words(zh="呼叫了 120 的求助中，按键后 3 分钟内呼叫的百分比（120 的目标：3 分钟内派车 95%；"
                          "是否派车这里看不到）。",
                       en="Per cent of those in which 120 was called that it was called within 3 min of the press "
                          "(120's goal is 95 % dispatched in 3 min; whether a car drove cannot be seen here)."),
           of=lambda found: share(found.after_press.within(180), found.called),
           rows=where(lambda one: one.after_press_ms is not None and one.after_press_ms <= 180_000)),
    Figure(id="answer_of_120", unit="s", name=Words(zh="120 接听用时（中位数）", en="120's answer (median)"),
           means=Words(zh="从呼叫 120 到它接起，一半不超过此时间。",
                       en="From calling 120 until it answered; half no longer."),
           of=lambda found: found.answer.percentile(50), rows=where(lambda one: one.answer_ms is not None)),
    Figure(id="answer_of_120_in_10", unit="%", name=Words(zh="120 在 10 秒内接听", en="120 answered in 10 s"),
           means=Words(zh="呼叫了 120 的求助中，120 在 10 秒内接起的百分比（120 的目标 95%）；没有接起的也在分母里。",
                       en="Per cent of those in which 120 was called that it answered within 10 s (120's goal: "
                          "95 %); those it did not answer are among them."),
           of=lambda found: share(found.answer.within(10), found.called),
           rows=where(lambda one: _answered_in(10, one))),
))  # fmt: skip
