"""Is what the exchange sees go out an outage, and one unplugged telephone a silence?"""

from datetime import timedelta

from sqlalchemy import Connection

from db import cases, outages, tasks, telephone_states
from db.lost_telephones import how_lost
from db.outages import OutageRow
from tests.contract.sweeps import DAY, MONDAY, SATURDAY, conn, engine, move_in
from wellness_checks.minding_exchange import exchange_is_away, exchange_is_there, telephones_are, trunks_are
from wellness_checks.service import (
    offer,
    record_outage,
    release,
    release_due,
    report_broken_telephones,
    sweep,
    telephone_is,
)

__all__ = ["conn", "engine"]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TOWER = ("wang", "zhao", "qian", "sun")
ELSEWHERE = tuple(f"far{n}" for n in range(20))


def settle_in(conn: Connection) -> None:
    """Four in one tower, twenty in another house; all telephones work."""
    move_in(conn, *TOWER, address="和平路9号楼")
    move_in(conn, *ELSEWHERE, address="南街1号楼")
    telephones_are(conn, MONDAY, {f"t-{one}": "reachable" for one in (*TOWER, *ELSEWHERE)})


def seen_without(conn: Connection, now: object, *lost: str) -> int:
    there = {f"t-{one}": "unregistered" if one in lost else "reachable" for one in (*TOWER, *ELSEWHERE)}
    return telephones_are(conn, now, there)  # type: ignore[arg-type]


def open_outages(conn: Connection) -> list[OutageRow]:
    return outages.not_ended(conn)


def test_a_whole_building_lost_at_once_is_an_outage_until_its_telephones_are_back(conn: Connection) -> None:
    settle_in(conn)

    changed = [seen_without(conn, MONDAY + HOUR, *TOWER), seen_without(conn, MONDAY + 2 * HOUR, *TOWER)]

    assert changed == [4, 0]
    (lost,) = open_outages(conn)
    assert (lost.kind, lost.subject, lost.started_at) == ("building", "laoshan/和平路9号楼", MONDAY + HOUR)
    seen_without(conn, MONDAY + 3 * HOUR)
    assert open_outages(conn) == []
    (task,) = tasks.open_tasks(conn, "after_outage")
    assert task.subject == lost.id


def test_telephones_whose_neighbours_work_are_no_outage_but_each_a_task_after_a_day(conn: Connection) -> None:
    settle_in(conn)

    seen_without(conn, MONDAY + HOUR, "wang", "far1", "far2", "far3")

    assert open_outages(conn) == []
    broken = report_broken_telephones(conn, MONDAY + HOUR + DAY)
    assert {task.terminal_id for task in broken} == {"t-wang", "t-far1", "t-far2", "t-far3"}
    seen_without(conn, MONDAY + 2 * DAY)
    assert tasks.open_tasks(conn, "telephone_out") == []


def test_lines_desks_and_telephones_of_another_exchange_are_not_told_of(conn: Connection) -> None:
    move_in(conn, "line", line="+86108888")
    move_in(conn, "new", "other")

    telephones_are(conn, MONDAY, {"desk1": "reachable", "t-line": "in_use", "t-new": "unregistered"})

    found = telephone_states.load(conn, ["t-line", "t-new", "t-other", "desk1"])
    assert {key: row.state for key, row in found.items()} == {"t-new": "unregistered"}


def test_silences_in_a_lost_building_wait_and_those_of_high_risk_go_on(conn: Connection) -> None:
    settle_in(conn)
    move_in(conn, "risk", address="和平路9号楼", risk=True, days=5)
    offer(conn, ["wang", "zhao", "risk", "far1"], MONDAY)
    seen_without(conn, SATURDAY - HOUR, *TOWER)

    opened = {case.senior_id: case for case in sweep(conn, SATURDAY).opened}

    (lost,) = open_outages(conn)
    marked = {senior: case.outage_id == lost.id for senior, case in opened.items()}
    assert marked == {"wang": True, "zhao": True, "risk": True, "far1": False}
    waits = {senior for senior, case in opened.items() if case.waits_until}
    assert waits == {"wang", "zhao"}
    assert release_due(conn, SATURDAY + 3 * HOUR) == 0
    assert release_due(conn, SATURDAY + 4 * HOUR) == 2
    assert [row.id for row in open_outages(conn)] == [lost.id]


def test_released_by_list_an_outage_that_is_still_seen_goes_on(conn: Connection) -> None:
    settle_in(conn)
    offer(conn, ["wang"], MONDAY)
    seen_without(conn, SATURDAY - HOUR, *TOWER)
    sweep(conn, SATURDAY)
    (lost,) = open_outages(conn)

    freed = release(conn, lost.id, SATURDAY, by="li", seniors=["wang"])

    assert isinstance(freed, list)
    assert [case.waits_until for case in freed] == [None]
    assert open_outages(conn) == [lost]


def test_the_exchange_started_again_was_out_since_it_was_last_seen(conn: Connection) -> None:
    back = MONDAY + 3 * HOUR

    found = [exchange_is_there(conn, back + MINUTE, "laoshan", MONDAY, back) for _ in range(2)]

    assert found == [1, 0]
    (hole,) = outages.since(conn, MONDAY)
    assert (hole.kind, hole.started_at, hole.ended_at) == ("exchange", MONDAY, back)
    assert len(tasks.open_tasks(conn, "after_outage")) == 1


def test_an_exchange_that_only_could_not_be_heard_of_leaves_no_hole(conn: Connection) -> None:
    started = MONDAY - DAY
    exchange_is_away(conn, MONDAY + MINUTE, "laoshan", MONDAY)
    exchange_is_away(conn, MONDAY + 2 * MINUTE, "laoshan", MONDAY)

    exchange_is_there(conn, MONDAY + HOUR, "laoshan", MONDAY, started)

    (hole,) = outages.since(conn, MONDAY)
    assert hole.started_at == hole.ended_at == MONDAY
    assert tasks.open_tasks(conn, "after_outage") == []


def test_what_was_told_before_a_kill_is_ended_by_the_next_controller(conn: Connection) -> None:
    exchange_is_away(conn, MONDAY + MINUTE, "laoshan", MONDAY)

    exchange_is_there(conn, MONDAY + 2 * HOUR, "laoshan", MONDAY + 2 * HOUR, MONDAY + HOUR)

    (hole,) = outages.since(conn, MONDAY)
    assert (hole.started_at, hole.ended_at) == (MONDAY, MONDAY + HOUR)


def test_fixed_lines_are_out_only_when_every_trunk_is(conn: Connection) -> None:
    trunks_are(conn, MONDAY, {"trunka": False, "trunkb": True})
    assert open_outages(conn) == []

    trunks_are(conn, MONDAY + HOUR, {"trunka": False, "trunkb": False})
    trunks_are(conn, MONDAY + 2 * HOUR, {"trunka": False, "trunkb": False})
    trunks_are(conn, MONDAY + 3 * HOUR, {"trunka": True, "trunkb": False})

    (hole,) = outages.since(conn, MONDAY)
    assert (hole.kind, hole.started_at, hole.ended_at) == ("trunk", MONDAY + HOUR, MONDAY + 3 * HOUR)


def test_a_telephone_told_one_by_one_stands_as_those_told_at_once(conn: Connection) -> None:
    settle_in(conn)

    telephone_is(conn, "t-wang", "refusing", MONDAY + HOUR)
    record_outage(conn, MONDAY, kind="area", subject="elsewhere", started_at=MONDAY, ended_at=None)
    seen_without(conn, MONDAY + 2 * HOUR)

    assert telephone_states.load(conn, ["t-wang"])["t-wang"].state == "reachable"
    assert [row.subject for row in open_outages(conn)] == ["elsewhere"]
    assert cases.open_cases(conn) == []


def test_a_message_to_an_unplugged_telephone_is_hers_and_to_a_lost_building_is_nobodys(conn: Connection) -> None:
    settle_in(conn)
    seen_without(conn, MONDAY + HOUR, *TOWER, "far1")
    rung = [(f"t-{one}", MONDAY + 2 * HOUR) for one in (*TOWER, "far1", "far2")]

    assert how_lost(conn, rung) == {**{f"t-{one}": "shared" for one in TOWER}, "t-far1": "own"}
    assert how_lost(conn, [("t-far1", MONDAY)]) == {}
