"""From Asterisk's log to the rows: the same rows, however the log is cut and wherever the controller dies."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select

from db import calls, incidents, tasks
from db.engine import open_engine, reading, writing
from db.tables import metadata
from ivr import settings as site_settings
from ivr.asterisk import factlog
from ivr.asterisk.factlog import NAME, FactLog, FactRow
from ivr.care import follower, listener
from ivr.controller import Controller
from tests.contract.homes import new_database, settle_in
from tests.unit.ivr.asterisk.writing import a_press, an_emergency, append, asterisks, own

ROOT = Path(__file__).parents[2]
LEFT_OUT = {"incident_events": {"seq"}, "tasks": {"id"}, "fact_cursor": {"inode"}, "signs": {"seq"}}
"""Names and numbers given by chance or by the order of arrival."""


def opened(folder: Path, name: str = "bigbutton.db") -> Engine:
    engine = open_engine(new_database(folder, name))
    with writing(engine) as conn:
        settle_in(conn)
    return engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = opened(tmp_path)
    yield engine
    engine.dispose()


def controller(engine: Engine, log: Path) -> Controller:
    return Controller(
        engine=engine, log=FactLog(log), node="exchange", listeners=[listener()],
        followers=[follower(site_settings.Settings())],
    )  # fmt: skip


def take_all(taker: Controller) -> None:
    while taker.take().rows:
        pass


def everything(engine: Engine) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Every table of the story, row by row."""
    names = (
        "facts",
        "calls",
        "legs",
        "incidents",
        "incident_events",
        "tasks",
        "signs",
        "watch",
        "fact_cursor",
    )
    with reading(engine) as conn:
        return {name: _rows(conn, name) for name in names}


def _rows(conn: Any, name: str) -> Sequence[tuple[Any, ...]]:
    columns = [c for c in metadata.tables[name].c if c.name not in LEFT_OUT.get(name, set())]
    return sorted((tuple(row) for row in conn.execute(select(*columns))), key=repr)


def a_day() -> list[FactRow]:
    """Presses side by side, an emergency, a sign of life, ends of strangers' channels, torn rows."""
    rows = [
        *a_press("exchange-1.1", 1),
        *a_press("exchange-1.2", 1.5, taken=False, who="t1002", service="repairs"),
        *an_emergency("exchange-1.3", 10),
        *a_press("exchange-1.4", 200, who="u139", service="hotline"),
        own("KEY", "exchange-1.5", 1, 30, "who=t1001;key=well", offset=3600),
        asterisks("CHAN_START", "bb-01", 20, kind="Local"),
        asterisks("HANGUP", "exchange-9.9", 20),
        own("PRESS", "exchange-1.6", 1, 21, "svc=meals"),
    ]
    return sorted(rows, key=lambda row: row.time)


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


class Died(Exception):
    """Where the controller was when it was interrupted."""


def armed(engine: Engine) -> dict[str, int]:
    """Set `left` to n, and the n-th statement from then on fails."""
    state = {"left": 0}

    def before(*_: Any) -> None:
        state["left"] -= 1
        if state["left"] == 0:
            raise Died

    event.listen(engine, "before_cursor_execute", before)
    return state


STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "take", "dies", "restarts"]), st.integers(1, 25)),
    min_size=5,
    max_size=40,
)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sequence[tuple[Any, ...]]]:
    """The day read in one go."""
    folder = tmp_path_factory.mktemp("at_once")
    engine = opened(folder)
    append(folder, a_day())
    take_all(controller(engine, folder))
    found = everything(engine)
    engine.dispose()
    return found


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, chunk=st.sampled_from([700, 2000, 1 << 20]))
def test_any_cuts_crashes_and_restarts_end_in_the_same_rows_as_reading_at_once(at_once, steps, chunk):
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(factlog, "CHUNK", chunk)
        folder, rows = Path(name), a_day()
        engine = opened(folder)
        fault, taker = armed(engine), controller(engine, folder)

        for what, number in [*steps, ("write", len(rows)), ("all", 0)]:
            fault["left"] = number if what == "dies" else 0
            if what == "write":
                append(folder, rows[:number])
                rows = rows[number:]
            elif what == "restarts":
                taker = controller(engine, folder)
            elif what == "all":
                take_all(taker)
            else:
                _take(taker)

        assert everything(engine) == at_once
        assert at_once["fact_cursor"] == [("exchange", (folder / NAME).stat().st_size, 0.0)]
        engine.dispose()


def _take(taker: Controller) -> None:
    with suppress(Died):
        taker.take()


def killed(url: str, log: Path, statement: int) -> None:
    program = [sys.executable, "tests/contract/dies_while_taking.py", url, str(log), str(statement)]
    died = subprocess.run(program, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60)
    assert died.returncode == -signal.SIGKILL, died.stderr


def test_killed_again_and_again_in_the_middle_nothing_is_lost_and_nothing_doubled(engine, tmp_path, at_once):
    append(tmp_path, a_day())

    for statement in (9, 23, 30):
        killed(str(engine.url), tmp_path, statement)
    without_signs = Controller(engine=engine, log=FactLog(tmp_path), node="exchange")
    take_all(without_signs)

    others = {"signs", "watch"}
    found = everything(engine)
    assert {n: found[n] for n in found.keys() - others} == {n: at_once[n] for n in at_once.keys() - others}
