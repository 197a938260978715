"""Which telephones need somebody's attention? Never pressed, not reachable, or pressed again and again."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, exists, func, select
from sqlalchemy.sql.elements import ColumnElement

from broadcasts.campaign import Refused
from db.schema.calls import calls
from db.schema.care import telephone_states
from db.schema.reports import drills
from db.schema.site import areas, households, terminals
from reports.definitions import Words
from reports.periods import Period
from reports.presses import EVERYBODY, Filter, is_test, statement
from reports.sheets import Sheet, column

OFTEN = 10
"""Presses in the period from which on a home is listed."""
VAIN = 3
"""Presses in the period that nobody took, from which on a telephone is listed."""
LOST = ("nobody", "blocked", "unknown")
"""She waited, and nobody came; who hung up first is not among them."""
LONGEST = timedelta(days=93)
"""Repeat callers and presses in vain are counted from the rows themselves."""
_HOME = (
    column("terminal", "终端", "telephone"), column("address", "地址", "address"), column("area", "社区", "area"),
)  # fmt: skip


def never_pressed(conn: Connection, period: Period, only: Filter = EVERYBODY) -> Sheet:
    """In service now, without a press in the period that was no test."""
    c = calls.c
    pressed = exists().where(c.terminal_id == terminals.c.id, c.kind == "press", c.pressed_at >= period.start,
                             c.pressed_at < period.end, ~is_test())  # fmt: skip
    rows = conn.execute(_homes(only).where(terminals.c.active, ~pressed))
    words = Words(zh="从未按键的电话", en="Telephones that never pressed")
    return Sheet(id="never_pressed", words=words, columns=_HOME, rows=[tuple(row) for row in rows])


def unreachable(conn: Connection, now: datetime, only: Filter = EVERYBODY) -> Sheet:
    """Whose registration is lost, or that refuse calls; the longest first, with the hours since."""
    states = telephone_states.c
    asked = _homes(only).add_columns(states.state, states.since)
    asked = asked.join(telephone_states, states.terminal_id == terminals.c.id)
    asked = asked.where(terminals.c.active, states.state.in_(("unregistered", "refusing"))).order_by(None)
    found: Any = conn.execute(asked.order_by(states.since, terminals.c.id))
    rows = [(*row, (now - row.since) / timedelta(hours=1)) for row in found]
    more = (column("state", "状态", "state"), column("since", "自", "since"), column("hours", "小时", "hours"))
    words = Words(zh="失联的电话", en="Telephones that cannot be reached")
    return Sheet(id="unreachable", words=words, columns=(*_HOME, *more), rows=rows)


def repeat_callers(conn: Connection, period: Period, only: Filter = EVERYBODY, often: int = OFTEN) -> Sheet | Refused:
    """Homes with at least so many presses: to be offered a care call, never to be blocked."""
    if period.end - period.start > LONGEST:
        return Refused(field="to", reason=f"repeat callers are listed for {LONGEST.days} days at most: ask for fewer")
    number = _of_home(period) - _of_home(period, calls.c.kind != "press")
    asked = select(households.c.id, households.c.address, areas.c.name, number.label("presses"))
    asked = asked.join(areas, areas.c.id == households.c.area_id).where(number >= often)
    if only.areas:
        asked = asked.where(households.c.area_id.in_(only.areas))
    tests = _tests(conn, period)
    found: list[tuple[Any, ...]] = [(*row[:3], row[3] - tests.get(row[0], 0)) for row in conn.execute(asked)]
    rows = sorted((row for row in found if row[3] >= often), key=lambda row: (-row[3], row[0]))
    columns = (column("household", "住户", "household"), *_HOME[1:], column("presses", "按键", "presses"))
    words = Words(zh="频繁来电的住户", en="Repeat callers")
    return Sheet(id="repeat_callers", words=words, columns=columns, rows=rows)


def _of_home(period: Period, *more: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many calls it has in the period; an index alone answers that, no call is read."""
    c = calls.c
    here = (c.household_id == households.c.id, c.pressed_at >= period.start, c.pressed_at < period.end)
    return select(func.count()).select_from(calls).where(*here, *more).scalar_subquery()


def _tests(conn: Connection, period: Period) -> dict[str, int]:
    """By the home; of the hours alone that lie between the first drill's beginning and the last one's end."""
    d, c = drills.c, calls.c
    some = (d.starts_at < period.end, d.ends_at > period.start)
    first, last = conn.execute(select(func.min(d.starts_at), func.max(d.ends_at)).where(*some)).one()
    if first is None:
        return {}
    within = (c.kind == "press", c.pressed_at >= max(first, period.start), c.pressed_at < min(last, period.end))
    counted = select(c.household_id, func.count()).where(*within, is_test()).group_by(c.household_id)
    return {home: number for home, number in conn.execute(counted)}


def in_vain(conn: Connection, period: Period, only: Filter = EVERYBODY, often: int = VAIN) -> Sheet | Refused:
    """Telephones whose presses nobody took so often: whoever has her line, or her neighbourhood, has to be asked."""
    if period.end - period.start > LONGEST:
        return Refused(field="to", reason=f"presses in vain are listed for {LONGEST.days} days at most: ask for fewer")
    # without a person's time first: few are left to look at more closely
    every = statement(conn, period.start, period.end, only).order_by(None)
    lost = every.where(calls.c.ms_to_person.is_(None)).subquery()
    number = func.count().label("presses")
    counted = select(lost.c.terminal, number).where(~lost.c.test, lost.c.outcome.in_(LOST)).group_by(lost.c.terminal)
    few = counted.having(number >= often).subquery()
    asked = _homes(only).add_columns(few.c.presses).join(few, few.c.terminal == terminals.c.id).order_by(None)
    rows = conn.execute(asked.order_by(few.c.presses.desc(), terminals.c.id))
    words = Words(zh="多次无人接听的电话", en="Telephones whose presses nobody took")
    columns = (*_HOME, column("presses", "无人接听", "taken by nobody"))
    return Sheet(id="in_vain", words=words, columns=columns, rows=[tuple(row) for row in rows])


def _homes(only: Filter) -> Select[Any]:
    home = terminals.join(households, households.c.id == terminals.c.household_id)
    asked = select(terminals.c.id, households.c.address, areas.c.name)
    asked = asked.select_from(home.join(areas, areas.c.id == households.c.area_id)).order_by(terminals.c.id)
    return asked.where(households.c.area_id.in_(only.areas)) if only.areas else asked
