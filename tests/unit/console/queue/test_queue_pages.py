"""Does somebody sit down, pause and leave from the page and by the API, each for themselves, and is who waits shown?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db import calls, queue, staff
from db.calls import CallRow
from db.engine import reading, writing
from ivr.queue.order import Waiting
from ivr.queue.site import QueueSite
from ivr.queue.sitting import Sitting
from people.ids import StaffId
from people.staff import Shift
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.at_the_desk import hidden, text

LEAD = "lihong"


@pytest.fixture
def site(morning: Engine) -> Engine:
    here.add_operator(morning, "supervisor", LEAD)
    return morning


@contextmanager
def looking(site: Engine, login: str = here.LOGIN) -> Iterator[Visitor]:
    settings = replace(here.settings(), queue=QueueSite(phones=("desk1",), skills=("medical",)))
    with serving(site, settings) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        visitor.sign_in(login, to="/queue")
        yield visitor


def me(site: Engine, login: str = here.LOGIN) -> StaffId:
    with reading(site) as conn:
        account = staff.account_of_login(conn, login)
    assert account is not None
    return account.person.id


def seats(site: Engine) -> dict[str, Sitting]:
    with reading(site) as conn:
        return {seat.staff_id: seat for seat in queue.seats(conn)}


def test_whoever_sits_down_takes_calls_pauses_with_a_reason_and_leaves(site: Engine) -> None:
    mine = me(site)
    with looking(site) as visitor:
        page = visitor.get("/queue").text
        assert "Nobody sits in the queue" in text(page)
        fields = hidden(page)
        joined = visitor.post("/queue/join", data={**fields, "telephone": f"op-{mine}"})
        paused = visitor.post("/queue/pause", data={**hidden(joined.text), "reason": "meal"})
        assert seats(site)[mine].paused == "meal" and "has paused: meal" in text(paused.text)
        visitor.post("/queue/leave", data=hidden(paused.text))

    assert seats(site) == {}


def test_a_pause_without_a_reason_and_a_foreign_telephone_are_refused(site: Engine) -> None:
    with looking(site) as visitor:
        fields = hidden(visitor.get("/queue").text)
        foreign = visitor.post("/queue/join", data={**fields, "telephone": "t1001"})
        early = visitor.post("/queue/pause", data={**hidden(foreign.text), "reason": "meal"})

    assert (foreign.status_code, early.status_code) == (409, 409)
    assert "choose one of the list" in foreign.text and "join it first" in early.text


def test_an_operator_sends_nobody_else_away_and_a_supervisor_may(site: Engine) -> None:
    mine = me(site)
    with writing(site) as conn:
        queue.sit(conn, Sitting(staff_id=mine, endpoint="desk1", joined_at=here.NOW, since=here.NOW), turn(mine))

    with looking(site) as visitor:
        refused = visitor.post(f"/queue/of/{mine}/leave", data=hidden(visitor.get("/queue").text))
    with looking(site, LEAD) as visitor:
        taught = visitor.post(
            f"/queue/of/{mine}/skills", data={**hidden(visitor.get("/queue").text), "skill": "medical"}
        )
        visitor.post(f"/queue/of/{mine}/leave", data=hidden(taught.text))

    assert refused.status_code == 403 and "medical" in taught.text
    assert seats(site) == {}


def turn(person: str) -> queue.Turn:
    return queue.Turn(staff_id=person, what="join", at=here.NOW, by=person)


def test_who_waits_stands_in_order_and_whoever_is_missing_is_named(site: Engine) -> None:
    minute = timedelta(minutes=1)
    with writing(site) as conn:
        for call, terminal, urgency, minutes in (("q.1", "t1001", 1, 9), ("q.2", "t1002", 3, 1)):
            since = here.NOW - minutes * minute
            calls.save(conn, [CallRow(id=call, terminal_id=terminal, service_id="hotline", pressed_at=since)])
            queue.wait(conn, Waiting(call_id=call, queue="hotline", urgency=urgency, since=since))
        staff.save_shifts(
            conn, [Shift(staff=me(site), starts=here.NOW - minute, ends=here.NOW + minute)]
        )  # fmt: skip

    with looking(site) as visitor:
        page, told = visitor.get("/queue").text, visitor.get("/api/v1/queue").json()

    assert [one["call"] for one in told["waiting"]] == ["q.2", "q.1"]
    assert page.index('id="wait-q.2"') < page.index('id="wait-q.1"')
    assert told["missing"] == [me(site)] and "On shift and not there: 王芳" in text(page)
