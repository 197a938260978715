"""Who is silent in the database for the console's tests? One person on each rung of the ladder; two visitors."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from console.access.accounts import add_user
from console.settings import ConsoleSettings
from db import cases, homes, outages, staff, tasks, telephone_states, visits, watch
from db.cases import CaseRow
from db.engine import writing
from db.outages import OutageRow
from db.tasks import TaskRow
from db.telephone_states import TelephoneStateRow
from db.visits import VisitRow
from db.watch import WatchRow
from people.ids import AreaId, SeniorId, StaffId
from people.seniors import Tag
from people.staff import Staff
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW, PASSWORD
from wellness_checks.service import put_on_hold, record_sign

VISITOR, COLLEAGUE = "liuqiang", "zhaolei"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALL, VAIN, WALK, SEARCH, WAITS, WAITS_TOO = 1, 2, 3, 4, 6, 7
"""The homes of those who stand there; 8: a visit that nobody has accepted; 9: away; 5 and 10: nothing is wrong."""
DUE = 8
STATES = {
    CALL: "wellness_call_due", VAIN: "not_answered", WALK: "visit_due", SEARCH: "searching", DUE: "visit_due",
    WAITS: "silent", WAITS_TOO: "silent",
}  # fmt: skip
TAGS = {1: Tag.HIGH_RISK, 2: Tag.DISABLED, 3: Tag.HARDSHIP, 5: Tag.BEREAVED_PARENT, 10: Tag.HARDSHIP, 9: Tag.DEMENTIA}


def settings(folder: Path, **more: object) -> ConsoleSettings:
    return here.settings(photos=folder / "photos", **more)


def silent_street(engine: Engine) -> None:
    here.people(engine)
    with writing(engine) as conn:
        known = staff.load_accounts(conn, [VISITOR])[StaffId(VISITOR)]
        staff.save_accounts(conn, [replace(known, login=VISITOR)])
    for login, name in ((VISITOR, "刘强"), (COLLEAGUE, "赵磊")):
        made = add_user(engine, login, name, "visitor", PASSWORD, at=NOW)
        assert isinstance(made, Staff)
    with writing(engine) as conn:
        seniors = homes.load_seniors(conn)
        tagged = {f"s{n}": frozenset({tag.value, Tag.LIVES_ALONE.value}) for n, tag in TAGS.items()}
        homes.save_seniors(conn, [replace(seniors[SeniorId(key)], tags=tags) for key, tags in tagged.items()])
        outage = OutageRow(
            id="out1", kind="building", subject="gucheng/八角北路 7 号院", started_at=NOW - HOUR, found_at=NOW - HOUR,
            waits_until=NOW + 3 * HOUR, note="6 silent at once",
        )  # fmt: skip
        outages.open_outage(conn, outage)
        for number, state in STATES.items():
            _follow(conn, number, state)
        for visit in (_walk(WALK, VISITOR), _walk(DUE, None)):
            visits.open_visit(conn, visit)
        away = {"starts_on": date(2026, 11, 18), "ends_on": date(2026, 11, 25), "reason": "hospital"}
        put_on_hold(conn, NOW - 3 * DAY, "s9", asked_by="女儿来电", **away)  # type: ignore[arg-type]
        record_sign(conn, at=NOW - 3 * HOUR, kind="press", source="p10", senior="s10")
        _telephone_out(conn)


def add_desk(engine: Engine, role: str = "operator", login: str = here.LOGIN) -> None:
    here.add_operator(engine, role, login)


def give_area(engine: Engine, person: str, area: str) -> None:
    """From now on they see this area alone."""
    with writing(engine) as conn:
        account = staff.load_accounts(conn, [person])[StaffId(person)]
        staff.save_accounts(conn, [replace(account, person=replace(account.person, area=AreaId(area)))])


def _follow(conn: Connection, number: int, state: str) -> None:
    waits = number in (WAITS, WAITS_TOO)
    row = CaseRow(
        id=f"case{number}", senior_id=f"s{number}", state=state, opened_at=NOW - number * HOUR,
        reason="5 silent days, 2026-11-16 to 2026-11-20", trigger="silence",
        risk="high_risk" if number == CALL else "", step_due_at=None if waits else NOW + (number - 2.5) * HOUR / 2,
        outage_id="out1" if waits else None, waits_until=NOW + 3 * HOUR if waits else None,
        taken_by="" if number != SEARCH else VISITOR, climbed=int(number == VAIN),
    )  # fmt: skip
    cases.open_case(conn, row)
    seen = NOW - 5 * DAY - number * HOUR
    watch.save_watch(
        conn, [WatchRow(senior_id=f"s{number}", oldest_unheard_at=seen, last_sign_at=seen, last_sign_kind="heard")]
    )


def _walk(number: int, visitor: str | None) -> VisitRow:
    return VisitRow(
        id=f"visit{number}", case_id=f"case{number}", senior_id=f"s{number}", code=f"48291{number}", visitor_id=visitor,
        state="accepted" if visitor else "due", opened_at=NOW - HOUR, due_at=NOW + HOUR,
        accepted_at=NOW - HOUR / 2 if visitor else None,
    )  # fmt: skip


def _telephone_out(conn: Connection) -> None:
    since = NOW - 26 * HOUR
    telephone_states.save(
        conn, TelephoneStateRow(terminal_id="t1010", state="in_use", since=since, seen_at=NOW)
    )  # fmt: skip
    row = TaskRow(
        id="task-t1010", kind="telephone_out", subject="t1010/x", terminal_id="t1010", opened_at=NOW, due_at=NOW,
        note=f"telephone out of order or off the hook: in_use since {since:%Y-%m-%d %H:%M} UTC",
    )  # fmt: skip
    tasks.open_task(conn, row)
