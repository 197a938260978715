"""Who at a desk of several telephones took how many? Each telephone by whoever sits there, with its rows."""

from datetime import timedelta

from sqlalchemy import insert, update

from db.calls import LegRow, save_legs
from db.schema.calls import legs
from db.schema.staff import staff
from people.seniors import Language
from reports import answering, calls, counting, listing, names
from reports.keeping import refresh
from reports.periods import By
from reports.presses import Filter
from reports.reading import press_lines, rung_lines
from tests.unit.reports.conftest import ZONE, press
from tests.unit.reports.test_keeping import MARCH

MINUTE = timedelta(minutes=1)
DESK = "desk-hotline"


def answers(conn):
    """Two telephones of one desk: the first takes two presses, the second one; a provider takes the fourth."""
    press(conn, "a", target=DESK, at_desk="desk1")
    press(conn, "b", target=DESK, at_desk="desk1", after=MINUTE)
    press(conn, "c", target=DESK, at_desk="desk2", after=2 * MINUTE, service="clinic")
    press(conn, "d", after=3 * MINUTE)


def sits_at(conn, desk, *people):
    for name in people:
        conn.execute(insert(staff).values(id=name, name=name, role="operator", desk=desk, active=True))


def test_each_press_counts_at_the_telephone_that_took_it(conn):
    answers(conn)

    before = press_lines(conn, MARCH, By.TOTAL, "operator")
    refresh(conn, ZONE)

    assert {line.member: line.tally.presses for line in before} == {"desk1": 2, "desk2": 1}
    assert press_lines(conn, MARCH, By.TOTAL, "operator") == before


def test_a_line_is_called_by_whoever_sits_there_and_without_anybody_by_its_telephone(conn):
    answers(conn)
    sits_at(conn, "desk1", "Li", "Wang")

    lines = press_lines(conn, MARCH, By.TOTAL, "operator")
    sheet = calls.line_sheet(lines, By.TOTAL, calls.Per.OPERATOR, names.load(conn, Language.ENGLISH))

    assert [row[:2] for row in sheet.rows] == [("Li / Wang", 2), ("desk2", 1)]


def test_the_rows_behind_an_operator_are_those_that_were_counted(conn):
    answers(conn)
    only = Filter(operators=frozenset({"desk1"}))

    assert [one.id for one in listing.behind(conn, "reached", MARCH, only)] == ["a", "b"]
    assert counting.add(line.tally for line in press_lines(conn, MARCH, By.TOTAL, "none", only)).presses == 2


def test_what_was_picked_up_and_not_taken_counts_as_answered(conn):
    answers(conn)
    press(conn, "e", waited=None, target=DESK, after=4 * MINUTE)
    save_legs(conn, [LegRow(call_id="e", position=1, target=DESK, status="NOANSWER", answered_by="desk1")])

    sheet = answering.rung_sheets(conn, MARCH, names.load(conn, Language.ENGLISH))[2]

    assert list(sheet.rows) == [("desk1", "desk1", 3, 2, 1, 200 / 3), ("desk2", "desk2", 1, 1, 0, 100.0)]


def test_a_telephone_is_no_number_and_no_way_out(conn):
    answers(conn)

    numbers, ways, _ = answering.rung_sheets(conn, MARCH, names.load(conn, Language.ENGLISH))

    assert {row[0] for row in numbers.rows} == {DESK, "prov-canteen-1"}
    assert list(ways.rows) == []


def test_late_news_of_who_picked_up_moves_the_press_there(conn):
    answers(conn)
    refresh(conn, ZONE)

    conn.execute(update(legs).where(legs.c.call_id == "a").values(answered_by="desk2"))

    assert {line.member: line.tally.presses for line in press_lines(conn, MARCH, By.TOTAL, "operator")} == {
        "desk1": 1, "desk2": 2,
    }  # fmt: skip
    assert rung_lines(conn, MARCH)["at/desk2", "meals"].took == 1
