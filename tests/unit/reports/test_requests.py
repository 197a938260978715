"""Requests count by kind on the day they were opened; late is late, and stars are those that were keyed."""

from datetime import timedelta

from sqlalchemy import insert

from broadcasts.campaign import Refused
from db.schema.requests import requests as table
from reports import listing, requests
from reports.presses import EVERYBODY, Filter
from tests.unit.reports.conftest import MORNING
from tests.unit.reports.test_keeping import MARCH

HOUR = timedelta(hours=1)
NOW = MORNING + 5 * HOUR


def seed(conn) -> None:
    """A meal in time with five stars, one late with two, one withdrawn; a repair that is late and undone."""
    for key, kind, state, done, stars in (
        ("a", "meal", "rated", 1, 5), ("b", "meal", "rated", 3, 2), ("c", "meal", "withdrawn", 3, None),
        ("d", "repair", "open", None, None),
    ):  # fmt: skip
        conn.execute(insert(table).values(
            id=key, kind=kind, state=state, senior_id="wang" if kind == "meal" else None, service_id="meals",
            terminal_id=None if kind == "meal" else "t1002", opened_at=MORNING, promised_by=MORNING + 2 * HOUR,
            done_at=None if done is None else MORNING + done * HOUR, stars=stars,
        ))  # fmt: skip


def values(conn, now=NOW, only=EVERYBODY) -> dict[str, dict[str, object]]:
    sheet = requests.report(conn, MARCH, now, only=only).sheets[0]
    names = [one.id for one in sheet.columns]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in sheet.rows}


def test_each_kind_has_a_line_and_all_of_them_one(conn):
    seed(conn)

    found = values(conn)

    assert set(found) == {"meal", "repair", "*"}
    assert (found["meal"]["requests"], found["meal"]["requests_done"], found["meal"]["requests_late"]) == (2, 2, 1)
    assert (found["repair"]["requests_late"], found["repair"]["stars_mean"]) == (1, None)
    assert (found["*"]["stars_mean"], found["*"]["stars_few"]) == (3.5, 1)
    assert round(float(str(found["*"]["requests_late_percent"]))) == 67


def test_what_is_not_done_is_late_only_once_its_promise_has_passed(conn):
    seed(conn)

    assert values(conn, MORNING + HOUR)["repair"]["requests_late"] == 0


def test_the_rows_behind_a_figure_are_as_many_as_it_says(conn):
    seed(conn)
    every = requests.asked(conn, MARCH, NOW)
    found = requests.count(every)

    for name in ("requests", "requests_done", "requests_late", "stars_few"):
        figure = requests.FIGURES[name]
        assert len(list(figure.rows(every))) == figure.of(found), name


def test_only_the_areas_asked_for_are_counted_and_nothing_is_no_line(conn):
    seed(conn)

    assert values(conn, only=Filter(areas=frozenset({"laoshan"})))["*"]["requests"] == 3
    assert values(conn, only=Filter(areas=frozenset({"elsewhere"}))) == {}


def test_the_rows_behind_a_figure_are_listed_by_its_name(conn):
    seed(conn)

    sheet = listing.sheet(conn, "requests.requests_late", MARCH, now=NOW)

    assert not isinstance(sheet, Refused)
    assert [(row[1], row[2], row[9]) for row in sheet.rows] == [("b", "meal", "yes"), ("d", "repair", "yes")]
    early = listing.sheet(conn, "requests.requests_late", MARCH, now=MORNING + HOUR)
    assert not isinstance(early, Refused) and [row[1] for row in early.rows] == ["b"]
