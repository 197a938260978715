"""Its end was never written: a person closes it, a restart rings nobody for it, and a late line changes nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine

from db import incidents, outbox, tasks
from db.audit import latest
from db.calls import CallRow
from db.calls import save as save_calls
from db.engine import reading, writing
from db.outbox import OutboxRow
from db.second_exchange import GivenRow, give, open_orders
from ivr.commands import ResumeLadder
from ivr.controller import Controller
from ivr.findings.by_hand import close_by_hand
from ivr.findings.closing import FRESH, STEADY, Look
from ivr.perform import text_of
from ivr.restart import settle_restart
from ivr.second_exchange.giving import take_on
from ivr.unwanted import no_longer_wanted
from tests.contract.a_day import controller, engine, take_all
from tests.unit.ivr.asterisk.writing import an_emergency, append
from wellness_checks.case import Refused

__all__ = ["engine"]
KEY = "exchange-1.1"
NIGHT = datetime(2026, 3, 2, 1, tzinfo=UTC)
WHY = "her son is with her; the log's disk was full"


@pytest.fixture
def lost(engine: Engine, tmp_path) -> Controller:
    """Accepted by her son, who closed it: the line that says so was never written."""
    append(tmp_path, an_emergency(KEY)[:-1])
    taker = controller(engine, tmp_path)
    take_all(taker)
    return taker


def accepted_at(conn: Connection) -> datetime:
    at = incidents.load(conn, [KEY])[KEY].accepted_at
    assert at is not None
    return at


def close(conn: Connection, *, up: bool = False, old: bool = False) -> object:
    now = accepted_at(conn) + timedelta(hours=1)
    at = now - FRESH * 2 if old else now
    look = Look(at=at, quiet_since=None if up else at - STEADY)
    return close_by_hand(conn, KEY, WHY, now, by="lijing", look=look)


def resumed(conn: Connection, start: int) -> str:
    """The id under which its ladder is to be sent again."""
    row = OutboxRow(
        id=f"resume-{KEY}-{start}", kind="resume_ladder", created_at=accepted_at(conn) + timedelta(minutes=1),
        payload=text_of(ResumeLadder(incident=KEY, terminal="t1001", start=start)),
    )  # fmt: skip
    outbox.intend(conn, [row])
    return row.id


def restarted(taker: Controller, start: datetime) -> None:
    taker.decide(lambda conn, book: settle_restart(conn, book, start, start))


def state(engine: Engine) -> tuple[str, str]:
    with reading(engine) as conn:
        row = incidents.load(conn, [KEY])[KEY]
    return row.state, row.closed_by


def test_closed_by_hand_its_task_is_done_and_the_audit_says_by_whom_and_why(lost, engine):
    with writing(engine) as conn:
        close(conn)

    with reading(engine) as conn:
        assert incidents.timeline(conn, KEY)[-1].what == "closed_by_hand"
        assert tasks.open_tasks(conn) == []
        said = [(row.actor, row.action, row.detail) for row in latest(conn, subject=KEY)]
    assert state(engine) == ("closed", "lijing")
    assert said == [("lijing", "incident_closed_by_hand", WHY)]


def test_a_line_of_its_end_that_comes_late_changes_nothing_but_its_timeline(lost, engine, tmp_path):
    with writing(engine) as conn:
        close(conn)
        before = incidents.load(conn, [KEY])[KEY]

    append(tmp_path, an_emergency(KEY)[-1:])
    take_all(lost)

    with reading(engine) as conn:
        assert incidents.load(conn, [KEY])[KEY] == before
        assert {line.what for line in incidents.timeline(conn, KEY)} > {"closed", "closed_by_hand"}
        assert tasks.open_tasks(conn) == []


def test_a_restart_of_the_exchange_rings_for_it_while_it_is_open_and_nobody_once_it_is_closed(lost, engine):
    restarted(lost, NIGHT)
    with writing(engine) as conn:
        close(conn)

    restarted(lost, NIGHT + timedelta(hours=2))

    with reading(engine) as conn:
        (resumed,) = outbox.beginning(conn, f"resume-{KEY}-")
    assert (resumed.id, resumed.state) == (f"resume-{KEY}-{int(NIGHT.timestamp())}", "failed")


def test_what_a_restart_had_set_out_to_ring_is_taken_back(lost, engine):
    with writing(engine) as conn:
        waiting = resumed(conn, 7)

        close(conn)

        assert outbox.claim(conn, at=accepted_at(conn)) == []
        row = outbox.load(conn, waiting)
    assert row is not None and (row.state, row.result) == ("failed", "its emergency was closed by hand")


def test_a_ladder_that_is_claimed_after_the_end_is_not_sent(lost, engine):
    with writing(engine) as conn:
        close(conn)
        late, strange = resumed(conn, 8), OutboxRow(
            id="resume-x-1", kind="resume_ladder", payload="{", created_at=accepted_at(conn)
        )  # fmt: skip
        outbox.intend(conn, [strange])
        claimed = outbox.claim(conn, at=accepted_at(conn))

        assert no_longer_wanted(conn, claimed, accepted_at(conn)) == {late: "a person has closed it"}


def test_while_its_ladder_is_just_being_sent_it_is_not_closed(lost, engine):
    with writing(engine) as conn:
        resumed(conn, 7)
        outbox.claim(conn, at=accepted_at(conn) + timedelta(hours=1))

        refused = close(conn)

    assert isinstance(refused, Refused) and "being started" in refused.reason
    assert state(engine)[0] == "accepted"


@pytest.mark.parametrize(("how", "reason"), [({"up": True}, "*9"), ({"old": True}, "cannot be asked")])
def test_what_may_still_be_up_is_refused_and_nothing_is_kept(lost, engine, how, reason):
    with writing(engine) as conn:
        refused = close(conn, **how)

        assert isinstance(refused, Refused) and reason in refused.reason
        assert latest(conn, subject=KEY) == []
    assert state(engine)[0] == "accepted"


def test_the_second_exchange_is_not_given_what_was_closed_here(lost, engine):
    with writing(engine) as conn:
        close(conn)

        given = take_on(conn, accepted_at(conn), accepted_at(conn), {KEY: "t1001"})

        assert (given, open_orders(conn)) == (0, [])


def test_while_the_second_exchange_rings_its_ladder_it_is_not_closed(lost, engine):
    with writing(engine) as conn:
        at = accepted_at(conn) + timedelta(minutes=1)
        give(conn, [GivenRow(token="x", order_id=KEY, kind="incident", order="{}", given_at=at)])

        refused = close(conn)
        incidents.note(conn, KEY, at=at + timedelta(minutes=1), what="accepted", detail="second")
        done = close(conn)

    assert isinstance(refused, Refused) and "second exchange" in refused.reason
    assert not isinstance(done, Refused)


def test_an_emergency_at_the_second_exchange_is_closed_once_its_calls_have_ended(engine):
    with writing(engine) as conn:
        row = incidents.IncidentRow(id="CA1", terminal_id="t1002", state="accepted", opened_at=NIGHT, accepted_at=NIGHT)
        incidents.save(conn, [row])
        call = CallRow(
            id="CA1", terminal_id="t1002", service_id="emergency", pressed_at=NIGHT, incident_id="CA1", state="reached"
        )
        save_calls(conn, [call])
        refused = close_by_hand(conn, "CA1", WHY, NIGHT, by="lijing", look=None)

        save_calls(conn, [replace(call, state="ended", outcome="reached", ended_at=NIGHT)])
        done = close_by_hand(conn, "CA1", WHY, NIGHT, by="lijing", look=None)

    assert isinstance(refused, Refused) and "*9" in refused.reason
    assert isinstance(done, incidents.IncidentRow) and done.state == "closed"


def test_what_there_is_not_cannot_be_closed(engine):
    with writing(engine) as conn:
        refused = close_by_hand(conn, "none", WHY, NIGHT, by="lijing", look=None)

    assert isinstance(refused, Refused) and refused.field == "incident"
