"""Does a silence find somebody who goes? The controller, its database and a real exchange, from visit to emergency."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from db import cases, tasks, visits
from db.cases import CaseRow
from db.engine import reading, writing
from db.schema.calls import incidents
from db.staff import Account, save_accounts
from db.tasks import TaskRow
from db.visits import VisitRow
from people.ids import StaffId
from people.staff import Role, Staff
from tests.chaos import homes
from tests.chaos.rig import Plan, Rig
from town.instance import Runner
from wellness_checks.case import Refused
from wellness_checks.others import ask_others
from wellness_checks.service import WatchSettings, close_visit, history, open_emergency, send_visitor

WATCH: dict[str, object] = {
    "greet_after_days": 0, "ask_within": "PT60S", "offer_for": "PT5S", "visit_within": "PT60S", "climb_every": "PT60S",
}  # fmt: skip
SON = "13910000000"
STAFF = (
    Staff(id=StaffId("boss"), name="Boss", role=Role.SUPERVISOR, desk="desk5"),
    Staff(id=StaffId("li"), name="Li", role=Role.VISITOR, desk="desk1"),
    Staff(id=StaffId("wu"), name="Wu", role=Role.VISITOR, desk="desk2"),
)


@pytest.fixture
def rig(asterisk: Runner, world_folder: Path, database_kind: str) -> Iterator[Rig]:
    rig = Rig(asterisk, world_folder / "watch", Plan(tables=homes.tables(2, contacts=True), watch=WATCH))
    rig.set_up()
    yield rig
    shutil.rmtree(rig.folder, ignore_errors=True)


def test_a_visit_goes_from_one_visitor_to_the_next_whose_code_counts_once_and_whose_emergency_rings(rig: Rig) -> None:
    async def journey() -> None:
        await _start(rig, *STAFF)
        await rig.pair.behave("desk1", "listens", 0.3)
        await rig.pair.behave("desk2", "presses", 0.3, "1")
        for helper in ("help1", "help2", "help3", "help4"):
            await rig.pair.behave(helper, "closes", 0.3, "2")
        _case(rig, "visit")
        await rig.until(lambda: _visit(rig).state == "accepted", "somebody accepts the visit", within=40)

        assert [offer.staff_id for offer in _offers(rig)] == ["li", "wu"]
        assert _visit(rig).visitor_id == "wu"

        for home in (1, 0, 0):
            await _code_from(rig, home)
        await rig.until(lambda: _visit(rig).state == "arrived", "the code counts at her door")
        assert _visit(rig).arrived_by == "code"

        with writing(rig.engine) as conn:
            close_visit(conn, _visit(rig).id, datetime.now(UTC), outcome="emergency", by="wu")
        await rig.until(lambda: _incident(rig) == (homes.terminal(0), "accepted"), "a person takes the emergency")
        assert not _tasks(rig, "missed_press")

    _play(rig, journey)


def test_an_emergency_opened_on_the_case_page_rings_her_ladder_and_stands_in_her_history(rig: Rig) -> None:
    async def journey() -> None:
        await _start(rig, *STAFF)
        for helper in ("help1", "help2", "help3", "help4"):
            await rig.pair.behave(helper, "closes", 0.3, "2")
        case = _case(rig, "open")
        with writing(rig.engine) as conn:
            assert isinstance(open_emergency(conn, case, datetime.now(UTC), by="boss", note="smell of gas"), CaseRow)
        await rig.until(lambda: _incident(rig) == (homes.terminal(0), "accepted"), "a person takes the emergency")

        with writing(rig.engine) as conn:
            again = open_emergency(conn, case, datetime.now(UTC), by="boss")
            told = [one for one in history(conn, "s1001") or () if one.kind in ("press", "emergency")]
        assert isinstance(again, Refused)
        assert [(one.kind, one.by, one.subject) for one in told] == [("emergency", "boss", f"bb-visit-{case}")]
        assert _load(rig, case).closed_at is None
        assert not _tasks(rig, "missed_press")

    _play(rig, journey)


def test_with_no_visitor_the_case_climbs_and_the_supervisor_takes_it_by_key(rig: Rig) -> None:
    async def journey() -> None:
        await _start(rig, STAFF[0])
        await rig.pair.behave("desk5", "presses", 0.3, "1")
        case = _case(rig, "visit", WatchSettings(visit_within=-WatchSettings().visit_within))

        await rig.until(lambda: _load(rig, case).taken_by == "boss", "the supervisor takes the case")
        assert _load(rig, case).closed_at is None

    _play(rig, journey)


def test_a_contact_who_has_seen_her_today_ends_the_case_by_key(rig: Rig) -> None:
    async def journey() -> None:
        await _start(rig, *STAFF)
        await rig.pair.behave(SON, "presses", 0.3, "1")
        case = _case(rig, "ask")

        await rig.until(lambda: _load(rig, case).closed_at, "the contact was asked and has seen her")
        assert (_load(rig, case).outcome, _load(rig, case).closed_by) == ("seen_by_contact", "k1001")

    _play(rig, journey)


async def _code_from(rig: Rig, home: int) -> None:
    """The visitor dials the code at this home, listens and hangs up."""

    def ended() -> int:
        return sum((row.what, row.who) == ("ENDED", homes.terminal(home)) for row in rig.pair.town_log())

    before = ended()
    await rig.pair.press(homes.terminal(home), f"*30{_visit(rig).code}", stay=3)
    await rig.until(lambda: ended() > before, "the visitor has hung up")


async def _start(rig: Rig, *staff: Staff) -> None:
    with writing(rig.engine) as conn:
        save_accounts(conn, [Account(person=one) for one in staff])
    await rig.start()
    await rig.start_controller()


def _case(rig: Rig, step: str, rules: WatchSettings | None = None) -> str:
    """Of the first home, after her calls in vain: others are asked, or somebody is sent."""
    now = datetime.now(UTC)
    settings = rules or WatchSettings(ask_within=WatchSettings().offer_for)
    row = CaseRow(id="c1", senior_id="s1001", state="not_answered", opened_at=now, trigger="silence")
    with writing(rig.engine) as conn:
        cases.open_case(conn, row)
        if step == "ask":
            ask_others(conn, row, now, settings)
        elif step == "visit":
            send_visitor(conn, row, now, why="calls in vain", settings=settings)
    return row.id


def _load(rig: Rig, case: str) -> CaseRow:
    with reading(rig.engine) as conn:
        return cases.load(conn, [case])[case]


def _visit(rig: Rig) -> VisitRow:
    with reading(rig.engine) as conn:
        (visit,) = visits.of_case(conn, "c1")
        return visit


def _offers(rig: Rig) -> list[visits.OfferRow]:
    with reading(rig.engine) as conn:
        return visits.offers(conn, visits.of_case(conn, "c1")[0].id)


def _incident(rig: Rig) -> tuple[str, str] | None:
    with reading(rig.engine) as conn:
        row = conn.execute(select(incidents.c.terminal_id, incidents.c.state)).first()
    return (row.terminal_id, row.state) if row else None


def _tasks(rig: Rig, kind: str) -> list[TaskRow]:
    with reading(rig.engine) as conn:
        return tasks.open_tasks(conn, kind)


def _play(rig: Rig, journey: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        try:
            await journey()
        finally:
            await rig.close()

    asyncio.run(whole())
