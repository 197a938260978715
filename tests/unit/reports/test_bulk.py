"""A filled year has the programme's own figures, equal to an independent recount; twice a rate is twice its figure."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from broadcasts.campaign import Refused
from db.engine import open_engine, reading
from db.refusals import TooNew
from people.seniors import Language
from reports import (
    bulk,
    bulk_indexes,
    counting,
    emergencies,
    messages,
    names,
    outcomes,
    queue_events,
    queue_rows,
    rates,
    transfer_rows,
    transfers,
    watch,
    watch_rows,
)
from reports.bulk import Filled, fill
from reports.calls import Per
from reports.periods import By, Period
from reports.presses import EVERYBODY
from reports.rates import Rates, numbers, shared
from reports.reading import press_lines
from tests.contract.homes import new_database

PEOPLE, DAYS = 120, 40


def figures(url, filled):
    """(presses, trips, people, pushed, heard, wellness calls), as the reports tell them."""
    period = Period(first=filled.first, last=filled.last, zone="Asia/Shanghai")
    engine = open_engine(url)
    with reading(engine) as conn:
        presses = counting.add(line.tally for line in press_lines(conn, period, By.TOTAL, "none")).presses
        trips = emergencies.count(emergencies.between(conn, period.start, period.end))
        heard = messages.add(messages.report(conn, period, By.TOTAL).values())
        calls = watch_rows.count(watch.events(conn, period)).calls
    engine.dispose()
    return presses, trips.trips, trips.people, heard.pushed, heard.heard, calls


RECOUNT = (
    "SELECT count(*) FROM calls WHERE kind = 'press'", "SELECT count(*) FROM incidents WHERE accepted_at > ''",
    "SELECT count(DISTINCT terminal_id) FROM incidents", "SELECT count(*) FROM deliveries",
    "SELECT count(heard_at) FROM deliveries", "SELECT count(*) FROM attempts WHERE kind = 'wellness'",
)  # fmt: skip


def recounted(url):
    engine = open_engine(url)
    with reading(engine) as conn:
        found = tuple(conn.scalar(text(asked)) for asked in RECOUNT)
    engine.dispose()
    return found


def test_a_year_at_the_programmes_size_is_the_programme():
    found = numbers(Rates(), people=3_800, days=365)

    assert (found.presses, found.trips, found.people_of_trips) == (359_000, 122, 91)
    assert (found.pushed, found.heard, found.wellness) == (49_000, 44_000, 2_883)


def test_reports_of_what_was_filled_equal_a_recount_of_the_rows(tmp_path):
    url = new_database(tmp_path)
    told = []

    filled = fill(url, people=PEOPLE, days=DAYS, progress=lambda done, of: told.append((done, of)))

    assert isinstance(filled, Filled)
    n = filled.numbers
    expected = (n.presses, n.trips, n.people_of_trips, n.pushed, n.heard, n.wellness)
    assert figures(url, filled) == recounted(url) == expected
    assert told[-1] == (DAYS, DAYS)


@pytest.mark.parametrize("rate", ["presses", "pushed", "wellness"])
def test_twice_a_rate_is_twice_its_figure(rate):
    once = numbers(Rates(), people=3_650, days=365)
    doubled = replace(Rates(), **{rate: 2 * getattr(Rates(), rate)})

    twice = numbers(doubled, people=3_650, days=365)

    assert abs(getattr(twice, rate) - 2 * getattr(once, rate)) <= 1


def test_every_call_for_the_hotline_waits_in_its_queue_and_no_report_of_the_hotline_is_empty(tmp_path):
    url = new_database(tmp_path)
    filled = fill(url, people=10 * PEOPLE, days=DAYS)
    assert isinstance(filled, Filled)
    period = Period(first=filled.first, last=filled.last, zone="Asia/Shanghai")
    engine = open_engine(url)
    with reading(engine) as conn:
        hotline = conn.scalar(text("SELECT count(*) FROM calls WHERE service_id = 'hotline'"))
        waits = queue_rows.count(queue_events.counted(conn, period, By.TOTAL, EVERYBODY, within_s=15).groups)
        passed_on = transfer_rows.count(transfers.between(conn, period))
        told = names.load(conn, Language.ENGLISH)
        kept = outcomes.report(conn, period, datetime.now(UTC), told, per=Per.OPERATOR).sheets[1]
        assert len(list(kept.rows)) > 1
    engine.dispose()

    assert waits.queued == hotline > 0
    assert min(waits.taken, waits.gave_up, waits.moved_on, waits.returns, waits.returned, waits.words, waits.heard) > 0
    assert waits.waiting == waits.unknown == 0
    assert min(passed_on.taken, passed_on.missed) > 0


def test_the_same_seed_fills_the_same_rows_and_another_seed_others(tmp_path):
    asked = "SELECT group_concat(pressed_at || terminal_id) FROM calls"
    found = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        url = new_database(tmp_path, f"{name}.db")
        fill(url, people=10, days=3, seed=seed)
        engine = open_engine(url)
        with reading(engine) as conn:
            found.append(conn.scalar(text(asked)))
        engine.dispose()

    assert found[0] == found[1] != found[2]


def test_what_is_half_filled_is_opened_by_nobody_and_what_is_filled_has_all_its_indexes_and_triggers(tmp_path):
    asked = "SELECT name, sql FROM sqlite_master WHERE sql NOT LIKE '%TEMP%' ORDER BY name"
    url, half = new_database(tmp_path), new_database(tmp_path, "half.db")
    described = []
    for _ in range(2):
        with closing(sqlite3.connect(tmp_path / "bigbutton.db")) as plain:
            described.append(plain.execute(asked).fetchall())
        fill(url, people=2, days=1)
    assert described[0] == described[1]

    with (
        closing(sqlite3.connect(tmp_path / "half.db", isolation_level=None)) as conn,
        pytest.raises(KeyboardInterrupt),
        bulk_indexes.put_aside(conn),
    ):
        raise KeyboardInterrupt
    with pytest.raises(TooNew, match="half filled"):
        open_engine(half)


def test_a_database_somebody_lives_in_is_left_alone(tmp_path):
    url = new_database(tmp_path)
    fill(url, people=2, days=1)

    refused = fill(url, people=2, days=1)

    assert isinstance(refused, Refused)
    assert refused.field == "to"


@pytest.mark.parametrize(
    ("url", "people", "days", "field"),
    [
        ("postgresql://bb@127.0.0.1/x", 1, 1, "to"),
        ("sqlite:////tmp/x.db", 0, 1, "people"),
        ("sqlite:////tmp/x.db", 1, 100_000, "days"),
    ],
)
def test_what_cannot_be_filled_is_refused(url, people, days, field):
    refused = fill(url, people=people, days=days)

    assert isinstance(refused, Refused)
    assert refused.field == field


def test_shares_lose_nothing_and_a_monday_is_busier_than_a_sunday():
    assert sum(shared(1_000, [3, 3, 3])) == 1_000
    week = rates.by_day(7_000, date(2026, 3, 2), 7)
    assert sum(week) == 7_000
    assert week[0] > week[6]
    assert bulk.SEED
