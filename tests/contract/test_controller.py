"""From Asterisk's log to the rows: the same rows, however the log is cut and wherever the controller dies."""

from db import calls, incidents, tasks
from db.engine import reading, writing
from db.tables import metadata
from tests.contract.a_day import a_day, controller, engine, everything, take_all
from tests.unit.ivr.asterisk.writing import a_press, an_emergency, append, asterisks, own

__all__ = ["engine"]


def test_a_press_is_one_row_with_its_rungs_and_seconds(engine, tmp_path):
    append(tmp_path, a_press("exchange-1.1"))

    take_all(controller(engine, tmp_path))

    with reading(engine) as conn:
        row = calls.load(conn, ["exchange-1.1"])["exchange-1.1"]
        legs = calls.load_legs(conn, ["exchange-1.1"])["exchange-1.1"]
    assert (row.terminal_id, row.household_id, row.service_id) == ("t1001", "h1", "meals")
    assert (row.state, row.outcome, row.rungs, row.sip_call_id) == ("ended", "reached", 2, "a@b")
    assert (row.ms_to_ring, row.ms_to_person, row.talk_ms) == (100, 26_000, 34_000)
    assert row.reason == "prov-hall-1 did not answer; prov-hall-2 took it"
    assert [(leg.target, leg.status) for leg in legs] == [
        ("prov-hall-1", "NOANSWER"),
        ("prov-hall-2", "joined"),
    ]


def test_a_press_that_nobody_took_is_a_task(engine, tmp_path):
    append(tmp_path, a_press("exchange-1.1", taken=False))

    take_all(controller(engine, tmp_path))

    with reading(engine) as conn:
        (task,) = tasks.open_tasks(conn)
    assert (task.kind, task.subject, task.terminal_id) == ("missed_press", "exchange-1.1", "t1001")


def test_an_emergency_outlives_her_leg_and_is_told_line_by_line(engine, tmp_path):
    append(tmp_path, an_emergency("exchange-1.1"))

    take_all(controller(engine, tmp_path))

    with reading(engine) as conn:
        incident = incidents.load(conn, ["exchange-1.1"])["exchange-1.1"]
        lines = [line.what for line in incidents.timeline(conn, "exchange-1.1")]
        presses = calls.of_incident(conn, "exchange-1.1")
        assert tasks.open_tasks(conn) == []
    assert (incident.state, incident.presses, incident.closed_by) == ("closed", 2, "contact-c1")
    assert incident.terminal_id == "t1001"
    assert lines == [
        "rang", "pressed", "ended", "answered", "accepted", "rings_her_back", "pressed_again", "closed"
    ]  # fmt: skip
    assert [(press.outcome, press.target) for press in presses] == [
        ("gave_up", ""),
        ("reached", "contact-c1"),
    ]


def test_an_open_emergency_is_a_task_whichever_of_its_first_facts_came_first(engine, tmp_path):
    taker, (rang, press, *_) = controller(engine, tmp_path), an_emergency("exchange-1.1")

    for row in (rang, press):
        append(tmp_path, [row])
        taker.take()

    with reading(engine) as conn:
        (task,) = tasks.open_tasks(conn)
    assert (task.kind, task.terminal_id) == ("incident_open", "t1001")
    assert taker.book.incidents["exchange-1.1"].presses == 1


def test_who_accepts_while_she_waits_has_reached_her(engine, tmp_path):
    _, press, _, _, _, accepted, *_ = an_emergency("exchange-1.1")
    append(tmp_path, [press, accepted])

    take_all(controller(engine, tmp_path))

    with reading(engine) as conn:
        (call,) = calls.open_calls(conn)
    assert (call.state, call.target) == ("reached", "contact-c1")


def test_another_service_asked_for_on_the_same_line_is_a_row_of_its_own(engine, tmp_path):
    """The first is over when she asks for the second; the end of the line ends that one."""
    channel, further = "exchange-1.1", "exchange-1.1-p2"
    said = f"call={further};who=t1001;svc=repairs;via=digits;conf=1;src=area"
    second = [
        own("PRESS", channel, 7, 50, said),
        own("RUNG", channel, 8, 50.1, f"call={further};i=1;tgt=prov-fix-1;secs=20;why=open"),
    ]
    append(tmp_path, [*a_press(channel)[:-1], *second, asterisks("HANGUP", channel, 60)])

    take_all(controller(engine, tmp_path))

    with reading(engine) as conn:
        rows = calls.load(conn, [channel, further])
    assert [(row.service_id, row.outcome, row.talk_ms) for row in rows.values()] == [
        ("meals", "reached", 24_000), ("repairs", "gave_up", None)
    ]  # fmt: skip


def test_the_log_is_renamed_aside_once_it_is_large_and_read_on_without_a_gap(engine, tmp_path):
    taker, rows = controller(engine, tmp_path), a_press("exchange-1.1")
    append(tmp_path, rows[:4])
    taker.take()

    small, large = taker.rotate("1", above=10**6), taker.rotate("1", above=10)
    append(tmp_path, rows[4:])
    take_all(taker)

    with reading(engine) as conn:
        assert calls.load(conn, ["exchange-1.1"])["exchange-1.1"].outcome == "reached"
    assert (small, large) == (False, True)


def test_facts_of_an_incident_or_a_call_nobody_knows_are_kept_and_change_nothing(engine, tmp_path):
    strangers = [*an_emergency("exchange-1.1")[3:7], *a_press("exchange-1.2")[1:]]
    append(tmp_path, strangers)

    take_all(controller(engine, tmp_path))

    found = everything(engine)
    assert (found["calls"], found["incidents"]) == ([], [])
    assert len(found["facts"]) == len(strangers) - 2  # the ends of two channels that are nobody's press


def test_a_telephone_that_was_added_since_the_start_is_known_by_its_home(engine, tmp_path):
    taker = controller(engine, tmp_path)
    taker.book.homes.clear()
    append(tmp_path, a_press("exchange-1.1"))

    take_all(taker)

    with reading(engine) as conn:
        assert calls.load(conn, ["exchange-1.1"])["exchange-1.1"].household_id == "h1"


def test_a_log_that_is_read_twice_changes_nothing(engine, tmp_path):
    append(tmp_path, a_day())
    take_all(controller(engine, tmp_path))
    once = everything(engine)

    with writing(engine) as conn:
        conn.execute(metadata.tables["fact_cursor"].delete())
    take_all(controller(engine, tmp_path))

    assert everything(engine) == once


def test_rows_without_sense_are_counted(engine, tmp_path):
    append(tmp_path, a_day())
    taker = controller(engine, tmp_path)

    take_all(taker)

    assert taker.unread == 1
