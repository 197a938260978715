"""Does a reader of one area see its people, those below it, and nobody's calls, but no other home?"""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from console.access.scope import scope_of, scope_of_area, sees_area, within
from console.today import read_today
from db.areas import load_areas, save_areas
from db.calls import CallRow, save
from db.engine import reading, writing
from db.homes import load_households, save_households
from db.staff import Account
from people.areas import Area, AreaKind, downwards
from people.ids import AreaId, StaffId
from people.staff import Role, Staff
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW
from tests.console.serving import serving, visiting

STREET, OTHER = AreaId("street1"), AreaId("laoshan")


@pytest.fixture
def two_areas(morning: Engine) -> Engine:
    """Homes 3 (the emergency) and 9 (silent) lie in another community; both communities in one street."""
    with writing(morning) as conn:
        street = Area(id=STREET, name="街道", kind=AreaKind.STREET)
        gucheng = Area(id=here.AREA, name="古城社区", kind=AreaKind.COMMUNITY, parent=STREET)
        save_areas(conn, [street, gucheng])
        save_areas(conn, [Area(id=OTHER, name="老山社区", kind=AreaKind.COMMUNITY, parent=STREET)])
        homes = load_households(conn, ["h3", "h9"])
        save_households(conn, [type(h)(id=h.id, area=OTHER, address=h.address) for h in homes.values()])
    return morning


def reader(area: AreaId | None) -> Account:
    return Account(person=Staff(id=StaffId("x"), name="x", role=Role.OPERATOR, area=area))


def test_an_area_means_itself_and_what_lies_in_it(two_areas: Engine):
    with reading(two_areas) as conn:
        assert scope_of(conn, reader(None)) is None
        assert scope_of(conn, reader(OTHER)) == frozenset({OTHER})
        assert scope_of(conn, reader(STREET)) == frozenset({STREET, OTHER, here.AREA})
        assert scope_of(conn, None) == frozenset()
        assert downwards(AreaId("gone"), load_areas(conn)) == {"gone"}


def test_a_row_of_no_area_is_everybodys():
    assert sees_area(None, "laoshan")
    assert sees_area(frozenset({OTHER}), "laoshan")
    assert sees_area(frozenset({OTHER}), "")
    assert not sees_area(frozenset({OTHER}), "gucheng")


def test_rows_are_told_apart_by_terminal_and_by_senior(two_areas: Engine):
    rows = [("t1003", None), (None, "s9"), ("t1001", None), (None, "s1"), ("u13800138099", None), (None, None)]
    with reading(two_areas) as conn:
        seen = within(conn, scope_of_area(conn, OTHER), rows, lambda row: row)
        everything = within(conn, None, rows, lambda row: row)

    assert seen == [rows[0], rows[1], rows[4], rows[5]]
    assert everything == rows


def test_the_first_page_of_one_area_shows_and_counts_its_own_homes_alone(two_areas: Engine):
    with reading(two_areas) as conn:
        whole = read_today(conn, NOW, "Asia/Shanghai")
        there = read_today(conn, NOW, "Asia/Shanghai", frozenset({OTHER}))
        here_ = read_today(conn, NOW, "Asia/Shanghai", frozenset({here.AREA}))

    assert {c.line.call.terminal_id for c in there.calls} == {"t1003", "t1009"}
    assert [told.incident.terminal_id for told in there.open] == ["t1003"]
    assert [silence.case.senior_id for silence in there.silent] == ["s9"]
    assert here_.open == ()
    assert there.figures.presses + here_.figures.presses == whole.figures.presses
    assert there.all_tasks + here_.all_tasks == whole.all_tasks
    assert there.all_silent + here_.all_silent == whole.all_silent


def test_an_unknown_callers_emergency_is_seen_in_every_area(two_areas: Engine):
    with writing(two_areas) as conn:
        save(conn, [CallRow(id="9.9", pressed_at=NOW - timedelta(seconds=1), caller_id="13800138099", via="access")])
    with reading(two_areas) as conn:
        shown = [read_today(conn, NOW, "Asia/Shanghai", frozenset({area})).calls[0] for area in (OTHER, here.AREA)]

    assert [call.line.call.id for call in shown] == ["9.9", "9.9"]


def test_pages_and_api_give_an_operator_of_one_area_nobody_else(two_areas: Engine):
    here.add_operator(two_areas, "operator", "laoshan1", area=OTHER)
    with serving(two_areas) as address, visiting(address) as visitor:
        today = visitor.sign_in("laoshan1").text
        calls = visitor.get("/calls").text
        api = visitor.get("/api/v1/calls").json()["calls"]
        people = visitor.get("/api/v1/broadcasts/winter/people").json()["people"]
        page = visitor.get("/broadcasts/winter").text
        file = visitor.get("/broadcasts/winter/people.csv").text

    for text in (today, calls):
        assert "张桂兰" in text and "王秀英" not in text
    assert {call["terminal"] for call in api} == {"t1003", "t1009"}
    assert {one["senior"] for one in people} == {"s3", "s9"}
    assert "王秀英" not in page and "王秀英" not in file
    assert "张桂兰" in file
